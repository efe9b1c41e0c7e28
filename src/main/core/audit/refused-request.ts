// What the audit log says of a request that was turned away, at either port. The address is named by its route: what a
// stranger puts into it may be a login link's secret.
import type { FastifyRequest } from 'fastify';
import type { AppError, ErrorCode } from '../../../shared/errors.ts';
import type { Audit } from './audit.ts';

export type Port = 'gateway' | 'console';

const actions: Readonly<Partial<Record<ErrorCode, string>>> = {
  FORBIDDEN_HOST: 'foreign host',
  FORBIDDEN_ORIGIN: 'foreign origin',
  INSUFFICIENT_SCOPE: 'insufficient scope',
  TOO_MANY_REQUESTS: 'too many requests',
};

/** Errors that are no refusals are passed over. `subject`: which token came, where it is known. */
export function recordRefusal(
  audit: Audit,
  port: Port,
  request: Pick<FastifyRequest, 'ip' | 'method' | 'headers' | 'is404' | 'routeOptions'>,
  error: AppError,
  subject?: string,
): void {
  const { authorization, cookie } = request.headers;
  const hasTried = authorization !== undefined || (port === 'console' && cookie !== undefined);
  const action =
    error.code === 'UNAUTHORIZED' ? (hasTried ? 'wrong secret' : 'no secret') : actions[error.code];
  if (action === undefined) return;
  const route = request.is404 ? undefined : request.routeOptions.url;
  audit.record({
    kind: 'refusal',
    action,
    by: `${port} ${request.ip}`,
    reason: error.code,
    ...(subject === undefined ? {} : { subject }),
    // Not among what is told apart: a stranger may change it each time.
    details: {
      method: request.method,
      ...(route === undefined ? {} : { route }),
      message: error.message,
    },
  });
}
