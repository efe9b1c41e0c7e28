// Adding members to JSON objects in place, for what the modern era wants to see and a legacy server does not say.
import type { Replacement } from '../wire/edit.ts';
import { skipSpace, type Span } from '../wire/scan.ts';

/** The members, JSON text each, put in front of those that the object at `span` has. They must not be there yet. */
export function insertion(
  bytes: Buffer,
  span: Span,
  members: ReadonlyMap<string, string | Buffer>,
): readonly Replacement[] {
  if (members.size === 0) return [];
  const at = span.start + 1;
  const isEmpty = bytes[skipSpace(bytes, at)] === 0x7d;
  const text = joinMembers(members);
  return [{ span: { start: at, end: at }, text: isEmpty ? text : Buffer.concat([text, Buffer.from(',')]) }];
}

/** `"key":value` for each, with commas between. */
function joinMembers(members: ReadonlyMap<string, string | Buffer>): Buffer {
  const parts: Buffer[] = [];
  for (const [key, value] of members) {
    parts.push(Buffer.from(`${parts.length > 0 ? ',' : ''}${JSON.stringify(key)}:`), Buffer.from(value));
  }
  return Buffer.concat(parts);
}

/** An object of these members. */
export function braced(members: ReadonlyMap<string, string | Buffer>): Buffer {
  return Buffer.concat([Buffer.from('{'), joinMembers(members), Buffer.from('}')]);
}
