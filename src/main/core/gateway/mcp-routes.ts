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
  serverOf,
  sessionHeader,
  sessionIdOf,
  speaksOurVersion,
  takesPriming,
} from './mcp-headers.ts';
import { PostExchange } from './post-exchange.ts';

export interface McpRoutesOptions {
  readonly sessions: Sessions;
  /** Throws AppError SERVER_UNKNOWN when no server has this name. */
  readonly requireServer: (name: string) => void;
  readonly clock: Clock;
  readonly heartbeat: Heartbeat;
  readonly maxUnreadBytes: number;
}

/** The target of a request: a server's name, or null for all of them. */
type Target = string | null;

export function registerMcpRoutes(app: FastifyInstance, options: McpRoutesOptions): void {
  const routes = new McpRoutes(options);
  app.route({ method: 'POST', url: '/mcp', handler: (request, reply) => routes.post(request, reply, null) });
  app.route({ method: 'GET', url: '/mcp', handler: (request, reply) => routes.get(request, reply, null) });
  app.route({
    method: 'DELETE',
    url: '/mcp',
    handler: (request, reply) => routes.delete(request, reply, null),
  });
  const url = '/mcp/:server';
  app.route({
    method: 'POST',
    url,
    handler: (request, reply) => routes.post(request, reply, serverOf(request)),
  });
  app.route({
    method: 'GET',
    url,
    handler: (request, reply) => routes.get(request, reply, serverOf(request)),
  });
  app.route({
    method: 'DELETE',
    url,
    handler: (request, reply) => routes.delete(request, reply, serverOf(request)),
  });
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
    const { clock, heartbeat, maxUnreadBytes } = this.options;
    reply.hijack();
    startEventStream({
      response: reply.raw,
      stream,
      afterSequence: position?.sequence ?? null,
      isPrimed: takesPriming(request, session),
      headers: sessionHeader(session.id),
      clock,
      heartbeat,
      maxUnreadBytes,
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
    if (message.method === 'initialize') return { session: sessions.create(target), isTransient: false };
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
    const session = this.options.sessions.find(id, target);
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
    const { sessions, clock, heartbeat, maxUnreadBytes } = this.options;
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
      maxUnreadBytes,
      onEnd: () => {
        session.exchangeEnded(idText(message));
        if (isTransient) sessions.end(session);
      },
    });
    if (isTransient) reply.raw.on('close', () => sessions.end(session));
    session.receive(message, message.method === 'initialize' ? this.opening(exchange, session) : exchange);
  }

  /** An `initialize` that fails leaves no session behind. */
  private opening(exchange: PostExchange, session: Session): Exchange {
    return {
      send: (message) => exchange.send(message),
      finish: (answer) => {
        exchange.finish(answer);
        if (scanMessage(answer).kind === 'error') this.options.sessions.end(session);
      },
      abandon: () => {
        exchange.abandon();
        this.options.sessions.end(session);
      },
    };
  }
}

function sessionUnknown(): AppError {
  return new AppError('SESSION_UNKNOWN', 'Session not found', {
    expected: 'Go on with the session in the Mcp-Session-Id header, or send initialize.',
  });
}
