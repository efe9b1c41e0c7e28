// How often somebody may ask: so many requests a minute each, at any pace within that minute (GCRA: one time for each).
// Does not know what a request is, nor who asks.
import type { Clock } from '../ports.ts';
import { keepNewest } from '../relay/keep-newest.ts';

/** Askers that are remembered at once; those unheard of for longest are forgotten first. */
const maxAskers = 10_000;
const windowMs = 60_000;

export interface RateLimitsOptions {
  /** Asked each time. */
  readonly perMinute: () => number;
  readonly clock: Pick<Clock, 'monotonic'>;
}

export class RateLimits {
  private readonly options: RateLimitsOptions;
  /** Until when each has used up what it may, in milliseconds of the monotonic clock. */
  private readonly usedUntil = new Map<string, { until: number }>();
  /** Who was counted last stands at the end. */
  private newest: { until: number } | null = null;

  constructor(options: RateLimitsOptions) {
    this.options = options;
  }

  /** Counts a request of this asker: null where it may go on, else in how many milliseconds it may ask again. */
  take(asker: string): number | null {
    const now = this.options.clock.monotonic();
    const known = this.usedUntil.get(asker);
    const next = Math.max(known?.until ?? 0, now) + windowMs / this.options.perMinute();
    // At least one may always go on.
    if (next - now > windowMs && known !== undefined) return next - now - windowMs;
    const used = known ?? { until: next };
    used.until = next;
    if (used === this.newest) return null;
    this.usedUntil.delete(asker);
    this.usedUntil.set(asker, used);
    this.newest = used;
    keepNewest(this.usedUntil, maxAskers);
    return null;
  }
}
