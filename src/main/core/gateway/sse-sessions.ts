// Client sessions of the HTTP+SSE transport (MCP 2024-11-05, basic/transports): each lives exactly as long as its stream.
// Their ids are apart from those of Streamable HTTP, and mean nothing on another route.
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../ports.ts';
import type { Session } from '../relay/session.ts';
import type { Sessions } from '../relay/sessions.ts';
import type { Exchange } from '../relay/types.ts';
import type { Message } from '../relay/wire/message.ts';
import type { Heartbeat } from './heartbeat.ts';
import type { Target } from './session-lookup.ts';
import { SseStream } from './sse-stream.ts';

export interface SseSessionsOptions {
  readonly sessions: Sessions;
  readonly clock: Clock;
  readonly heartbeat: Heartbeat;
}

export class SseSessions {
  private readonly options: SseSessionsOptions;
  private readonly byId = new Map<string, Session>();

  constructor(options: SseSessionsOptions) {
    this.options = options;
  }

  /** Throws AppError LIMIT_REACHED at gateway.maxSessions, GATEWAY_STOPPING; nothing is written then. */
  open(response: ServerResponse, target: Target): void {
    const { sessions } = this.options;
    const session = sessions.create(target);
    const id = randomUUID();
    this.byId.set(id, session);
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
    standalone.attach(stream, null);
  }

  /** Throws AppError SESSION_UNKNOWN where there is none of this id on this route (any more). */
  require(id: string, target: Target): Session {
    const session = this.byId.get(id);
    if (session?.target === target) return session;
    throw new AppError('SESSION_UNKNOWN', 'Session not found: its event stream has ended, or is another.', {
      expected: `Open a stream with GET ${streamPath(target)}, and POST to the address in its first event.`,
    });
  }

  /** A message that the client POSTed; all that comes of it goes to the stream. */
  receive(session: Session, message: Message): void {
    const exchange: Exchange = {
      send: (part) => session.send(part),
      finish: (answer) => session.send(answer),
      abandon: () => undefined,
    };
    session.receive(message, message.kind === 'request' ? exchange : null);
  }
}

function streamPath(target: Target): string {
  return target === null ? '/sse' : `/mcp/${encodeURIComponent(target)}`;
}

function messagesPath(target: Target): string {
  return target === null ? '/messages' : `/mcp/${encodeURIComponent(target)}/messages`;
}
