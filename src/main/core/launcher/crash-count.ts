// Crashes in a row: when a server is started again after one, and when it is given up.
import { backoffMs } from './backoff.ts';
import type { SupervisorTiming } from './types.ts';

export interface CrashCountOptions {
  readonly maxRestarts: number;
  readonly timing: Pick<SupervisorTiming, 'firstBackoffMs' | 'longestBackoffMs' | 'healthyMs'>;
  /** 0 (inclusive) to 1 (exclusive), for jitter. */
  readonly random: () => number;
}

export class CrashCount {
  /** In a row. */
  count = 0;
  private readonly options: CrashCountOptions;

  constructor(options: CrashCountOptions) {
    this.options = options;
  }

  get isTooMany(): boolean {
    return this.count > this.options.maxRestarts;
  }

  /** Milliseconds before the next start; another answer at each call, as chance has a part in it. */
  delayMs(): number {
    const { firstBackoffMs: firstMs, longestBackoffMs: longestMs } = this.options.timing;
    return backoffMs(this.count, { firstMs, longestMs }, this.options.random());
  }

  /** One more, of a child that had been ready for so many milliseconds: long enough, and the count starts anew. */
  add(readyMs: number): void {
    this.count = readyMs >= this.options.timing.healthyMs ? 1 : this.count + 1;
  }

  /** Somebody decided what becomes of the server. */
  reset(): void {
    this.count = 0;
  }
}
