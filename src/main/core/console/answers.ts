// Failures of the console as HTTP answers, and the headers that every answer carries. One place for both.
import type { FastifyReply } from 'fastify';
import { AppError, errorTable, toAppError, toErrorView } from '../../../shared/errors.ts';
import { retryHeaders } from '../http-guards/too-many.ts';
import type { Logger } from '../ports.ts';
import { pageContentSecurityPolicy } from './csp.ts';

/** Nothing is kept, guessed at, framed or embedded by another site, and no address is told to one. */
export const safeHeaders = {
  'content-security-policy': pageContentSecurityPolicy,
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

/** Answers `{ error: ErrorView }` with the status of its code; a mistake of our own is logged too. */
export function sendError(reply: FastifyReply, thrown: unknown, logger: Logger): FastifyReply {
  const error = fromFramework(thrown);
  const view = toErrorView(error);
  if (view.code === 'INTERNAL') logger.error(`console: ${stackOf(error)}`);
  reply.headers(retryHeaders(toAppError(error)));
  return reply.code(errorTable[view.code].status).send({ error: view });
}

/** Fastify's own refusals in our words; anything else as it is. */
function fromFramework(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || !('statusCode' in thrown) || thrown instanceof AppError) return thrown;
  if (thrown.statusCode === 413) {
    return new AppError('MESSAGE_TOO_LARGE', 'The input is too large.', { cause: thrown });
  }
  if (thrown.statusCode === 415) {
    return new AppError('BAD_REQUEST', 'The content type is not application/json.', {
      expected: 'Send the input as JSON with content-type application/json.',
    });
  }
  if (typeof thrown.statusCode !== 'number' || thrown.statusCode >= 500) return thrown;
  return new AppError('BAD_REQUEST', thrown.message, { cause: thrown });
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
