// What a child is asked before and beside what its clients ask: how it is opened, and whether it still answers. Knows
// neither when children start nor who waits for them.
import type { AppError } from '../../../shared/errors.ts';
import type { Mux } from '../relay/mux.ts';
import type { ClientInfo } from '../relay/types.ts';
import type { Message } from '../relay/wire/message.ts';
import { greet, type Greeted, type Openings } from './greet.ts';
import { awaitedExchange } from './handshake.ts';
import { legacyOpening, type Opening } from './opening.ts';

export interface ChildGreeterOptions {
  readonly name: string;
  readonly client: () => ClientInfo;
  /** How the next child is to be opened. */
  readonly openings: () => Openings;
  readonly startTimeoutMs: number;
  readonly mux: Mux;
  /** Another one than the first of them fits it. */
  readonly onOther: (opening: Opening) => void;
  /** Why a child that is gone does not answer. */
  readonly failure: () => AppError;
}

/** How long a ping may take, in milliseconds. */
const pingMs = 10_000;

export class ChildGreeter {
  private readonly options: ChildGreeterOptions;
  /** How a child is being opened now. */
  private greeting: Openings | null = null;
  /** How the child that runs was opened. */
  private opening: Opening = legacyOpening;

  constructor(options: ChildGreeterOptions) {
    this.options = options;
  }

  /** `isThere`: whether the child still waits to be opened. Rejects with AppError. */
  async greet(isThere: () => boolean): Promise<Greeted> {
    const { name: serverName } = this.options;
    const openings = this.options.openings();
    this.greeting = openings;
    const ask = (opening: Opening): Promise<Message> => this.ask(opening);
    const greeted = await greet({ serverName, openings, ask, isThere });
    if (greeted === null) {
      this.lost();
      // Those who wait are for the next one.
      throw this.options.failure();
    }
    this.greeting = null;
    if (greeted.opening !== openings[0]) this.options.onOther(greeted.opening);
    this.opening = greeted.opening;
    return greeted;
  }

  /** The child ended over how it was greeted; whoever waits is to be told so before they hear that it ended. */
  lost(): void {
    const { greeting } = this;
    this.greeting = null;
    if (greeting === null) return;
    const [first, other] = greeting;
    if (first.isRisky && other !== undefined) this.options.onOther(other);
  }

  /** Resolves when it is answered, or has not been in time. */
  async ping(): Promise<void> {
    const { client, mux, failure } = this.options;
    const { method, params } = this.opening.ping(client());
    const { exchange, answer } = awaitedExchange(failure);
    mux.call(method, params, exchange, pingMs);
    await answer;
  }

  private ask(opening: Opening): Promise<Message> {
    const { client, startTimeoutMs, mux, failure } = this.options;
    const { exchange, answer } = awaitedExchange(failure);
    mux.call(opening.method, opening.params(client()), exchange, startTimeoutMs);
    return answer;
  }
}
