// Whether two requests are the same but for what a repetition adds: a digest over target, method, parameters and owner.
import { createHash } from 'node:crypto';
import { isRecord } from '../../../../shared/is-record.ts';
import { parseAt, type Message } from '../wire/message.ts';

/** What a repeated request has besides, or differently (MCP basic/patterns/mrtr). */
const ofTheRound: ReadonlySet<string> = new Set(['inputResponses', 'requestState', '_meta']);

/** The same for every way of writing the same JSON: clients build the repetition anew, and may order keys as they like. */
export function requestDigest(
  target: string,
  { bytes, body, method }: Message,
  owner: string | null = null,
): string {
  const params = parseAt(bytes, body);
  const salient = isRecord(params)
    ? Object.fromEntries(Object.entries(params).filter(([key]) => !ofTheRound.has(key)))
    : {};
  return createHash('sha256')
    .update(JSON.stringify([target, method, inOrder(salient), owner]))
    .digest('base64url');
}

/** The value with the keys of all its objects sorted. As pairs, since objects put keys that look like numbers first. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return ['list', ...value.map(inOrder)];
  if (!isRecord(value)) return value;
  const keys = Object.keys(value).toSorted();
  return ['object', ...keys.map((key) => [key, inOrder(value[key])])];
}
