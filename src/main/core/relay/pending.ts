// Requests that wait for a server's answer: by our id towards the server, with one shared timer for all deadlines.
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../ports.ts';
import { TransientMap } from '../transient.ts';
import type { Exchange, Peer } from './types.ts';
import { idText, type Message } from './wire/message.ts';

export interface Pending {
  /** Our id towards the server. */
  readonly id: number;
  /** null for the gateway's own requests. */
  readonly peer: Peer | null;
  /** The client's id, as written. */
  readonly clientId: string;
  readonly method: string;
  readonly exchange: Exchange;
  /** The client's progress token, as written. */
  readonly progressToken: string | null;
  readonly timeoutMs: number;
  /** Whether the request has been handed to the server. */
  sent: boolean;
  /** Monotonic milliseconds. */
  deadline: number;
  /** Whatever progress it makes. */
  readonly lastDeadline: number;
  /** How many questions of the server wait for the client: meanwhile the server is not to blame for the wait. */
  held: number;
}

/** Progress and questions keep a request alive for so long at most (MCP basic/lifecycle, timeouts), in milliseconds: a day. */
const longestMs = 24 * 60 * 60 * 1000;
/** Of a number that is exact. */
const mostDigits = 15;
/** How often deadlines are looked at, in milliseconds: the error of every timeout. */
const sweepIntervalMs = 250;

export class PendingTable {
  private readonly entries = new TransientMap<number, Pending>();
  private readonly clock: Clock;
  private readonly onExpired: (pending: Pending) => void;
  private nextId = 1;
  private ofClients = 0;
  private subscriptions = 0;
  private stopSweeping: (() => void) | null = null;

  constructor(clock: Clock, onExpired: (pending: Pending) => void) {
    this.clock = clock;
    this.onExpired = onExpired;
  }

  get size(): number {
    return this.entries.size;
  }

  /** How many of them are clients'. */
  get clientRequests(): number {
    return this.ofClients;
  }

  /** How many of those somebody waits for: a subscription is open for as long as somebody listens. */
  get awaitedRequests(): number {
    return this.ofClients - this.subscriptions;
  }

  add(entry: Omit<Pending, 'id' | 'deadline' | 'lastDeadline' | 'sent' | 'held'>): Pending {
    const now = this.clock.monotonic();
    const pending = {
      ...entry,
      id: this.nextId++,
      sent: false,
      held: 0,
      deadline: now + entry.timeoutMs,
      lastDeadline: now + Math.max(entry.timeoutMs, longestMs),
    };
    this.entries.set(pending.id, pending);
    this.count(pending, 1);
    this.stopSweeping ??= this.clock.every(sweepIntervalMs, () => this.sweep());
    return pending;
  }

  get(id: number): Pending | undefined {
    return this.entries.get(id);
  }

  /** Removes and returns it; undefined when it is answered, cancelled or expired already. */
  take(id: number): Pending | undefined {
    const pending = this.entries.get(id);
    if (pending === undefined) return undefined;
    this.entries.delete(id);
    this.count(pending, -1);
    return pending;
  }

  /** Begins its time anew, within the longest that any request may take. */
  extend(pending: Pending): void {
    pending.deadline = Math.min(this.clock.monotonic() + pending.timeoutMs, pending.lastDeadline);
  }

  /** Stops its time until the function that is returned is called, when it begins anew. */
  hold(pending: Pending): () => void {
    pending.held++;
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      pending.held--;
      this.extend(pending);
    };
  }

  /** The newest that fits. */
  newest(fits: (pending: Pending) => boolean): Pending | undefined {
    return this.all().findLast(fits);
  }

  /** Oldest first. */
  all(): Pending[] {
    return [...this.entries.values()];
  }

  private count({ peer, method }: Pending, change: 1 | -1): void {
    if (peer === null) return;
    this.ofClients += change;
    if (method === 'subscriptions/listen') this.subscriptions += change;
  }

  private sweep(): void {
    const now = this.clock.monotonic();
    for (const pending of this.all()) {
      // A client that never answers must not keep it for ever either.
      if (pending.held > 0) pending.deadline = Math.max(pending.deadline, pending.lastDeadline);
      if (pending.deadline <= now && this.take(pending.id) !== undefined) this.onExpired(pending);
    }
    // Not with the last answer: most calls are followed by others, and a timer for each costs more than it is worth.
    if (this.entries.size === 0) this.rest();
  }

  private rest(): void {
    this.stopSweeping?.();
    this.stopSweeping = null;
  }
}

/** The error that an expired request ends with. */
export function timeoutError(
  serverName: string,
  pending: Pick<Pending, 'method' | 'timeoutMs' | 'deadline' | 'lastDeadline'>,
): AppError {
  const { method, timeoutMs, deadline, lastDeadline } = pending;
  const seconds = (deadline < lastDeadline ? timeoutMs : Math.max(timeoutMs, longestMs)) / 1000;
  return new AppError('SERVER_TIMEOUT', `"${serverName}" did not answer ${method} within ${seconds} s.`, {
    details: { server: serverName, method, timeoutSeconds: seconds },
  });
}

/** Our id in what a server wrote: some give a number back as a string. NaN when it is none. */
export function ownIdOf(id: string): number {
  return Number(id.replaceAll('"', ''));
}

/** The same where it stands in an answer. */
export function ownIdIn(answer: Message): number {
  const { bytes, id } = answer;
  if (id === null || id.end - id.start > mostDigits) return ownIdOf(idText(answer));
  let found = 0;
  for (let at = id.start; at < id.end; at++) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return ownIdOf(idText(answer));
    found = found * 10 + digit;
  }
  return found;
}
