// Fastify's logger (pino's shape) on ours, so that what Fastify says stands in the same log.
// Its info lines are one per request and belong to the curious: they become debug.
import { format } from 'node:util';
import type { FastifyBaseLogger } from 'fastify';
import { isRecord } from '../../../shared/is-record.ts';
import type { Logger } from '../ports.ts';

/** For Fastify's `loggerInstance`. */
export function fastifyLogger(logger: Logger, requestId = ''): FastifyBaseLogger {
  const suffix = requestId === '' ? '' : ` (${requestId})`;
  const to =
    (write: (message: string) => void) =>
    (...args: readonly unknown[]): void =>
      write(textOf(args) + suffix);
  const debug = to((message) => logger.debug(message));
  const error = to((message) => logger.error(message));
  return {
    level: 'debug',
    fatal: error,
    error,
    warn: to((message) => logger.warn(message)),
    info: debug,
    debug,
    trace: () => {},
    silent: () => {},
    child: (bindings) => fastifyLogger(logger, String(bindings['reqId'] ?? requestId)),
  };
}

/** `(message, …values)` or `(facts, message, …values)`, of the facts only an error and the request's line. */
function textOf([first, ...rest]: readonly unknown[]): string {
  if (typeof first === 'string') return format(first, ...rest);
  const facts = isRecord(first) ? first : {};
  const error = first instanceof Error ? first : facts['err'];
  const trace = error instanceof Error ? (error.stack ?? error.message) : '';
  const message = rest.length === 0 ? '' : format(...rest);
  const parts = [requestLine(facts['req']), trace.includes(message) ? '' : message, trace];
  return parts.filter((part) => part !== '').join(': ');
}

function requestLine(request: unknown): string {
  if (!isRecord(request)) return '';
  const { method, url } = request;
  return typeof method === 'string' && typeof url === 'string' ? `${method} ${url}` : '';
}
