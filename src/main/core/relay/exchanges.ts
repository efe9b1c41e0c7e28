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

/** The same as an object, for what stands in the way of every call: no functions are made for each. */
export class PassedOn implements Exchange {
  protected readonly exchange: Exchange;

  constructor(exchange: Exchange) {
    this.exchange = exchange;
  }

  goesTo(server: string): void {
    this.exchange.goesTo?.(server);
  }

  send(message: Buffer): void {
    this.exchange.send(message);
  }

  beginStream(): void {
    this.exchange.beginStream?.();
  }

  pauseStream(): void {
    this.exchange.pauseStream?.();
  }

  room(): Promise<void> | null {
    return this.exchange.room?.() ?? null;
  }

  finish(answer: Buffer): void {
    this.exchange.finish(answer);
  }

  abandon(): void {
    this.exchange.abandon();
  }
}

class Settling extends PassedOn {
  private readonly onSettled: () => void;

  constructor(exchange: Exchange, onSettled: () => void) {
    super(exchange);
    this.onSettled = onSettled;
  }

  override finish(answer: Buffer): void {
    this.onSettled();
    this.exchange.finish(answer);
  }

  override abandon(): void {
    this.onSettled();
    this.exchange.abandon();
  }
}

/** Calls `onSettled` just before the exchange ends. */
export function settling(exchange: Exchange, onSettled: () => void): Exchange {
  return new Settling(exchange, onSettled);
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
  const ending = (): Exchange | null => {
    const last = open;
    open = null;
    if (last !== null) onSettled();
    return last;
  };
  return {
    goesTo: (server) => open?.goesTo?.(server),
    send: (message) => (open === null ? sendLate(message) : open.send(message)),
    beginStream: () => open?.beginStream?.(),
    pauseStream: () => open?.pauseStream?.(),
    room: () => open?.room?.() ?? null,
    finish: (answer) => ending()?.finish(answer),
    abandon: () => ending()?.abandon(),
  };
}
