// Changes of config.json that Patchbay did not make itself, for the audit log: which keys are other ones now. Never a value.
import { isDeepStrictEqual } from 'node:util';
import { parse, type ParseError } from 'jsonc-parser';
import { isRecord } from '../../../shared/is-record.ts';
import type { Audit } from '../audit/audit.ts';
import type { FileContent } from './read-config-file.ts';

/** `mcpServers.files.env.TOKEN`: what stands deeper is told by this key. */
const deepest = 4;
const most = 100;

export class HandEdits {
  private readonly audit: Audit;
  /** What was in the file last that could be read; undefined before the first. */
  private known: unknown;

  constructor(audit: Audit) {
    this.audit = audit;
  }

  /** What the file holds now, by our own hand, or as it was found at the start. */
  ours(content: FileContent): void {
    this.known = readable(content) ?? this.known;
  }

  /** The file is another one, and it was not Patchbay. `isInForce`: it has no faults. */
  theirs(content: FileContent, isInForce: boolean): void {
    const after = readable(content);
    const keys = after === undefined ? [] : changedKeys(this.known ?? {}, after);
    this.known = after ?? this.known;
    // Comments and layout are nobody's business.
    if (keys.length === 0 && isInForce) return;
    this.audit.record({
      kind: 'configuration',
      action: 'edited by hand',
      by: 'config.json',
      ...(isInForce ? {} : { reason: 'The file has faults, so what was in force stays.' }),
      ...(keys.length === 0 ? {} : { details: { keys: listedKeys(keys) } }),
    });
  }
}

/** For the audit log. */
export function listedKeys(keys: readonly string[]): string {
  const more = keys.length > most ? `, and ${keys.length - most} more` : '';
  return keys.slice(0, most).join(', ') + more;
}

/** Paths of members that only one of the two has, or that differ; objects are looked into. */
export function changedKeys(
  before: unknown,
  after: unknown,
  path: readonly string[] = [],
): readonly string[] {
  if (isDeepStrictEqual(before, after)) return [];
  if (path.length >= deepest || !isRecord(before) || !isRecord(after))
    return [path.join('.') || 'everything'];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) =>
    changedKeys(own(before, name), own(after, name), [...path, name.slice(0, 80)]),
  );
}

function own(record: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function readable(content: FileContent): unknown {
  return content.kind === 'text' ? readableText(content.text) : undefined;
}

/** The value of a text in JSON with comments; undefined where it is none. */
export function readableText(text: string): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parse(text.replace(/^\u{feff}/u, ''), errors, { allowTrailingComma: true });
  return errors.length === 0 ? value : undefined;
}
