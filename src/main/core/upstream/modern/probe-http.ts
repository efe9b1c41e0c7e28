// Which era a server behind a URL speaks: a modern request, and what its answer shows (MCP 2026-07-28,
// basic/transports/streamable-http, backward compatibility).
import { isRecord } from '../../../../shared/is-record.ts';
import { modernRevision } from '../../relay/modern/discovery.ts';
import { legacyRevisions } from '../../relay/revisions.ts';
import type { ClientInfo } from '../../relay/types.ts';
import { requestMessage } from '../../relay/wire/edit.ts';
import { parseAt, scanIfMessage, type Message } from '../../relay/wire/message.ts';
import { hasType, isEventStream, readEvents } from '../http/event-reader.ts';
import { noSession, type HttpAnswer, type HttpTransport } from '../http/transport.ts';
import type { UrlKind } from '../http/url-kind.ts';
import { discoverParams, isModernAnswer } from './discovered.ts';

export interface Probed {
  readonly kind: UrlKind;
  /** The answer to `server/discover`, where it was one. */
  readonly discovered: Message | null;
}

/** How long the first event of a stream may take, in milliseconds. */
const firstEventMs = 3000;

/** Rejects with AppError when nothing can be told: not reachable, not allowed, or broken. */
export async function probeHttp(
  transport: HttpTransport,
  client: ClientInfo,
  signal: AbortSignal,
): Promise<Probed> {
  const request = requestMessage('"discover"', 'server/discover', discoverParams(client));
  const headers = { 'mcp-protocol-version': modernRevision, 'mcp-method': 'server/discover' };
  const answer = await transport.postModern(request, headers, signal);
  if (tellsNothing(answer)) throw await transport.refused(answer);
  const { statusCode } = answer;
  const message = await readMessage(transport, answer);
  if (message !== null && isModernAnswer(message))
    return { kind: 'modern', discovered: message.kind === 'result' ? message : null };
  const mayBeOld = message === null && [400, 404, 405].includes(statusCode);
  return { kind: mayBeOld && (await isSse(transport, signal)) ? 'sse' : 'streamable', discovered: null };
}

/** Whether a server of the modern era serves legacy sessions too. Rejects with AppError when nothing can be told. */
export async function servesSessions(
  transport: HttpTransport,
  client: ClientInfo,
  signal: AbortSignal,
): Promise<boolean> {
  // The server is known to be modern, so the headers of that era are not unknown to it.
  const headers = { 'mcp-method': 'initialize' };
  const answer = await transport.postModern(
    requestMessage('"initialize"', 'initialize', client),
    headers,
    signal,
  );
  if (tellsNothing(answer)) throw await transport.refused(answer);
  const message = await readMessage(transport, answer);
  const { 'mcp-session-id': sessionId } = answer.headers;
  if (message?.kind === 'result' && typeof sessionId === 'string')
    transport.end({ sessionId, protocolVersion: null }, signal).catch(() => undefined);
  return message?.kind === 'result' && legacyRevisions.includes(openedWith(message));
}

/** The revision that a server opens a session with. A modern one that answers whatever it is asked gives none of them. */
function openedWith(answer: Message): string {
  const result = parseAt(answer.bytes, answer.body);
  return isRecord(result) && typeof result['protocolVersion'] === 'string' ? result['protocolVersion'] : '';
}

function tellsNothing({ statusCode }: HttpAnswer): boolean {
  return [401, 403, 429].includes(statusCode) || statusCode >= 500;
}

/** The transport of 2024-11-05 begins a stream with an event that names where to POST to. */
async function isSse(transport: HttpTransport, signal: AbortSignal): Promise<boolean> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(firstEventMs)]);
  let isFound = false;
  let isOver = false;
  try {
    const answer = await transport.listen(noSession, null, patience);
    if (answer.statusCode !== 200 || !isEventStream(answer)) {
      answer.body.dump({ limit: 65_536 }).catch(() => undefined);
      return false;
    }
    const onMessage = (): void => {
      isOver = true;
    };
    const onOther = (event: string): void => {
      isOver = true;
      isFound = event === 'endpoint';
    };
    await readEvents(transport, answer, { lastEventId: null, retryMs: null }, onMessage, () => isOver, {
      onOther,
    });
  } catch {
    // Silent, or gone: not that transport.
  }
  return isFound;
}

async function readMessage(transport: HttpTransport, answer: HttpAnswer): Promise<Message | null> {
  if (hasType(answer, 'application/json')) return scanIfMessage(await transport.readBody(answer));
  if (!isEventStream(answer)) {
    answer.body.dump({ limit: 65_536 }).catch(() => undefined);
    return null;
  }
  let found: Message | null = null;
  const onEvent = (bytes: Buffer): void => {
    const message = scanIfMessage(bytes);
    if (message?.kind === 'result' || message?.kind === 'error') found ??= message;
  };
  await readEvents(transport, answer, { lastEventId: null, retryMs: null }, onEvent, () => found !== null);
  return found;
}
