// A legacy client's request as a modern one: who asks and what they can do goes into `params._meta`; all else stays
// (MCP 2026-07-28, basic, `_meta`).
import { claimKeys } from '../../relay/modern/claim.ts';
import { modernRevision } from '../../relay/modern/discovery.ts';
import { insertion } from '../../relay/modern/members.ts';
import type { ClientInfo } from '../../relay/types.ts';
import { splice, type Replacement } from '../../relay/wire/edit.ts';
import { pickMembers, scanMessage, type Message } from '../../relay/wire/message.ts';

/** `level`: log messages of it and above are wanted; null: none. */
export function withClaim(message: Message, client: ClientInfo, level: string | null): Message {
  const members = new Map<string, string>([
    [claimKeys.protocolVersion, JSON.stringify(modernRevision)],
    [claimKeys.clientInfo, JSON.stringify(client.clientInfo)],
    [claimKeys.capabilities, JSON.stringify(client.capabilities)],
  ]);
  if (level !== null) members.set(claimKeys.logLevel, JSON.stringify(level));
  return scanMessage(splice(message.bytes, metaChanges(message, members)));
}

/** The message with these members added to its params, which must not have them. */
export function withParams(message: Message, members: ReadonlyMap<string, string | Buffer>): Message {
  const { bytes, body } = message;
  if (body !== null) return scanMessage(splice(bytes, insertion(bytes, body, members)));
  return message;
}

function metaChanges({ bytes, body }: Message, members: ReadonlyMap<string, string>): readonly Replacement[] {
  const whole = { start: 0, end: bytes.length };
  const meta = `{${[...members].map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`;
  if (body === null) {
    const start = bytes.indexOf(0x7b);
    return insertion(bytes, { ...whole, start }, new Map([['params', `{"_meta":${meta}}`]]));
  }
  const { _meta: span } = pickMembers(bytes, body, ['_meta']);
  if (span === undefined) return insertion(bytes, body, new Map([['_meta', meta]]));
  if (bytes[span.start] !== 0x7b) return [{ span, text: meta }];
  // What the client said there under these names is not its to say.
  const known = pickMembers(bytes, span, [...members.keys()]);
  const replaced: Replacement[] = [];
  for (const [key, text] of members) {
    const place = known[key];
    if (place !== undefined) replaced.push({ span: place, text });
  }
  const added = new Map([...members].filter(([key]) => known[key] === undefined));
  return [...replaced, ...insertion(bytes, span, added)];
}
