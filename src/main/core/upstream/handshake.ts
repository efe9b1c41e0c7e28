// Opening a server of the legacy era: what we say in `initialize`, and reading what comes back (MCP basic/lifecycle).
import { AppError } from '../../../shared/errors.ts';
import { isRecord } from '../../../shared/is-record.ts';
import { deferred } from '../deferred.ts';
import { askable, passedOn } from '../relay/capabilities.ts';
import type { ClientInfo, Exchange, Peer } from '../relay/types.ts';
import { parseAt, pickMembers, scanMessage, type Message } from '../relay/wire/message.ts';
import { resultFromText, splice } from '../relay/wire/edit.ts';
import { legacyRevisions, newestLegacyRevision } from '../relay/revisions.ts';
import type { Handshake } from './types.ts';

/** What a shared server is told: all that the gateway can pass on to some client. */
export function gatewayClient(version: string): ClientInfo {
  return {
    protocolVersion: newestLegacyRevision,
    capabilities: { ...askable, roots: { listChanged: true }, extensions: passedOn },
    clientInfo: { name: 'patchbay', version },
  };
}

/** For a session that is opened only to see whether it can be. */
export function deafPeer(client: ClientInfo): Peer {
  return {
    id: 'start',
    client,
    send: () => undefined,
    ask: () => '',
    withdraw: () => undefined,
  };
}

/** The answer to `initialize` as a Handshake. Throws AppError when the server refused or answered nonsense. */
export function readHandshake(serverName: string, answer: Message): Handshake {
  const body = parseAt(answer.bytes, answer.body);
  if (answer.kind === 'error') {
    const message =
      isRecord(body) && typeof body['message'] === 'string' ? body['message'] : 'no reason given';
    throw new AppError('SERVER_FAILED', `"${serverName}" refused initialize: ${message}.`, {
      details: { server: serverName },
    });
  }
  if (!isRecord(body) || typeof body['protocolVersion'] !== 'string' || answer.body === null) {
    throw new AppError('SERVER_FAILED', `"${serverName}" answered initialize without a protocolVersion.`, {
      details: { server: serverName },
    });
  }
  const info = isRecord(body['serverInfo']) ? body['serverInfo'] : {};
  return {
    text: answer.bytes.toString('utf8', answer.body.start, answer.body.end),
    protocolVersion: body['protocolVersion'],
    capabilities: isRecord(body['capabilities']) ? body['capabilities'] : {},
    serverInfo: { name: textOr(info['name'], serverName), version: textOr(info['version'], '') },
    instructions: typeof body['instructions'] === 'string' ? body['instructions'] : undefined,
    era: 'legacy',
  };
}

/**
 * The server's own answer to `initialize` under a client's id, in the revision that the client asked for, or the older
 * one that the server speaks: what is newer it would not do.
 */
export function initializeAnswer(id: string, handshake: Handshake, asked: string): Buffer {
  const known = legacyRevisions.includes(asked) ? asked : newestLegacyRevision;
  const revision = olderOf(known, handshake.protocolVersion);
  const text = Buffer.from(handshake.text);
  const { protocolVersion: span } = pickMembers(text, { start: 0, end: text.length }, ['protocolVersion']);
  return resultFromText(
    id,
    span === undefined ? text : splice(text, [{ span, text: JSON.stringify(revision) }]),
  );
}

/** An exchange whose answer is awaited here. Rejects with `abandoned` when no answer will come. */
export function awaitedExchange(abandoned: () => AppError): { exchange: Exchange; answer: Promise<Message> } {
  const { promise, resolve, reject } = deferred<Message>();
  // Whoever needs the answer awaits it; a failure that nobody awaits any more is not a crash.
  promise.catch(() => undefined);
  return {
    exchange: {
      send: () => undefined,
      finish: (answer) => resolve(scanMessage(answer)),
      abandon: () => reject(abandoned()),
    },
    answer: promise,
  };
}

function olderOf(revision: string, other: string): string {
  return legacyRevisions.indexOf(other) > legacyRevisions.indexOf(revision) ? other : revision;
}

function textOr(value: unknown, fallback: string): string {
  return typeof value === 'string' ? value : fallback;
}
