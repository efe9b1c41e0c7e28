// A legacy server's answers and notifications in the terms of the modern era (MCP 2026-07-28, basic): what it wants to
// see is added where it is absent, codes that it replaced are replaced; every other byte stays.
import { splice, type Replacement } from '../wire/edit.ts';
import { MessageError, parseAt, pickMembers, rpcCode, type Message } from '../wire/message.ts';
import { insertion } from './members.ts';

export const serverInfoKey = 'io.modelcontextprotocol/serverInfo';
export const subscriptionIdKey = 'io.modelcontextprotocol/subscriptionId';

/** Whose results say how long they may be kept (server/utilities/caching). */
const cacheable: ReadonlySet<string> = new Set([
  'server/discover',
  'tools/list',
  'prompts/list',
  'resources/list',
  'resources/templates/list',
  'resources/read',
  'skills/list',
  'skills/get',
  'resources/directory/read',
]);

/** Replaced by -32602 (basic, error codes). */
const legacyNotFound = -32_002;

/**
 * The answer to `method` under `id` (as written). `serverInfo` is JSON, null where unknown. What cannot be read without
 * doubt stays as it is.
 */
export function modernAnswer(method: string, answer: Message, id: string, serverInfo: string | null): Buffer {
  const changes: Replacement[] = answer.id === null ? [] : [{ span: answer.id, text: id }];
  try {
    changes.push(
      ...(answer.kind === 'error' ? errorChanges(answer) : resultChanges(method, answer, serverInfo)),
    );
  } catch (error) {
    if (!(error instanceof MessageError)) throw error;
  }
  return splice(answer.bytes, changes);
}

function resultChanges(
  method: string,
  { bytes, body }: Message,
  serverInfo: string | null,
): readonly Replacement[] {
  if (body === null || bytes[body.start] !== 0x7b) return [];
  const found = pickMembers(bytes, body, ['resultType', 'ttlMs', 'cacheScope', '_meta']);
  const added = new Map<string, string>();
  if (found.resultType === undefined) added.set('resultType', '"complete"');
  if (cacheable.has(method)) {
    // Nothing is known of how long it stays true, or of whom it was made for.
    if (found.ttlMs === undefined) added.set('ttlMs', '0');
    if (found.cacheScope === undefined) added.set('cacheScope', '"private"');
  }
  const inMeta = new Map(serverInfo === null ? [] : [[serverInfoKey, serverInfo]]);
  if (found._meta === undefined) {
    if (serverInfo !== null) added.set('_meta', `{${JSON.stringify(serverInfoKey)}:${serverInfo}}`);
    return insertion(bytes, body, added);
  }
  const isKnown = pickMembers(bytes, found._meta, [serverInfoKey])[serverInfoKey] !== undefined;
  const isObject = bytes[found._meta.start] === 0x7b;
  return [
    ...insertion(bytes, body, added),
    ...(isKnown || !isObject ? [] : insertion(bytes, found._meta, inMeta)),
  ];
}

function errorChanges({ bytes, body }: Message): readonly Replacement[] {
  const { code } = pickMembers(bytes, body, ['code']);
  return code !== undefined && parseAt(bytes, code) === legacyNotFound
    ? [{ span: code, text: String(rpcCode.invalidParams) }]
    : [];
}

/** A notification as one of the subscription that the request with this id (as written) opened (basic/patterns/subscriptions). */
export function taggedNotification({ bytes, body }: Message, id: string): Buffer {
  const tag = new Map([[subscriptionIdKey, id]]);
  const meta = `{${JSON.stringify(subscriptionIdKey)}:${id}}`;
  if (body === null) {
    const start = bytes.indexOf(0x7b);
    return splice(
      bytes,
      insertion(bytes, { start, end: bytes.length }, new Map([['params', `{"_meta":${meta}}`]])),
    );
  }
  const { _meta: span } = pickMembers(bytes, body, ['_meta']);
  if (span === undefined) return splice(bytes, insertion(bytes, body, new Map([['_meta', meta]])));
  const { [subscriptionIdKey]: known } = pickMembers(bytes, span, [subscriptionIdKey]);
  return splice(bytes, known === undefined ? insertion(bytes, span, tag) : [{ span: known, text: id }]);
}
