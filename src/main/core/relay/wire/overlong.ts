// What can be told of a message that was too long to be kept, from its first and last bytes: what it was, and for whom.
// The big part is one value, which the head breaks off in; ids stand before it or, with some libraries, behind it.
import { decodeString, ScanError, skipSpace, skipString, skipValue, type Span } from './scan.ts';

export type Overlong =
  | { readonly kind: 'answer'; readonly id: string }
  | { readonly kind: 'request'; readonly id: string }
  /** A notification, or nothing that is known. */
  | { readonly kind: 'other' };

/** What a message with this member is; the first that it has counts. */
const kinds: ReadonlyMap<string, 'answer' | 'request'> = new Map([
  ['result', 'answer'],
  ['error', 'answer'],
  ['method', 'request'],
  ['params', 'request'],
]);

const trailingId =
  /[,{]\s*"id"\s*:\s*("(?:[^"\\]|\\.)*"|-?\d+)\s*(?:,\s*"(?:jsonrpc|method)"\s*:\s*"[^"\\]*"\s*)*\}\s*$/;

/** `id` as written. */
export function readOverlong(head: Buffer, tail: Buffer): Overlong {
  const { members, broken } = membersOf(head);
  const ofHead = members.get('id');
  const id =
    ofHead === undefined
      ? trailingId.exec(tail.toString('latin1'))?.[1]
      : head.toString('utf8', ofHead.start, ofHead.end);
  if (id === undefined) return { kind: 'other' };
  const first = [...members.keys(), broken].find((key) => key !== null && kinds.has(key));
  const kind = kinds.get(first ?? '');
  return kind === undefined ? { kind: 'other' } : { kind, id };
}

/** The members that stand whole in `head`, and the key of the one that it breaks off in. */
function membersOf(head: Buffer): { members: ReadonlyMap<string, Span>; broken: string | null } {
  const members = new Map<string, Span>();
  let broken: string | null = null;
  try {
    let at = skipSpace(head, 0);
    while (head[at] === 0x7b || head[at] === 0x2c) {
      const start = skipSpace(head, at + 1);
      const end = skipString(head, start);
      broken = decodeString(head, { start, end });
      const value = skipSpace(head, skipSpace(head, end) + 1);
      at = skipValue(head, value);
      // A number may go on behind the end of the head.
      if (at === head.length) break;
      members.set(broken, { start: value, end: at });
      broken = null;
      at = skipSpace(head, at);
    }
  } catch (error) {
    if (!(error instanceof ScanError)) throw error;
  }
  return { members, broken };
}
