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
  abandon: (() => void) | null = null,
): Exchange {
  return new EndingIn(exchange, finish, abandon);
}

/** All of an exchange but its end. */
class Stream {
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
}

class EndingIn extends Stream implements Exchange {
  readonly finish: (answer: Buffer) => void;
  private readonly onAbandoned: (() => void) | null;

  constructor(exchange: Exchange, finish: (answer: Buffer) => void, abandon: (() => void) | null) {
    super(exchange);
    this.finish = finish;
    this.onAbandoned = abandon;
  }

  abandon(): void {
    if (this.onAbandoned === null) this.exchange.abandon();
    else this.onAbandoned();
  }
}

/** Calls `onSettled` just before the exchange ends. */
export function settling(exchange: Exchange, onSettled: () => void): Exchange {
  return new Settling(exchange, onSettled);
}

class Settling extends Stream implements Exchange {
  private readonly onSettled: () => void;

  constructor(exchange: Exchange, onSettled: () => void) {
    super(exchange);
    this.onSettled = onSettled;
  }

  finish(answer: Buffer): void {
    this.onSettled();
    this.exchange.finish(answer);
  }

  abandon(): void {
    this.onSettled();
    this.exchange.abandon();
  }
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
