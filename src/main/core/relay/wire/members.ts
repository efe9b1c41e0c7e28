// An object whose members are found in the same pass that finds its end, so that nobody has to look for them again.
import { duplicateKey, passMembers, skipSpace, skipValue, type ScanError, type Span } from './scan.ts';

export interface ObjectSpan extends Span {
  /** Of keys that stand twice the first. */
  readonly members: ReadonlyMap<string, Span>;
  /** A key stands twice: readers differ in which one they take. */
  readonly fault: ScanError | null;
}

/** The members that are looked into as well, where they are objects. */
export type Inside = ReadonlyMap<string, Inside>;

/** The object at or after `at`, `within` so many others. Throws ScanError when it is none. */
export function scanObject(bytes: Buffer, at: number, inside: Inside, within = 0): ObjectSpan {
  const members = new Map<string, Span>();
  let fault: ScanError | null = null;
  const end = passMembers(bytes, at, (key, keyAt, start) => {
    const deeper = bytes[start] === 0x7b ? inside.get(key) : undefined;
    const value =
      deeper === undefined
        ? { start, end: skipValue(bytes, start, within) }
        : scanObject(bytes, start, deeper, within + 1);
    if (members.has(key)) fault ??= duplicateKey(key, keyAt);
    else members.set(key, value);
    return value.end;
  });
  return { start: skipSpace(bytes, at), end, members, fault };
}

/** Whether its members are known. */
export function isObjectSpan(span: Span): span is ObjectSpan {
  return 'members' in span;
}
