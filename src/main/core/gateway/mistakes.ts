// What the gateway answers where a route failed or there is none.
import type { FastifyError, FastifyInstance } from 'fastify';
import { AppError } from '../../../shared/errors.ts';
import type { Logger } from '../ports.ts';
import { sendFailure, sendInvalid, sendPlainFailure } from './answers.ts';

/** Sets both handlers; routes with a scope of their own may have others. */
export function answerMistakes(app: FastifyInstance, logger: Logger): void {
  app.setErrorHandler((error: FastifyError | AppError, _request, reply) => {
    if (error instanceof AppError) {
      // Fastify would end the connection, and a client that is still sending would lose the answer. So the rest of a body
      // that is too large is read and dropped, until the request's time is over.
      sendFailure(reply.removeHeader('connection'), error);
      return;
    }
    switch (error.code) {
      case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
        sendInvalid(reply, 415, 'The body must be JSON: send "Content-Type: application/json".');
        break;
      case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
        sendInvalid(reply, 400, 'The body does not have the length that Content-Length says.');
        break;
      default:
        if ((error.statusCode ?? 500) >= 500) logger.error(`A request failed: ${error.message}`);
        sendPlainFailure(
          reply,
          (error.statusCode ?? 500) >= 500 ? error : new AppError('BAD_REQUEST', error.message),
        );
    }
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0]?.slice(0, 200) ?? '';
    sendPlainFailure(
      reply,
      new AppError('NOT_FOUND', `There is nothing at ${request.method} ${path}.`, {
        expected: 'MCP is at /mcp and /mcp/<server>.',
      }),
    );
  });
}
