// How soon a server's lists are asked for after it said that they changed: at once for one that does so now and then, less
// and less often for one that does nothing else.
import type { Clock } from '../ports.ts';

/** Wait for more changes before asking, in milliseconds: at first, and at the longest. */
const firstMs = 50;
const longestMs = 5000;
/** Quiet for so long, it counts as one that changes now and then. */
const quietMs = 10_000;

export class LearnPace {
  private readonly clock: Clock;
  private nextMs = firstMs;
  /** Monotonic milliseconds. */
  private askedAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  get delayMs(): number {
    return this.isQuiet ? firstMs : this.nextMs;
  }

  /** Its lists are asked for because of a change. */
  asked(): void {
    this.nextMs = this.isQuiet ? firstMs : Math.min(2 * this.nextMs, longestMs);
    this.askedAt = this.clock.monotonic();
  }

  private get isQuiet(): boolean {
    return this.clock.monotonic() - this.askedAt >= quietMs;
  }
}
