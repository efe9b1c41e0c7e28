// MCP over HTTP towards clients: POST, GET and DELETE on `/mcp` and `/mcp/:server` (MCP basic/transports). Tells apart what
// came; who it belongs to and how it is answered is told elsewhere, everything else is the relay's.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Session } from '../relay/session.ts';
import { idText, scanMessage } from '../relay/wire/message.ts';
import { modernRevision } from '../relay/modern/discovery.ts';
import { sendFailure, sendInvalid } from './answers.ts';
import { postBatch } from './batch-post.ts';
import { isBatch } from './batch.ts';
import { accessOf } from './callers.ts';
import { startEventStream } from './event-stream.ts';
import {
  accepts,
  sessionHeader,
  sessionIdOf,
  speaksOurVersion,
  takesPriming,
  targetOf,
} from './mcp-headers.ts';
import type { McpReply, McpRequest } from './mcp-message.ts';
import { isModern } from './modern-headers.ts';
import { modernPost, type ModernPostOptions } from './modern-post.ts';
import { SessionLookup, sessionUnknown, type Target } from './session-lookup.ts';
import { postToSession, type SessionPostOptions } from './session-post.ts';
import { openSse } from './sse-routes.ts';
import type { SseSessions } from './sse-sessions.ts';

export interface McpRoutesOptions extends SessionPostOptions, ModernPostOptions {
  /** Throws AppError SERVER_UNKNOWN when no server has this name. */
  readonly requireServer: (name: string) => void;
  readonly sse: SseSessions;
}

/** POST, GET and DELETE on both routes (MCP basic/transports, Streamable HTTP). */
export function registerMcpRoutes(app: FastifyInstance, options: McpRoutesOptions): McpRoutes {
  const routes = new McpRoutes(options);
  for (const url of ['/mcp', '/mcp/:server']) {
    app.post(url, (request, reply) => {
      const body = request.body instanceof Buffer ? request.body : Buffer.alloc(0);
      routes.post(request, reply, body, targetOf(request));
    });
    app.get(url, (request, reply) => routes.get(request, reply, targetOf(request)));
    app.delete(url, (request, reply) => routes.delete(request, reply, targetOf(request)));
  }
  return routes;
}

export class McpRoutes {
  private readonly options: McpRoutesOptions;
  private readonly lookup: SessionLookup;

  constructor(options: McpRoutesOptions) {
    this.options = options;
    this.lookup = new SessionLookup(options.sessions, options.requireServer);
  }

  /** Whoever sent this has been let pass; never throws. */
  post(request: McpRequest, reply: McpReply, body: Buffer, target: Target): void {
    let id: string | undefined;
    try {
      if (isBatch(body)) {
        postBatch(request, reply, body, target, { ...this.options, lookup: this.lookup });
        return;
      }
      const message = scanMessage(body);
      if (message.kind === 'request') {
        id = idText(message);
        this.options.traffic.admit();
      }
      if (isModern(message, request.headers)) {
        if (target !== null) this.options.requireServer(target);
        modernPost(request, reply, message, target, this.options);
        return;
      }
      const found = this.lookup.forPost(request, reply, message, target);
      if (found !== null) postToSession(request, reply, message, found, this.options);
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
      this.options.traffic.admit();
      if (sessionIdOf(request) === undefined) {
        this.lookup.requireTarget(target);
        if (target !== null && request.headers['mcp-protocol-version'] !== modernRevision) {
          openSse(request, reply, target, this.options.sse);
          return;
        }
        const text =
          'An event stream belongs to a session: send its Mcp-Session-Id, after initialize by POST.';
        sendInvalid(reply, 405, text, { allow: 'POST' });
        return;
      }
      if (!speaksOurVersion(request, reply)) return;
      const session = this.lookup.known(request, reply, target);
      if (session !== null) this.openStream(request, reply, session);
    } catch (error) {
      sendFailure(reply, error);
    }
  }

  delete(request: FastifyRequest, reply: FastifyReply, target: Target): void {
    try {
      if (!speaksOurVersion(request, reply)) return;
      const id = sessionIdOf(request);
      const ended = id === undefined ? null : this.options.sessions.terminate(id, target, accessOf(request));
      if (ended !== null) {
        void ended.then(() => reply.code(200).send());
        return;
      }
      this.lookup.requireTarget(target);
      if (id !== undefined) throw sessionUnknown();
      sendInvalid(reply, 400, 'DELETE ends a session: send its Mcp-Session-Id.');
    } catch (error) {
      sendFailure(reply, error);
    }
  }

  private openStream(request: FastifyRequest, reply: FastifyReply, session: Session): void {
    const lastEventId = request.headers['last-event-id'];
    const position =
      typeof lastEventId === 'string'
        ? session.streams.resume(lastEventId)
        : { stream: session.streams.standalone, afterSequence: null };
    if (position === null) {
      // Clients come back for a stream that ended without an answer until they get this.
      sendInvalid(reply, 405, 'That event stream has ended.', { allow: 'POST' });
      return;
    }
    const { bounds, clock, heartbeat, traffic } = this.options;
    const { streams } = session;
    if (streams.listening >= bounds.get('streamsPerSession')) {
      const many = `This session has ${streams.listening} event streams open already.`;
      throw bounds.refusal('streamsPerSession', many, { instead: 'Close some of them' });
    }
    const response = reply.raw;
    reply.hijack();
    streams.listening++;
    const isStandalone = position.stream === streams.standalone;
    if (isStandalone) session.noteListening();
    traffic.stream({ response, isNeeded: () => session.isAnswering, end: () => response.end() });
    startEventStream({
      response,
      ...position,
      isPrimed: takesPriming(request, session),
      headers: sessionHeader(session.id),
      clock,
      heartbeat,
      onClosed: () => {
        streams.listening--;
        if (isStandalone) session.noteListening();
        session.touch();
      },
    });
  }
}
