// A session's way to a server whose era shows later, or changes: bound to the way that fits as soon as it is known, and
// bound anew when the server turns out to be of the other one. What the session asked of the server goes with it.
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../ports.ts';
import { endingIn, ignored } from '../relay/exchanges.ts';
import { OwnIds } from '../relay/own-ids.ts';
import { failureMessage } from '../relay/rpc-errors.ts';
import { timeoutError } from '../relay/pending.ts';
import { timeoutOf, type Exchange, type Link, type Timeouts } from '../relay/types.ts';
import { isUndelivered } from '../relay/undelivered.ts';
import { Wishes } from '../relay/wishes.ts';
import { requestMessage } from '../relay/wire/edit.ts';
import { idText, readCancelled, scanMessage, type Message } from '../relay/wire/message.ts';

/** Of all links to one server. */
export interface EraLinkOptions<Verdict extends string> {
  readonly serverName: string;
  readonly timeouts: Timeouts;
  readonly clock: Clock;
  /** null: it has to be found out. */
  readonly verdict: () => Verdict | null;
  /** Finds it out. Rejects with AppError. */
  readonly find: () => Promise<Verdict>;
  /** Another request waits, or one no longer does. */
  readonly onWaiting: (change: 1 | -1) => void;
}

interface Waiting {
  readonly message: Message;
  /** null for a notification. */
  readonly exchange: Exchange | null;
  /** It was tried already, in the words of another era. */
  readonly isAgain: boolean;
  readonly cancelTimeout: () => void;
}

interface Bound<Verdict extends string> {
  readonly verdict: Verdict;
  readonly link: Link;
}

const nothing = (): void => undefined;

export class EraLink<Verdict extends string> implements Link {
  private readonly options: EraLinkOptions<Verdict>;
  private readonly bind: (verdict: Verdict) => Link;
  private readonly wishes = new Wishes();
  private readonly ids = new OwnIds();
  private bound: Bound<Verdict> | null = null;
  private waiting: Waiting[] = [];
  private isFinding = false;
  /** What is in flight ends although nobody cancelled. */
  private isRebinding = false;
  private closed = false;

  constructor(options: EraLinkOptions<Verdict>, bind: (verdict: Verdict) => Link) {
    this.options = options;
    this.bind = bind;
  }

  request(message: Message, exchange: Exchange): void {
    this.wishes.note(message);
    const bound = this.isFinding ? null : this.fitting(this.options.verdict());
    if (bound === null) this.wait(message, exchange, false);
    else this.hand(bound, message, exchange, false);
  }

  notify(message: Message): void {
    if (message.method === 'notifications/cancelled' && this.drop(readCancelled(message).id)) return;
    if (this.isFinding) this.wait(message, null, false);
    else this.fitting(this.options.verdict())?.link.notify(message);
  }

  close(): void {
    this.closed = true;
    for (const { exchange } of this.take()) exchange?.abandon();
    this.bound?.link.close();
  }

  private fitting(verdict: Verdict | null): Bound<Verdict> | null {
    if (verdict === null || this.closed) return null;
    if (this.bound?.verdict === verdict) return this.bound;
    const before = this.bound;
    this.isRebinding = true;
    before?.link.close();
    this.isRebinding = false;
    const link = this.bind(verdict);
    this.bound = { verdict, link };
    if (before !== null)
      for (const { method, params } of this.wishes.all())
        link.request(scanMessage(requestMessage(this.ids.next(), method, params)), ignored);
    return this.bound;
  }

  /** A request that the server refused to hear in these words is tried once more in the right ones. */
  private hand(
    { verdict, link }: Bound<Verdict>,
    message: Message,
    exchange: Exchange,
    isAgain: boolean,
  ): void {
    const finish = (answer: Buffer): void => {
      const isOther = !isAgain && !this.closed && this.options.verdict() !== verdict;
      if (isOther && wasRefused(message, answer)) this.wait(message, exchange, true);
      else exchange.finish(answer);
    };
    const abandon = (): void => {
      if (this.isRebinding) exchange.finish(failureMessage(idText(message), this.replaced()));
      else exchange.abandon();
    };
    link.request(message, endingIn(exchange, finish, abandon));
  }

  private replaced(): AppError {
    const { serverName } = this.options;
    return new AppError('SERVER_EXITED', `"${serverName}" was replaced by a server of another era.`, {
      details: { server: serverName },
    });
  }

  private wait(message: Message, exchange: Exchange | null, isAgain: boolean): void {
    if (this.closed) {
      exchange?.abandon();
      return;
    }
    const { clock, serverName, timeouts, onWaiting } = this.options;
    const timeoutMs = timeoutOf(message.method, timeouts);
    const expire = (): void => {
      this.waiting = this.waiting.filter((waiting) => waiting !== entry);
      onWaiting(-1);
      const [deadline, lastDeadline] = [timeoutMs, Number.POSITIVE_INFINITY];
      const error = timeoutError(serverName, { method: message.method, timeoutMs, deadline, lastDeadline });
      exchange?.finish(failureMessage(idText(message), error));
    };
    const hasEnd = exchange !== null && timeoutMs < Number.POSITIVE_INFINITY;
    const entry: Waiting = {
      message,
      exchange,
      isAgain,
      cancelTimeout: hasEnd ? clock.after(timeoutMs, expire) : nothing,
    };
    this.waiting.push(entry);
    if (exchange !== null) onWaiting(1);
    if (!this.isFinding) void this.find();
  }

  private take(): readonly Waiting[] {
    const taken = this.waiting;
    this.waiting = [];
    for (const { exchange, cancelTimeout } of taken) {
      cancelTimeout();
      if (exchange !== null) this.options.onWaiting(-1);
    }
    return taken;
  }

  private async find(): Promise<void> {
    this.isFinding = true;
    try {
      const verdict = await this.options.find();
      this.isFinding = false;
      this.handOver(verdict);
    } catch (error) {
      this.isFinding = false;
      for (const { message, exchange } of this.take())
        exchange?.finish(failureMessage(idText(message), error));
    }
  }

  private handOver(verdict: Verdict): void {
    const bound = this.fitting(verdict);
    if (bound === null) return;
    for (const { message, exchange, isAgain } of this.take()) {
      if (exchange === null) bound.link.notify(message);
      else this.hand(bound, message, exchange, isAgain);
    }
  }

  /** A request that waits was cancelled. */
  private drop(id: string): boolean {
    const found = this.waiting.find(({ message, exchange }) => exchange !== null && idText(message) === id);
    if (found === undefined) return false;
    found.cancelTimeout();
    this.options.onWaiting(-1);
    this.waiting = this.waiting.filter((waiting) => waiting !== found);
    found.exchange?.abandon();
    return true;
  }
}

/** Whether the server saw nothing of a request but that it does not want it. */
function wasRefused({ method }: Message, answer: Buffer): boolean {
  return isUndelivered(answer) || (method === 'initialize' && scanMessage(answer).kind === 'error');
}
