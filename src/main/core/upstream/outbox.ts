// What waits for a child that is not open, or whose pipe is full: bounded, handed over when it can be. What the child waits
// for itself goes first, then notifications, then requests as their queue has it (S2.9, priority).
import { defaultBounds, type Bounds } from '../bounds/bounds.ts';
import type { Pending } from '../relay/pending.ts';
import { RequestQueue } from './request-queue.ts';

export interface Waiting {
  /** null for what is no request. */
  readonly pending: Pending | null;
  readonly message: Buffer;
}

/** At most so many bytes of notifications do; the rest is dropped. */
const maxNoticeBytes = 1024 * 1024;
/** At most so many answers and cancellations do, and so many bytes of them. */
const maxKept = 1000;
const maxKeptBytes = 64 * 1024 * 1024;
/** How the answer to a ping ends, and no other that matters. */
const emptyResult = Buffer.from('"result":{}}');

export class Outbox {
  private readonly serverName: string;
  private readonly bounds: Bounds;
  /** In the order in which they came here. */
  private readonly requests = new Map<Pending, Waiting>();
  private readonly queue = new RequestQueue<Waiting>();
  /** Requests that were handed over and not taken: the first of them. */
  private readonly returned = new Set<Waiting>();
  private readonly notices = new Set<Waiting>();
  private readonly kept = new Set<Waiting>();
  /** Those of the kept that a server which does not read misses least. */
  private readonly pongs = new Set<Waiting>();
  private requestBytes = 0;
  private keptBytes = 0;
  private noticeBytes = 0;

  constructor(serverName: string, bounds = defaultBounds()) {
    this.serverName = serverName;
    this.bounds = bounds;
  }

  /** Of all that waits. */
  get bytes(): number {
    return this.requestBytes + this.noticeBytes + this.keptBytes;
  }

  get hasRequests(): boolean {
    return this.requests.size > 0;
  }

  get isEmpty(): boolean {
    return this.requests.size + this.kept.size + this.notices.size === 0;
  }

  /** Throws AppError LIMIT_REACHED when too much waits already. */
  add(pending: Pending, message: Buffer): void {
    const { bounds, serverName } = this;
    if (this.requestBytes + message.length > bounds.get('waitingBytes') && this.hasRequests) {
      const many = `"${serverName}" does not take messages; too many wait for it.`;
      throw bounds.refusal('waitingBytes', many, {
        instead: 'Try again later, restart the server',
        details: { server: serverName },
      });
    }
    const waiting: Waiting = { pending, message };
    this.requests.set(pending, waiting);
    this.queue.add(waiting);
    this.requestBytes += message.length;
  }

  /** A request that was handed over, and not taken: it is among the first again, in the order of these calls. */
  putBack({ pending, message }: Waiting): void {
    if (pending === null) return;
    const waiting: Waiting = { pending, message };
    this.returned.add(waiting);
    this.requests.set(pending, waiting);
    this.requestBytes += message.length;
  }

  /**
   * What should not be lost: cancellations of what the child has, answers to what it asked. False: something was, as a
   * child that asks without end and never reads has too much waiting already; answers to pings are the first to go.
   */
  keep(message: Buffer): boolean {
    const isPong = message.subarray(-emptyResult.length).equals(emptyResult);
    const givingWay = isPong ? [] : this.pongs;
    let isLossless = true;
    for (const pong of givingWay) {
      if (this.hasRoomFor(message)) break;
      this.take(pong);
      isLossless = false;
    }
    if (!this.hasRoomFor(message)) return false;
    const waiting: Waiting = { pending: null, message };
    this.kept.add(waiting);
    if (isPong) this.pongs.add(waiting);
    this.keptBytes += message.length;
    return isLossless;
  }

  /** What may be lost. False: it was, because too much waits already. */
  offer(message: Buffer): boolean {
    if (this.noticeBytes + message.length > maxNoticeBytes) return false;
    const waiting: Waiting = { pending: null, message };
    this.notices.add(waiting);
    this.noticeBytes += message.length;
    return true;
  }

  /** Nobody waits for its answer any more. */
  remove(pending: Pending): void {
    const waiting = this.requests.get(pending);
    if (waiting !== undefined) this.take(waiting);
  }

  /** Hands over what is due until `deliver` returns false (the last one counts as delivered). */
  flush(deliver: (waiting: Waiting) => boolean): void {
    for (let waiting = this.takeNext(); waiting !== undefined; waiting = this.takeNext()) {
      if (!deliver(waiting)) return;
    }
  }

  /** The child is gone: whatever is no request concerned it alone. */
  forgetChild(): void {
    for (const waiting of [...this.kept, ...this.notices]) this.take(waiting);
  }

  /** Takes everything out; returns the requests, oldest first: what was put back came before all that waits. */
  drain(): readonly Pending[] {
    const first = new Set([...this.returned].flatMap(({ pending }) => pending ?? []));
    const pending = [...first, ...[...this.requests.keys()].filter((each) => !first.has(each))];
    for (const waiting of this.requests.values()) this.take(waiting);
    this.forgetChild();
    return pending;
  }

  private takeNext(): Waiting | undefined {
    const [ofChild] = this.kept;
    const [notice] = this.notices;
    const [returned] = this.returned;
    const waiting = ofChild ?? notice ?? returned ?? this.queue.takeNext();
    if (waiting !== undefined) this.take(waiting);
    return waiting;
  }

  private hasRoomFor(message: Buffer): boolean {
    if (this.kept.size === 0) return true;
    return this.kept.size < maxKept && this.keptBytes + message.length <= maxKeptBytes;
  }

  private take(waiting: Waiting): void {
    if (waiting.pending !== null) {
      this.requests.delete(waiting.pending);
      if (!this.returned.delete(waiting)) this.queue.delete(waiting);
      this.requestBytes -= waiting.message.length;
    } else if (this.notices.delete(waiting)) {
      this.noticeBytes -= waiting.message.length;
    } else if (this.kept.delete(waiting)) {
      this.pongs.delete(waiting);
      this.keptBytes -= waiting.message.length;
    }
  }
}
