// Opening a server of the modern era: what we ask in `server/discover`, and its answer as the handshake that legacy clients
// are shown (MCP 2026-07-28, server/discover).
import { AppError } from '../../../../shared/errors.ts';
import { isRecord } from '../../../../shared/is-record.ts';
import { claimKeys } from '../../relay/modern/claim.ts';
import { serverInfoKey } from '../../relay/modern/decorate.ts';
import { modernRevision } from '../../relay/modern/discovery.ts';
import { modernCode } from '../../relay/modern/rpc-codes.ts';
import { newestLegacyRevision } from '../../relay/revisions.ts';
import type { ClientInfo } from '../../relay/types.ts';
import { parseAt, type Message } from '../../relay/wire/message.ts';
import type { Handshake } from '../types.ts';

/** The parameters of `server/discover`, in the gateway's own name. */
export function discoverParams(client: ClientInfo): { readonly _meta: unknown } {
  return {
    _meta: {
      [claimKeys.protocolVersion]: modernRevision,
      [claimKeys.clientInfo]: client.clientInfo,
      [claimKeys.capabilities]: client.capabilities,
    },
  };
}

/** Whether an answer to `server/discover` shows a server of the modern era that we can speak with (MCP basic/versioning). */
export function isModernAnswer(answer: Message): boolean {
  const body = parseAt(answer.bytes, answer.body);
  if (!isRecord(body)) return false;
  if (answer.kind === 'result') return namesRevision(body['supportedVersions']);
  const data = isRecord(body['data']) ? body['data'] : {};
  return body['code'] === modernCode.unsupportedVersion
    ? namesRevision(data['supported'])
    : body['code'] === modernCode.headerMismatch || body['code'] === modernCode.missingCapability;
}

/** Throws AppError when the server refused or answered nonsense. */
export function readDiscovered(serverName: string, answer: Message): Handshake {
  const body = parseAt(answer.bytes, answer.body);
  if (answer.kind === 'error' || !isRecord(body)) {
    const reason =
      isRecord(body) && typeof body['message'] === 'string' ? body['message'] : 'no reason given';
    throw new AppError('SERVER_FAILED', `"${serverName}" refused server/discover: ${reason}.`, {
      details: { server: serverName },
    });
  }
  const meta = isRecord(body['_meta']) ? body['_meta'] : {};
  const ofMeta = isRecord(meta[serverInfoKey]) ? meta[serverInfoKey] : {};
  const info = isRecord(body['serverInfo']) ? body['serverInfo'] : ofMeta;
  const capabilities = isRecord(body['capabilities']) ? body['capabilities'] : {};
  const instructions = typeof body['instructions'] === 'string' ? body['instructions'] : undefined;
  const serverInfo = {
    ...info,
    name: typeof info['name'] === 'string' ? info['name'] : serverName,
    version: typeof info['version'] === 'string' ? info['version'] : '',
  };
  const legacy = {
    protocolVersion: newestLegacyRevision,
    capabilities,
    serverInfo,
    ...(instructions === undefined ? {} : { instructions }),
  };
  return {
    text: JSON.stringify(legacy),
    protocolVersion: modernRevision,
    capabilities,
    serverInfo,
    instructions,
    era: 'modern',
  };
}

function namesRevision(versions: unknown): boolean {
  return Array.isArray(versions) && versions.includes(modernRevision);
}
