// A modern client's request as a legacy server is to see it: with an id and a progress token of our own, without the
// claim in `_meta` and without what a repeated request brings. The rest stays as it came.
import { splice, type Replacement } from '../wire/edit.ts';
import { pickMembers, type Message } from '../wire/message.ts';
import { eachMember, type Span } from '../wire/scan.ts';
import { isClaimKey } from './claim.ts';
import { braced } from './members.ts';

/** Of a repetition, for us and not for the server. */
const ofTheRound: ReadonlySet<string> = new Set(['inputResponses', 'requestState']);

/** `id`: ours, as written; where the client wants progress it becomes the progress token too. */
export function legacyRequest(message: Message, id: string): Buffer {
  const { bytes, body } = message;
  const changes: Replacement[] = message.id === null ? [] : [{ span: message.id, text: id }];
  if (body === null) return splice(bytes, changes);
  const { _meta: meta, ...round } = pickMembers(bytes, body, ['_meta', 'inputResponses', 'requestState']);
  const isObject = meta !== undefined && bytes[meta.start] === 0x7b;
  const newMeta = isObject ? metaWithoutClaim(bytes, meta, id) : null;
  if (Object.keys(round).length > 0) changes.push({ span: body, text: paramsOf(bytes, body, newMeta) });
  else if (newMeta !== null && meta !== undefined) changes.push({ span: meta, text: newMeta });
  return splice(bytes, changes);
}

function paramsOf(bytes: Buffer, span: Span, meta: Buffer | null): Buffer {
  const kept = new Map<string, Buffer>();
  eachMember(bytes, span.start, (key, value) => {
    if (ofTheRound.has(key)) return;
    kept.set(key, key === '_meta' && meta !== null ? meta : bytes.subarray(value.start, value.end));
  });
  return braced(kept);
}

function metaWithoutClaim(bytes: Buffer, span: Span, id: string): Buffer {
  const kept = new Map<string, string | Buffer>();
  eachMember(bytes, span.start, (key, value) => {
    if (isClaimKey(key)) return;
    kept.set(key, key === 'progressToken' ? id : bytes.subarray(value.start, value.end));
  });
  return braced(kept);
}
