// What each modern request says of its client in `params._meta` (MCP 2026-07-28, basic, `_meta`): finding it, reading it.
import { isRecord } from '../../../../shared/is-record.ts';
import { logLevels } from '../shared-state.ts';
import { MessageError, parseAt, pickMembers, rpcCode, textAt, type Message } from '../wire/message.ts';
import type { Span } from '../wire/scan.ts';
import type { ModernClaim } from './types.ts';

export const claimKeys = {
  protocolVersion: 'io.modelcontextprotocol/protocolVersion',
  clientInfo: 'io.modelcontextprotocol/clientInfo',
  capabilities: 'io.modelcontextprotocol/clientCapabilities',
  logLevel: 'io.modelcontextprotocol/logLevel',
} as const;

const allKeys: readonly string[] = Object.values(claimKeys);

/** Whether a member of `_meta` is part of the claim. */
export function isClaimKey(key: string): boolean {
  return allKeys.includes(key);
}

/** The place of the revision that the message claims to be of; undefined for messages of the legacy era. */
export function claimedVersionSpan(message: Message): Span | undefined {
  return claimSpans(message)[claimKeys.protocolVersion];
}

/** The claim of a request. Throws MessageError -32602, which names what is missing or odd. */
export function readClaim(message: Message): ModernClaim {
  const { bytes } = message;
  const spans = claimSpans(message);
  const protocolVersion = textAt(bytes, spans[claimKeys.protocolVersion]);
  if (protocolVersion === undefined) throw lacking(message, claimKeys.protocolVersion, 'a revision');
  const capabilities = parseAt(bytes, spans[claimKeys.capabilities]);
  if (!isRecord(capabilities)) throw lacking(message, claimKeys.capabilities, 'an object');
  const info = parseAt(bytes, spans[claimKeys.clientInfo]);
  const logLevel = parseAt(bytes, spans[claimKeys.logLevel]) ?? null;
  if (logLevel !== null && (typeof logLevel !== 'string' || !logLevels.includes(logLevel)))
    throw lacking(message, claimKeys.logLevel, `one of ${logLevels.join(', ')}`);
  return { protocolVersion, capabilities, clientInfo: readInfo(info), logLevel };
}

function claimSpans({ bytes, body }: Message): Partial<Record<string, Span>> {
  const { _meta: meta } = pickMembers(bytes, body, ['_meta']);
  return pickMembers(bytes, meta, allKeys);
}

/** Clients may keep it to themselves. */
function readInfo(info: unknown): ModernClaim['clientInfo'] {
  const { name, version } = isRecord(info) ? info : {};
  return {
    name: typeof name === 'string' ? name : 'unknown',
    version: typeof version === 'string' ? version : '',
  };
}

function lacking({ method }: Message, key: string, what: string): MessageError {
  return new MessageError(rpcCode.invalidParams, `${method} needs "${key}" in params._meta: ${what}.`);
}
