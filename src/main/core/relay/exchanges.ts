// Exchanges other than clients': one that nobody reads, and one that tells when it is over.
import type { Exchange } from './types.ts';

/** For a request of the gateway itself whose answer does not matter. */
export const ignored: Exchange = {
  send: () => undefined,
  finish: () => undefined,
  abandon: () => undefined,
};

/** All of an exchange but its end, for those that change how it ends. */
export function sameStream(
  exchange: Exchange,
): Pick<Required<Exchange>, 'goesTo' | 'send' | 'beginStream' | 'pauseStream' | 'room'> {
  return {
    goesTo: (server) => exchange.goesTo?.(server),
    send: (message) => exchange.send(message),
    beginStream: () => exchange.beginStream?.(),
    pauseStream: () => exchange.pauseStream?.(),
    room: () => exchange.room?.() ?? null,
  };
}

/** Calls `onSettled` just before the exchange ends. */
export function settling(exchange: Exchange, onSettled: () => void): Exchange {
  return {
    ...sameStream(exchange),
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

/**
 * The same, and deaf after its end: what comes twice goes nowhere, what is sent too late goes to `sendLate`. Lets go of
 * `exchange` then, however long somebody keeps what this returns.
 */
export function settlingOnce(
  exchange: Exchange,
  onSettled: () => void,
  sendLate: (message: Buffer) => void,
): Exchange {
  let open: Exchange | null = exchange;
  const end = (deliver: (to: Exchange) => void): void => {
    const ending = open;
    if (ending === null) return;
    open = null;
    onSettled();
    deliver(ending);
  };
  return {
    goesTo: (server) => open?.goesTo?.(server),
    send: (message) => (open === null ? sendLate(message) : open.send(message)),
    beginStream: () => open?.beginStream?.(),
    pauseStream: () => open?.pauseStream?.(),
    room: () => open?.room?.() ?? null,
    finish: (answer) => end((to) => to.finish(answer)),
    abandon: () => end((to) => to.abandon()),
  };
}
