// Streamable HTTP towards clients (MCP basic/transports): POST, GET and DELETE on `/mcp` and `/mcp/:server`.
// Finds or makes the session and hands the message over; everything else is the relay's.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../ports.ts';
import { parseEventId } from '../relay/client-stream.ts';
import type { Session } from '../relay/session.ts';
import type { Sessions } from '../relay/sessions.ts';
import type { Exchange } from '../relay/types.ts';
import { idText, scanMessage, type Message } from '../relay/wire/message.ts';
import { sendFailure, sendInvalid } from './answers.ts';
import { startEventStream } from './event-stream.ts';
import type { Heartbeat } from './heartbeat.ts';
import {
  accepts,
  sessionHeader,
  sessionIdOf,
  speaksOurVersion,
  takesPriming,
  targetOf,
} from './mcp-headers.ts';
import { PostExchange } from './post-exchange.ts';

export interface McpRoutesOptions {
  readonly sessions: Sessions;
  /** Throws AppError SERVER_UNKNOWN when no server has this name. */
  readonly requireServer: (name: string) => void;
  readonly clock: Clock;
  readonly heartbeat: Heartbeat;
}

/** The target of a request: a server's name, or null for all of them. */
type Target = string | null;

/** POST, GET and DELETE on both routes (MCP basic/transports, Streamable HTTP). */
export function registerMcpRoutes(app: FastifyInstance, options: McpRoutesOptions): void {
  const routes = new McpRoutes(options);
  for (const url of ['/mcp', '/mcp/:server']) {
    app.post(url, (request, reply) => routes.post(request, reply, targetOf(request)));
    app.get(url, (request, reply) => routes.get(request, reply, targetOf(request)));
    app.delete(url, (request, reply) => routes.delete(request, reply, targetOf(request)));
  }
}

class McpRoutes {
  private readonly options: McpRoutesOptions;

  constructor(options: McpRoutesOptions) {
    this.options = options;
  }

  post(request: FastifyRequest, reply: FastifyReply, target: Target): void {
    let id: string | undefined;
    try {
      if (target !== null) this.options.requireServer(target);
      const message = scanMessage(request.body instanceof Buffer ? request.body : Buffer.alloc(0));
      if (message.kind === 'request') id = idText(message);
      const found = this.sessionFor(request, reply, message, target);
      if (found !== null) this.handOver(request, reply, message, found.session, found.isTransient);
    } catch (error) {
      sendFailure(reply, error, id);
    }
  }

  get(request: FastifyRequest, reply: FastifyReply, target: Target): void {
    if (!accepts(request, 'text/event-stream')) {
      sendInvalid(reply, 406, 'GET opens an event stream: send "Accept: text/event-stream".');
      return;
    }
    try {
      if (target !== null) this.options.requireServer(target);
      if (sessionIdOf(request) === undefined) {
        const text =
          'An event stream belongs to a session: send its Mcp-Session-Id, after initialize by POST.';
        sendInvalid(reply, 405, text, { allow: 'POST' });
        return;
      }
      if (!speaksOurVersion(request, reply)) return;
      const session = this.knownSession(request, reply, target);
      if (session !== null) this.openStream(request, reply, session);
    } catch (error) {
      sendFailure(reply, error);
    }
  }

  delete(request: FastifyRequest, reply: FastifyReply, target: Target): void {
    try {
      if (target !== null) this.options.requireServer(target);
      if (!speaksOurVersion(request, reply)) return;
      const id = sessionIdOf(request);
      if (id === undefined) {
        sendInvalid(reply, 400, 'DELETE ends a session: send its Mcp-Session-Id.');
        return;
      }
      const session = this.options.sessions.find(id, target);
      if (session === undefined) throw sessionUnknown();
      this.options.sessions.terminate(session);
      void reply.code(200).send();
    } catch (error) {
      sendFailure(reply, error);
    }
  }

  private openStream(request: FastifyRequest, reply: FastifyReply, session: Session): void {
    const lastEventId = request.headers['last-event-id'];
    const position = typeof lastEventId === 'string' ? parseEventId(lastEventId) : null;
    const stream = position === null ? session.standalone : session.findStream(position.streamId);
    if (stream === undefined || (position !== null && stream.isSpent(position.sequence))) {
      // Clients come back for a stream that ended without an answer until they get this.
      sendInvalid(reply, 405, 'That event stream has ended.', { allow: 'POST' });
      return;
    }
    const { clock, heartbeat } = this.options;
    reply.hijack();
    startEventStream({
      response: reply.raw,
      stream,
      afterSequence: position?.sequence ?? null,
      isPrimed: takesPriming(request, session),
      headers: sessionHeader(session.id),
      clock,
      heartbeat,
      onClosed: () => session.touch(),
    });
  }

  private sessionFor(
    request: FastifyRequest,
    reply: FastifyReply,
    message: Message,
    target: Target,
  ): { session: Session; isTransient: boolean } | null {
    const { sessions } = this.options;
    if (isOpening(message)) return { session: sessions.create(target), isTransient: false };
    if (!speaksOurVersion(request, reply)) return null;
    if (sessionIdOf(request) !== undefined) {
      const session = this.knownSession(request, reply, target);
      return session === null ? null : { session, isTransient: false };
    }
    if (request.headers['mcp-protocol-version'] !== undefined) {
      sendInvalid(reply, 400, 'The Mcp-Session-Id header is missing: send initialize first.');
      return null;
    }
    // Old clients know no sessions: one for this message alone.
    return { session: sessions.create(target), isTransient: true };
  }

  /** The session that the request names; otherwise answers 404 with a fresh id that works at once (S4.3). */
  private knownSession(request: FastifyRequest, reply: FastifyReply, target: Target): Session | null {
    const id = sessionIdOf(request) ?? '';
    const session = this.options.sessions.findOrAdmit(id, target);
    if (session !== undefined) return session;
    sendFailure(reply, sessionUnknown(), 'null', sessionHeader(this.options.sessions.offer(id, target)));
    return null;
  }

  private handOver(
    request: FastifyRequest,
    reply: FastifyReply,
    message: Message,
    session: Session,
    isTransient: boolean,
  ): void {
    const { sessions, clock, heartbeat } = this.options;
    const headers = isTransient ? {} : sessionHeader(session.id);
    if (message.kind !== 'request') {
      session.receive(message, null);
      if (isTransient) sessions.end(session);
      void reply.code(202).headers(headers).send();
      return;
    }
    reply.hijack();
    const exchange = new PostExchange({
      response: reply.raw,
      session,
      acceptsStream: !isTransient && accepts(request, 'text/event-stream'),
      takesPriming: () => takesPriming(request, session),
      headers,
      clock,
      heartbeat,
      onEnd: () => {
        session.exchangeEnded(idText(message));
        if (isTransient) sessions.end(session);
      },
    });
    if (isTransient) reply.raw.on('close', () => sessions.end(session));
    session.receive(message, isOpening(message) ? this.opening(exchange, session) : exchange);
  }

  /** An `initialize` that fails leaves no session behind. */
  private opening(exchange: PostExchange, session: Session): Exchange {
    return {
      send: (message) => exchange.send(message),
      finish: (answer) => {
        const isOpen = scanMessage(answer).kind === 'result';
        exchange.finish(answer, isOpen ? sessionHeader(session.id) : {});
        if (!isOpen) this.options.sessions.end(session);
      },
      abandon: () => {
        exchange.abandon();
        this.options.sessions.end(session);
      },
    };
  }
}

function isOpening({ kind, method }: Message): boolean {
  return kind === 'request' && method === 'initialize';
}

function sessionUnknown(): AppError {
  return new AppError('SESSION_UNKNOWN', 'Session not found.', {
    expected: 'Go on with the session in the Mcp-Session-Id header, or send initialize.',
  });
}
