// The way into one child: what may go to it when. Requests wait until it is open; everything waits while its pipe is full.
// Knows nothing of when children start and end.
import type { Bounds } from '../bounds/bounds.ts';
import type { ChildHandle } from '../launcher/types.ts';
import type { Clock, Logger } from '../ports.ts';
import type { Pending } from '../relay/pending.ts';
import { oneLine } from '../relay/wire/frames.ts';
import { Gathered } from './gathered.ts';
import { Outbox, type Waiting } from './outbox.ts';

export class ChildPipe {
  private readonly serverName: string;
  private readonly logger: Logger;
  private readonly outbox: Outbox;
  private child: ChildHandle | null = null;
  /** 'shut': there is no child, or it is on its way out; 'opening': until `initialize` is answered. */
  private phase: 'shut' | 'opening' | 'open' = 'shut';
  private isFull = false;
  /** Of these the pipe has not taken everything yet. */
  private unfinished: readonly Waiting[] = [];
  private readonly gathered: Gathered;
  private hasDropped = false;

  private readonly mayRepeat: (waiting: Waiting) => boolean;

  /** `mayRepeat`: whether a request that the child may have got in part may go to the next one. */
  constructor(
    serverName: string,
    { clock, logger, bounds }: { clock: Clock; logger: Logger; bounds?: Bounds },
    mayRepeat: (waiting: Waiting) => boolean,
  ) {
    this.gathered = new Gathered(clock, (together, lines) => this.hand(together, lines));
    this.mayRepeat = mayRepeat;
    this.serverName = serverName;
    this.logger = logger;
    this.outbox = new Outbox(serverName, bounds);
  }

  get isOpen(): boolean {
    return this.phase === 'open';
  }

  /** Of what waits for the child. */
  get waitingBytes(): number {
    return this.outbox.bytes;
  }

  get hasRequests(): boolean {
    return this.outbox.hasRequests;
  }

  isOpening(child: ChildHandle): boolean {
    return this.phase === 'opening' && this.child === child;
  }

  /** A child runs, and is about to be opened. */
  begin(child: ChildHandle): void {
    this.child = child;
    this.phase = 'opening';
    this.isFull = false;
  }

  /** The child is open: it gets what waited. */
  open(): void {
    this.phase = 'open';
    this.flush();
  }

  /** The child is on its way out; what comes from now on is for the next one. */
  shut(): void {
    for (const waiting of this.gathered.take()) {
      if (waiting.pending !== null) this.keep(waiting);
      // What concerned this child alone may still reach it.
      else if (!this.isFull) this.child?.write(oneLine(waiting.message));
    }
    this.phase = 'shut';
    this.child = null;
    this.hasDropped = false;
    this.outbox.forgetChild();
    const { unfinished } = this;
    this.unfinished = [];
    for (const waiting of unfinished) if (this.mayRepeat(waiting)) this.keep(waiting);
  }

  /** The pipe takes messages again. */
  drained(): void {
    this.isFull = false;
    this.unfinished = [];
    if (this.phase === 'open') this.flush();
  }

  /** A request: handed over now, or when the child can take it. Throws AppError LIMIT_REACHED. */
  submit(pending: Pending, message: Buffer): void {
    if (this.phase === 'open' && !this.isFull) this.deliver({ pending, message });
    else this.outbox.add(pending, message);
  }

  /** A request that is not wanted any more, wherever it is. */
  retract(pending: Pending): void {
    if (!this.gathered.remove(pending)) this.outbox.remove(pending);
  }

  /** Takes out what waits; returns it. */
  drain(): readonly Pending[] {
    for (const waiting of this.gathered.take()) this.keep(waiting);
    return this.outbox.drain();
  }

  /** What concerns this child alone and must reach it: opening, answers, cancellations. Lost when there is none. */
  write(message: Buffer): void {
    if (this.phase === 'opening' || (this.phase === 'open' && !this.isFull)) {
      this.deliver({ pending: null, message });
    } else if (this.phase === 'open' && !this.outbox.keep(message)) {
      this.tellDropped();
    }
  }

  /** A client's notification. Lost when the child is not open, as nobody is there whom it concerns, or far behind. */
  notify(message: Buffer): void {
    if (this.phase !== 'open') return;
    if (!this.isFull) {
      this.deliver({ pending: null, message });
    } else if (!this.outbox.offer(message)) {
      this.tellDropped();
    }
  }

  private tellDropped(): void {
    if (this.hasDropped) return;
    this.hasDropped = true;
    this.logger.warn(
      `"${this.serverName}" does not read what it is sent; notifications and answers for it are dropped.`,
    );
  }

  private flush(): void {
    this.outbox.flush((waiting) => this.deliver(waiting));
    if (this.outbox.isEmpty) this.hasDropped = false;
  }

  /** False: no more for now. */
  private deliver(waiting: Waiting): boolean {
    this.gathered.add(waiting);
    return !this.isFull;
  }

  private hand(together: readonly Waiting[], lines: Buffer): void {
    const written = this.child?.write(lines) ?? 'refused';
    this.isFull = written !== 'taken';
    if (written === 'refused') {
      // Its end has not been told yet. Nothing of this has reached it, so the next child gets it.
      for (const waiting of together) this.keep(waiting);
      return;
    }
    for (const { pending } of together) if (pending !== null) pending.sent = true;
    this.unfinished = written === 'underway' ? together : [];
  }

  /** A request goes first to the next child; all else was for this one alone. */
  private keep(waiting: Waiting): void {
    if (waiting.pending === null) return;
    waiting.pending.sent = false;
    this.outbox.putBack(waiting);
  }
}
