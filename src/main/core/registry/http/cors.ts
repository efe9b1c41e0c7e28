// Lets pages of allowed origins read the answers of the registration routes (S3.4). Others are refused before.
import type { FastifyInstance } from 'fastify';
import { headerOf } from './read-request.ts';

const exposed = 'X-Session-ID, X-MCP-Server';

/** Adds the headers for browsers to all answers of `scope`. */
export function allowOrigins(scope: FastifyInstance, isAllowed: (origin: string) => boolean): void {
  scope.addHook('onRequest', (request, reply, next) => {
    const origin = headerOf(request, 'origin');
    reply.header('vary', 'Origin');
    if (origin !== undefined && isAllowed(origin)) {
      reply.headers({ 'access-control-allow-origin': origin, 'access-control-expose-headers': exposed });
    }
    next();
  });
}

/** Answers the question that browsers ask before a request (Fetch, CORS-preflight). */
export function answerPreflight(scope: FastifyInstance, path: string, method: 'GET' | 'POST'): void {
  scope.options(path, (request, reply) => {
    const asked = headerOf(request, 'access-control-request-headers');
    void reply
      .code(204)
      .headers({
        allow: `${method}, OPTIONS`,
        'access-control-allow-methods': `${method}, OPTIONS`,
        'access-control-allow-headers': asked ?? 'Content-Type, Authorization, Prefer, X-Session-ID',
        'access-control-max-age': '600',
      })
      .send();
  });
}
