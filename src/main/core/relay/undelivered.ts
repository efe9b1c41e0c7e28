// Requests that nobody has seen: their server was gone, or refused to be spoken to in that way. They may be sent again.
import { AppError } from '../../../shared/errors.ts';
import { isRecord } from '../../../shared/is-record.ts';
import { isErrorAnswer } from './error-answer.ts';
import { endingIn } from './exchanges.ts';
import type { Exchange } from './types.ts';
import { parseAt, scanMessage } from './wire/message.ts';

/** The same error, saying so. */
export function asUndelivered(error: AppError): AppError {
  const { code, message, details, expected, cause } = error;
  return new AppError(code, message, {
    cause,
    details: { ...details, undelivered: true },
    ...(expected === undefined ? {} : { expected }),
  });
}

/** The same error of a request that nobody has seen: it may do to send that again after so many milliseconds. */
export function withAnotherTry(error: AppError, afterMs: number): AppError {
  const { code, message, details, expected, cause } = error;
  return new AppError(code, message, {
    cause,
    details: { ...details, sendAgainAfterMs: Math.ceil(afterMs) },
    ...(expected === undefined ? {} : { expected }),
  });
}

/** Hands everything on, but for an answer that says that nobody has seen the request: then `again` may take it over. */
export function orElsewhere(exchange: Exchange, again: () => boolean): Exchange {
  return endingIn(exchange, (answer) => {
    if (!isUndelivered(answer) || !again()) exchange.finish(answer);
  });
}

/** Whether an answer is an error that says so. */
export function isUndelivered(answer: Buffer): boolean {
  return dataOf(answer)?.['undelivered'] === true;
}

/** In how many milliseconds a request with this answer may be sent again; null where that is of no use. */
export function sendAgainAfterMs(answer: Buffer): number | null {
  const data = dataOf(answer);
  const wait = data?.['undelivered'] === true ? data['sendAgainAfterMs'] : null;
  return typeof wait === 'number' ? wait : null;
}

function dataOf(answer: Buffer): Readonly<Record<string, unknown>> | null {
  // Nearly no answer is one.
  if (!isErrorAnswer(answer)) return null;
  const { kind, bytes, body } = scanMessage(answer);
  const error = kind === 'error' ? parseAt(bytes, body) : null;
  const data = isRecord(error) ? error['data'] : null;
  return isRecord(data) ? data : null;
}
