// Looks by itself at a server behind a URL that somebody uses: whether it still answers while nothing is asked of it, and,
// where it failed, whether it is there again. One that nobody uses is left alone.
import { deferred } from '../../deferred.ts';
import type { Clock, Logger } from '../../ports.ts';
import { Liveness } from '../liveness.ts';

export interface UrlWatchOptions {
  readonly name: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly isUsed: () => boolean;
  /** Requests are in flight. */
  readonly isBusy: () => boolean;
  /** When it may be asked at the earliest, in epoch milliseconds; null: now. */
  readonly retryAt: () => number | null;
  /** Asks it the cheapest thing that it has to answer itself; settles when it has, or the answer is not to be had. */
  readonly ping: () => Promise<void>;
  /** Makes it ready where it can be. Rejects where it cannot. */
  readonly open: () => Promise<void>;
  readonly onChange: () => void;
}

/** A ping that is not answered for so long counts as unheard, in milliseconds. */
const pingMs = 10_000;
/** Waits before a failed server is looked at, in milliseconds: the first, doubled each time up to the longest. */
const firstWaitMs = 2000;
const longestWaitMs = 60_000;

export class UrlWatch {
  private readonly options: UrlWatchOptions;
  private readonly liveness: Liveness;
  private waitMs = firstWaitMs;
  private cancelLook: (() => void) | null = null;

  constructor(options: UrlWatchOptions) {
    this.options = options;
    this.liveness = new Liveness({
      ...options,
      isIdle: () => options.isUsed() && !options.isBusy(),
      ping: () => this.ping(),
      // There is no process that could be started anew.
      onDead: null,
    });
  }

  /** Since when it does not answer though it takes connections, in epoch milliseconds. */
  get silentSince(): number | null {
    return this.liveness.silentSince;
  }

  /** It answered something. */
  heard(): void {
    this.liveness.heard();
  }

  /** It can be used. */
  ready(): void {
    this.rest();
    this.liveness.begin();
  }

  /** It failed; to be called each time. */
  failed(): void {
    this.liveness.end();
    if (this.cancelLook !== null) return;
    const { clock, retryAt } = this.options;
    const opensInMs = (retryAt() ?? 0) - clock.now();
    const cancel = clock.after(Math.max(this.waitMs, opensInMs), () => {
      this.waitMs = Math.min(2 * this.waitMs, longestWaitMs);
      void this.look(cancel);
    });
    this.cancelLook = cancel;
  }

  /** Nothing is looked at until something is seen of it again. */
  rest(): void {
    this.liveness.end();
    this.cancelLook?.();
    this.cancelLook = null;
    this.waitMs = firstWaitMs;
  }

  private async ping(): Promise<void> {
    const late = deferred<void>();
    const cancel = this.options.clock.after(pingMs, () => late.resolve());
    await Promise.race([this.options.ping(), late.promise]).finally(cancel);
  }

  /** `turn`: what began it; another one may have begun meanwhile. */
  private async look(turn: () => void): Promise<void> {
    const hasFailed =
      this.options.isUsed() &&
      (await this.options.open().then(
        () => false,
        () => true,
      ));
    if (this.cancelLook !== turn) return;
    this.cancelLook = null;
    if (hasFailed) this.failed();
    else this.options.onChange();
  }
}
