// A request whose server was gone before it arrived: it may go to another copy.
import { isRecord } from '../../../../shared/is-record.ts';
import type { Exchange } from '../../relay/types.ts';
import { parseAt, scanMessage } from '../../relay/wire/message.ts';

/** Hands everything on, but for an answer that says that nobody has seen the request: then `again` may take it over. */
export function orElsewhere(exchange: Exchange, again: () => boolean): Exchange {
  return {
    send: (message) => exchange.send(message),
    finish: (answer) => {
      if (!isUndelivered(answer) || !again()) exchange.finish(answer);
    },
    abandon: () => exchange.abandon(),
  };
}

function isUndelivered(answer: Buffer): boolean {
  const { kind, bytes, body } = scanMessage(answer);
  const error = kind === 'error' ? parseAt(bytes, body) : null;
  const data = isRecord(error) ? error['data'] : null;
  return isRecord(data) && data['undelivered'] === true;
}
