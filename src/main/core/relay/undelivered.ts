// Requests that nobody has seen: their server was gone, or refused to be spoken to in that way. They may be sent again.
import { AppError } from '../../../shared/errors.ts';
import { isRecord } from '../../../shared/is-record.ts';
import { sameStream } from './exchanges.ts';
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

/** Hands everything on, but for an answer that says that nobody has seen the request: then `again` may take it over. */
export function orElsewhere(exchange: Exchange, again: () => boolean): Exchange {
  return {
    ...sameStream(exchange),
    finish: (answer) => {
      if (!isUndelivered(answer) || !again()) exchange.finish(answer);
    },
    abandon: () => exchange.abandon(),
  };
}

/** Whether an answer is an error that says so. */
export function isUndelivered(answer: Buffer): boolean {
  const { kind, bytes, body } = scanMessage(answer);
  const error = kind === 'error' ? parseAt(bytes, body) : null;
  const data = isRecord(error) ? error['data'] : null;
  return isRecord(data) && data['undelivered'] === true;
}
