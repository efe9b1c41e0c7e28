// Exchanges other than clients': one that nobody reads, and one that tells when it is over.
import type { Exchange } from './types.ts';

/** For a request of the gateway itself whose answer does not matter. */
export const ignored: Exchange = {
  send: () => undefined,
  finish: () => undefined,
  abandon: () => undefined,
};

/** Calls `onSettled` just before the exchange ends. */
export function settling(exchange: Exchange, onSettled: () => void): Exchange {
  return {
    send: (message) => exchange.send(message),
    finish: (answer) => {
      onSettled();
      exchange.finish(answer);
    },
    abandon: () => {
      onSettled();
      exchange.abandon();
    },
  };
}
