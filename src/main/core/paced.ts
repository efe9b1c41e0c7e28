// Work that is wanted again and again: done soon after it was wanted, once for all who wanted it meanwhile, and so seldom
// that it takes a tenth of the time at most, however much there is to do.
import type { Clock } from './ports.ts';

export interface PacedOptions {
  readonly clock: Clock;
  /** How long after the first wish, in milliseconds, at the least. */
  readonly delayMs: number;
  readonly work: () => void;
}

/** Pauses are so many times as long as the work before them. */
const pausesPerWork = 9;

export class Paced {
  private readonly options: PacedOptions;
  private cancelTimer: (() => void) | null = null;
  /** Monotonic milliseconds. */
  private notBefore = Number.NEGATIVE_INFINITY;

  constructor(options: PacedOptions) {
    this.options = options;
  }

  want(): void {
    if (this.cancelTimer !== null) return;
    const { clock, delayMs } = this.options;
    const waitMs = Math.max(delayMs, this.notBefore - clock.monotonic());
    this.cancelTimer = clock.after(waitMs, () => this.work());
  }

  /** Not wanted any more. */
  cancel(): void {
    this.cancelTimer?.();
    this.cancelTimer = null;
  }

  private work(): void {
    const { clock, work } = this.options;
    this.cancelTimer = null;
    const begunAt = clock.monotonic();
    work();
    const endedAt = clock.monotonic();
    this.notBefore = endedAt + (endedAt - begunAt) * pausesPerWork;
  }
}
