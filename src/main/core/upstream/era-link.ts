// A session's way to a server whose era shows later, or changes: bound to the way that fits as soon as it is known, and
// bound anew when the server turns out to be of the other one. What the session asked of the server goes with it.
import type { Clock } from '../ports.ts';
import { ignored } from '../relay/exchanges.ts';
import { OwnIds } from '../relay/own-ids.ts';
import { failureMessage } from '../relay/rpc-errors.ts';
import { timeoutError } from '../relay/pending.ts';
import { timeoutOf, type Exchange, type Link, type Timeouts } from '../relay/types.ts';
import { Wishes } from '../relay/wishes.ts';
import { requestMessage } from '../relay/wire/edit.ts';
import { idText, readCancelled, scanMessage, type Message } from '../relay/wire/message.ts';

export interface EraLinkOptions<Verdict extends string> {
  readonly serverName: string;
  readonly timeouts: Timeouts;
  readonly clock: Clock;
  /** null: it has to be found out. */
  readonly verdict: () => Verdict | null;
  /** Finds it out. Rejects with AppError. */
  readonly find: () => Promise<Verdict>;
  readonly bind: (verdict: Verdict) => Link;
  /** Another request waits, or one no longer does. */
  readonly onWaiting: (change: 1 | -1) => void;
}

interface Waiting {
  readonly message: Message;
  /** null for a notification. */
  readonly exchange: Exchange | null;
  readonly cancelTimeout: () => void;
}

const nothing = (): void => undefined;

export class EraLink<Verdict extends string> implements Link {
  private readonly options: EraLinkOptions<Verdict>;
  private readonly wishes = new Wishes();
  private readonly ids = new OwnIds();
  private bound: { readonly verdict: Verdict; readonly link: Link } | null = null;
  private waiting: Waiting[] = [];
  private isFinding = false;
  private closed = false;

  constructor(options: EraLinkOptions<Verdict>) {
    this.options = options;
  }

  request(message: Message, exchange: Exchange): void {
    this.wishes.note(message);
    const link = this.fitting();
    if (link === null) this.wait(message, exchange);
    else link.request(message, exchange);
  }

  notify(message: Message): void {
    if (message.method === 'notifications/cancelled' && this.drop(readCancelled(message).id)) return;
    const link = this.waiting.length === 0 ? this.fitting() : null;
    if (link !== null) link.notify(message);
    else if (this.isFinding) this.wait(message, null);
  }

  close(): void {
    this.closed = true;
    for (const { exchange } of this.take()) exchange?.abandon();
    this.bound?.link.close();
  }

  /** null while the era is not known. */
  private fitting(): Link | null {
    const verdict = this.options.verdict();
    if (verdict === null || this.isFinding || this.closed) return null;
    if (this.bound?.verdict === verdict) return this.bound.link;
    const before = this.bound;
    before?.link.close();
    const link = this.options.bind(verdict);
    this.bound = { verdict, link };
    if (before !== null)
      for (const { method, params } of this.wishes.all())
        link.request(scanMessage(requestMessage(this.ids.next(), method, params)), ignored);
    return link;
  }

  private wait(message: Message, exchange: Exchange | null): void {
    if (this.closed) {
      exchange?.abandon();
      return;
    }
    const { clock, serverName, timeouts } = this.options;
    const timeoutMs = timeoutOf(message.method, timeouts);
    const expire = (): void => {
      this.waiting = this.waiting.filter((waiting) => waiting.message !== message);
      this.options.onWaiting(-1);
      const [deadline, lastDeadline] = [timeoutMs, Number.POSITIVE_INFINITY];
      const error = timeoutError(serverName, { method: message.method, timeoutMs, deadline, lastDeadline });
      exchange?.finish(failureMessage(idText(message), error));
    };
    const cancelTimeout = timeoutMs < Number.POSITIVE_INFINITY ? clock.after(timeoutMs, expire) : nothing;
    this.waiting.push({ message, exchange, cancelTimeout });
    if (exchange !== null) this.options.onWaiting(1);
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
      await this.options.find();
      this.isFinding = false;
      this.handOver();
    } catch (error) {
      this.isFinding = false;
      for (const { message, exchange } of this.take())
        exchange?.finish(failureMessage(idText(message), error));
    }
  }

  private handOver(): void {
    const link = this.fitting();
    if (link === null) return;
    for (const { message, exchange } of this.take()) {
      if (exchange === null) link.notify(message);
      else link.request(message, exchange);
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
