// HTTP+SSE towards clients of before 2025 (MCP 2024-11-05, basic/transports): the stream for all servers, and where messages
// are POSTed. The stream of one server is opened on `GET /mcp/:server`, which is told apart with the other uses of it.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { scanMessage } from '../relay/wire/message.ts';
import { sendFailure, sendInvalid } from './answers.ts';
import { accessOf } from './callers.ts';
import { accepts, speaksOurVersion, targetOf } from './mcp-headers.ts';
import type { SseSessions } from './sse-sessions.ts';

/** `GET /sse`, `POST /messages` and `POST /mcp/:server/messages`. */
export function registerSseRoutes(app: FastifyInstance, sse: SseSessions): void {
  app.get('/sse', (request, reply) => {
    if (accepts(request, 'text/event-stream')) openSse(request, reply, null, sse);
    else sendInvalid(reply, 406, 'GET opens an event stream: send "Accept: text/event-stream".');
  });
  app.post('/sse', (_request, reply) => {
    const text = 'Messages are POSTed to the address in the first event of GET /sse, or to /mcp.';
    sendInvalid(reply, 405, text, { allow: 'GET' });
  });
  for (const url of ['/messages', '/mcp/:server/messages'])
    app.post(url, (request, reply) => postMessage(request, reply, sse));
}

/** Opens a session that lasts as long as its stream; the request's target must be there. */
export function openSse(
  request: FastifyRequest,
  reply: FastifyReply,
  target: string | null,
  sse: SseSessions,
): void {
  if (!speaksOurVersion(request, reply)) return;
  // Gone before it began: there is nobody to open a session for.
  if (reply.raw.destroyed) return;
  try {
    sse.open(reply.raw, target, accessOf(request));
    reply.hijack();
  } catch (error) {
    sendFailure(reply, error);
  }
}

function postMessage(request: FastifyRequest, reply: FastifyReply, sse: SseSessions): void {
  try {
    const { sessionId } = request.query as { readonly sessionId?: unknown };
    if (typeof sessionId !== 'string') {
      sendInvalid(
        reply,
        400,
        'The address lacks its sessionId: POST to the one in the stream’s first event.',
      );
      return;
    }
    const session = sse.require(sessionId, targetOf(request), accessOf(request));
    if (!speaksOurVersion(request, reply)) return;
    const message = scanMessage(request.body instanceof Buffer ? request.body : Buffer.alloc(0));
    sse.admit(message);
    void reply.code(202).send();
    sse.receive(session, message);
  } catch (error) {
    sendFailure(reply, error);
  }
}
