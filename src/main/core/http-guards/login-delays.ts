// Whoever fails to log in again and again waits longer and longer. Counts failures only: what is right is let in at once, or
// any program of this machine could lock out its owner, as all share one address.
import type { Clock } from '../ports.ts';
import { keepNewest } from '../relay/keep-newest.ts';

/** Failures that cost nothing: old tokens in several clients, a mistake of hand. */
const freeFailures = 20;
const firstDelayMs = 1000;
const longestDelayMs = 300_000;
/** Quiet for so long, and all is forgotten. */
const forgetMs = 600_000;
const maxAskers = 10_000;

interface Failures {
  readonly count: number;
  /** By the monotonic clock, both. */
  readonly lastAt: number;
  readonly waitsUntil: number;
}

export class LoginDelays {
  private readonly clock: Pick<Clock, 'monotonic'>;
  private readonly failures = new Map<string, Failures>();

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.clock = clock;
  }

  /** A failure from this address: null, or for how many milliseconds failures are not even looked at. */
  failed(address: string): number | null {
    const now = this.clock.monotonic();
    const known = this.failures.get(address);
    if (known !== undefined && now < known.waitsUntil) return known.waitsUntil - now;
    const before = known === undefined || now - known.lastAt > forgetMs ? 0 : known.count;
    const over = before - freeFailures;
    const delayMs = over < 0 ? 0 : Math.min(firstDelayMs * 2 ** Math.min(over, 30), longestDelayMs);
    this.failures.delete(address);
    this.failures.set(address, { count: before + 1, lastAt: now, waitsUntil: now + delayMs });
    keepNewest(this.failures, maxAskers);
    return delayMs === 0 ? null : delayMs;
  }
}
