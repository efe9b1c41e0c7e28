// What the ids of streams and their events are made of, and what can be read from them when a client brings one back: also
// one of an earlier run, of which nothing else is known (MCP basic/transports, resumability).
import { createHash, randomBytes } from 'node:crypto';

/** Of the ids of one stream's requests; more are not written down. */
const maxRequestIdLength = 96;

/** Tells one life of a session from the others, and from those of other sessions. */
export function newLife(sessionId: string): string {
  const salt = randomBytes(5).toString('hex');
  // In one piece: a text that was put together of two stays two.
  return [salt, markOf(sessionId, salt)].join('');
}

/** Whether the stream of this id belongs to this session, in whichever life. */
export function isOfSession(streamId: string, sessionId: string): boolean {
  const [, salt = '', mark = ''] = /^[a-z]\d*-([0-9a-f]{10})([0-9a-f]{10})(?:-|$)/.exec(streamId) ?? [];
  return salt !== '' && mark === markOf(sessionId, salt);
}

export function standaloneId(life: string): string {
  return `s-${life}`;
}

/** Of the stream that answers these requests (ids as written), the `count`th of its session. */
export function answerId(count: number, life: string, requestIds: readonly string[]): string {
  const ids = Buffer.from(`[${requestIds.join(',')}]`).toString('base64url');
  return `p${count}-${life}${ids.length > maxRequestIdLength ? '' : `-${ids}`}`;
}

/** The requests (ids as written) that the stream of this id answers; none where it does not say. */
export function requestIdsOf(streamId: string): readonly string[] {
  const ids = /^p\d+-[0-9a-f]+-([A-Za-z0-9_-]+)$/.exec(streamId)?.[1];
  if (ids === undefined) return [];
  try {
    const values: unknown = JSON.parse(Buffer.from(ids, 'base64url').toString('utf8'));
    return Array.isArray(values) ? values.filter(isRequestId).map((id) => JSON.stringify(id)) : [];
  } catch {
    return [];
  }
}

/** The id of an event by its number; `isEnd`: the stream has no more than this one. */
export function eventId(streamId: string, sequence: number, isEnd: boolean): string {
  return `${streamId}.${sequence}${isEnd ? '.end' : ''}`;
}

export interface ParsedEventId {
  readonly streamId: string;
  readonly sequence: number;
  readonly isEnd: boolean;
}

/** The parts of an event id; null when it is none of ours. */
export function parseEventId(id: string): ParsedEventId | null {
  const match = /^([A-Za-z0-9_-]{1,160})\.(\d{1,15})(\.end)?$/.exec(id);
  return match?.[1] === undefined || match[2] === undefined
    ? null
    : { streamId: match[1], sequence: Number(match[2]), isEnd: match[3] !== undefined };
}

function markOf(sessionId: string, salt: string): string {
  return createHash('sha256').update(`${salt}.${sessionId}`).digest('hex').slice(0, 10);
}

function isRequestId(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}
