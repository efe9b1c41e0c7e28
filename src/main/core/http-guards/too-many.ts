// What those hear who ask too often, or fail to log in too often (RFC 6585, section 4).
import { AppError } from '../../../shared/errors.ts';

/** More requests than `perMinute`; `waitMs`: until one may go on. */
export function tooManyRequests(whose: string, perMinute: number, waitMs: number): AppError {
  const seconds = secondsOf(waitMs);
  return new AppError('TOO_MANY_REQUESTS', `${whose} sent more than ${perMinute} requests within a minute.`, {
    expected: `Try again in ${seconds} s.`,
    details: { retryAfterSeconds: seconds, retryable: true },
  });
}

/** Too many wrong tokens or links. */
export function tooManyFailures(waitMs: number): AppError {
  const seconds = secondsOf(waitMs);
  return new AppError('TOO_MANY_REQUESTS', 'Too many tokens that are not valid came from this address.', {
    expected: `Try again with a valid one, or in ${seconds} s.`,
    details: { retryAfterSeconds: seconds },
  });
}

/** The headers of an answer that carries this error. */
export function retryHeaders({ details }: AppError): Readonly<Record<string, string>> {
  const seconds = details['retryAfterSeconds'];
  return typeof seconds === 'number' ? { 'retry-after': String(seconds) } : {};
}

function secondsOf(waitMs: number): number {
  return Math.max(1, Math.ceil(waitMs / 1000));
}
