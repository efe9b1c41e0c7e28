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

/** The same, and deaf after its end: whatever comes twice or too late goes nowhere but by `send`. */
export function settlingOnce(exchange: Exchange, onSettled: () => void): Exchange {
  let isOpen = true;
  const end = (deliver: () => void): void => {
    if (!isOpen) return;
    isOpen = false;
    onSettled();
    deliver();
  };
  return {
    send: (message) => exchange.send(message),
    finish: (answer) => end(() => exchange.finish(answer)),
    abandon: () => end(() => exchange.abandon()),
  };
}
