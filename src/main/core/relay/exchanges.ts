// Exchanges other than clients': one that nobody reads, and one that tells when it is over.
import type { Exchange } from './types.ts';

/** For a request of the gateway itself whose answer does not matter. */
export const ignored: Exchange = {
  send: () => undefined,
  finish: () => undefined,
  abandon: () => undefined,
};

/** All of an exchange but its end, for those that change more than that; for the others `endingIn`. */
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

/** An exchange that ends in another way, and is the same otherwise. `abandon`: by default as the exchange itself. */
export function endingIn(
  exchange: Exchange,
  finish: (answer: Buffer) => void,
  abandon: () => void = () => exchange.abandon(),
): Exchange {
  return new EndingIn(exchange, finish, abandon);
}

class EndingIn implements Exchange {
  readonly finish: (answer: Buffer) => void;
  readonly abandon: () => void;
  private readonly exchange: Exchange;

  constructor(exchange: Exchange, finish: (answer: Buffer) => void, abandon: () => void) {
    this.exchange = exchange;
    this.finish = finish;
    this.abandon = abandon;
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
}

/** Calls `onSettled` just before the exchange ends. */
export function settling(exchange: Exchange, onSettled: () => void): Exchange {
  const finish = (answer: Buffer): void => {
    onSettled();
    exchange.finish(answer);
  };
  const abandon = (): void => {
    onSettled();
    exchange.abandon();
  };
  return endingIn(exchange, finish, abandon);
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
  return new SettlingOnce(exchange, onSettled, sendLate);
}

class SettlingOnce implements Exchange {
  private open: Exchange | null;
  private readonly onSettled: () => void;
  private readonly sendLate: (message: Buffer) => void;

  constructor(exchange: Exchange, onSettled: () => void, sendLate: (message: Buffer) => void) {
    this.open = exchange;
    this.onSettled = onSettled;
    this.sendLate = sendLate;
  }

  goesTo(server: string): void {
    this.open?.goesTo?.(server);
  }

  send(message: Buffer): void {
    if (this.open === null) this.sendLate(message);
    else this.open.send(message);
  }

  beginStream(): void {
    this.open?.beginStream?.();
  }

  pauseStream(): void {
    this.open?.pauseStream?.();
  }

  room(): Promise<void> | null {
    return this.open?.room?.() ?? null;
  }

  finish(answer: Buffer): void {
    this.end()?.finish(answer);
  }

  abandon(): void {
    this.end()?.abandon();
  }

  private end(): Exchange | null {
    const { open } = this;
    this.open = null;
    if (open !== null) this.onSettled();
    return open;
  }
}
