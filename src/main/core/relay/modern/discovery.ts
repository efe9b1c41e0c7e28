// The answer to `server/discover` for a legacy server, from what it said in `initialize` (MCP 2026-07-28, server/discover).
import { legacyRevisions } from '../revisions.ts';
import { resultFromText, splice } from '../wire/edit.ts';
import { pickMembers, scanMessage } from '../wire/message.ts';
import { serverInfoKey } from './decorate.ts';
import { braced } from './members.ts';

export const modernRevision = '2026-07-28';

/** Every revision that clients can speak with the gateway, newest first. */
export const supportedRevisions: readonly string[] = [modernRevision, ...legacyRevisions];

/** `initialized`: the result of `initialize`, whose capabilities, instructions and `_meta` stay as they came. */
export function discoverAnswer(id: string, initialized: Buffer): Buffer {
  const whole = { start: 0, end: initialized.length };
  const found = pickMembers(initialized, whole, ['capabilities', 'instructions', 'serverInfo']);
  const text = (name: 'capabilities' | 'instructions' | 'serverInfo'): Buffer | undefined => {
    const span = found[name];
    return span === undefined ? undefined : initialized.subarray(span.start, span.end);
  };
  const members = new Map<string, string | Buffer>([
    ['resultType', '"complete"'],
    ['supportedVersions', JSON.stringify(supportedRevisions)],
    ['capabilities', text('capabilities') ?? '{}'],
  ]);
  const [serverInfo, instructions] = [text('serverInfo'), text('instructions')];
  if (serverInfo !== undefined) members.set('serverInfo', serverInfo);
  if (instructions !== undefined) members.set('instructions', instructions);
  // It may be another program tomorrow, and what it offers may depend on who asks.
  members.set('ttlMs', '0');
  members.set('cacheScope', '"private"');
  if (serverInfo !== undefined) members.set('_meta', braced(new Map([[serverInfoKey, serverInfo]])));
  return resultFromText(id, braced(members));
}

/** A modern server's answer to `server/discover` with the revisions that clients can speak here instead of its own. */
export function withOwnRevisions(answer: Buffer): Buffer {
  const { kind, bytes, body } = scanMessage(answer);
  const { supportedVersions: span } =
    kind === 'result' ? pickMembers(bytes, body, ['supportedVersions']) : {};
  return span === undefined ? bytes : splice(bytes, [{ span, text: JSON.stringify(supportedRevisions) }]);
}
