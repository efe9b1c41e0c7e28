// Client sessions of the HTTP+SSE transport (MCP 2024-11-05, basic/transports): each lives exactly as long as its stream.
// Their ids are apart from those of Streamable HTTP, and mean nothing on another route.
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { AppError } from '../../../shared/errors.ts';
import type { Bounds } from '../bounds/bounds.ts';
import type { Clock } from '../ports.ts';
import type { Access } from '../relay/access.ts';
import { claimedVersionSpan } from '../relay/modern/claim.ts';
import { failureMessage } from '../relay/rpc-errors.ts';
import type { Session } from '../relay/session.ts';
import type { Sessions } from '../relay/sessions.ts';
import type { Exchange } from '../relay/types.ts';
import { errorMessage } from '../relay/wire/edit.ts';
import { idText, rpcCode, type Message } from '../relay/wire/message.ts';
import type { Heartbeat } from './heartbeat.ts';
import type { Target } from './session-lookup.ts';
import { SseStream } from './sse-stream.ts';
import type { Traffic } from './traffic.ts';

export interface SseSessionsOptions {
  readonly bounds: Bounds;
  readonly sessions: Sessions;
  readonly clock: Clock;
  readonly heartbeat: Heartbeat;
  readonly traffic: Traffic;
}

/** A session and the one response that carries all its messages. */
export interface SseSession {
  readonly session: Session;
  readonly response: ServerResponse;
}

export class SseSessions {
  private readonly options: SseSessionsOptions;
  private readonly byId = new Map<string, SseSession>();

  constructor(options: SseSessionsOptions) {
    this.options = options;
  }

  /** Throws AppError LIMIT_REACHED at gateway.maxSessions, GATEWAY_STOPPING; nothing is written then. */
  open(response: ServerResponse, target: Target, access: Access): void {
    const { sessions, traffic } = this.options;
    traffic.admit();
    const session = sessions.createPassing(target, access);
    const id = randomUUID();
    this.byId.set(id, { session, response });
    const { standalone } = session.streams;
    const stream = new SseStream({
      ...this.options,
      response,
      endpoint: `${messagesPath(target)}?sessionId=${id}`,
      onClosed: () => {
        this.byId.delete(id);
        standalone.detach(stream);
        sessions.end(session);
      },
    });
    traffic.stream({ response, isNeeded: () => session.isAnswering, end: () => response.end() });
    standalone.attach(stream, null);
  }

  /** Throws AppError SESSION_UNKNOWN where there is none of this id on this route (any more), or it is somebody else's. */
  require(id: string, target: Target, access: Access): SseSession {
    const found = this.byId.get(id);
    if (found?.session.target === target && found.session.owner === access.owner) return found;
    throw new AppError('SESSION_UNKNOWN', 'Session not found: its event stream has ended, or is another.', {
      expected: `Open a stream with GET ${streamPath(target)}, and POST to the address in its first event.`,
    });
  }

  /** Throws AppError GATEWAY_STOPPING for a request that comes too late. */
  admit({ kind }: Message): void {
    if (kind === 'request') this.options.traffic.admit();
  }

  /** A message that the client POSTed; all that comes of it goes to the stream. */
  receive({ session, response }: SseSession, message: Message): void {
    if (message.kind !== 'request') {
      session.receive(message, null);
      return;
    }
    const exchange: Exchange = {
      send: (part) => session.send(part),
      room: () => session.room(),
      finish: (answer) => session.send(answer),
      abandon: () => undefined,
    };
    const refusal = refusalOf(message);
    if (refusal === null)
      session.receive(
        message,
        this.options.traffic.call({
          message,
          caller: session,
          door: 'sse',
          target: session.target,
          exchange,
          response,
        }),
      );
    else exchange.finish(refusal);
  }
}

/** This transport is of the legacy era alone. A modern server behind it would answer, and be taken for one that speaks it. */
function refusalOf(message: Message): Buffer | null {
  const id = idText(message);
  try {
    if (claimedVersionSpan(message) === undefined) return null;
    const text = 'HTTP+SSE has sessions only: send initialize, or POST this message to /mcp or /mcp/:server.';
    return errorMessage(id, { code: rpcCode.methodNotFound, message: text });
  } catch (error) {
    return failureMessage(id, error);
  }
}

function streamPath(target: Target): string {
  return target === null ? '/sse' : `/mcp/${encodeURIComponent(target)}`;
}

function messagesPath(target: Target): string {
  return target === null ? '/messages' : `/mcp/${encodeURIComponent(target)}/messages`;
}
