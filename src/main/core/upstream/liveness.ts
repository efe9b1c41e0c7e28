// Whether a server that runs is alive: when it was last heard, and, while nothing is asked of it, whether it answers a ping
// (MCP basic/utilities/ping). One that has answered pings and no longer does is shown as silent, and in the end started
// anew. One that never answered any is left in peace: it may simply not know them.
import type { Clock, Logger } from '../ports.ts';

export interface LivenessOptions {
  readonly name: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** It is open, and nobody waits for an answer of it: one that works may be too busy for pings. */
  readonly isIdle: () => boolean;
  /** Asks it something; settles when it is answered, in whatever way, or has not been in good time. */
  readonly ping: () => Promise<void>;
  /** `silentSince` changed, or an answer to a ping came. */
  readonly onChange: () => void;
  /** It has been silent for too long. null: nothing can be done about that but ask it less and less often. */
  readonly onDead: (() => void) | null;
}

/** How often it is looked at, in milliseconds. */
const lookMs = 15_000;
/** Unheard for so long, in milliseconds, it is pinged. */
const quietMs = 60_000;
/** The longest wait between pings to one that is silent, in milliseconds. */
const longestWaitMs = 300_000;
/** So many pings in a row without an answer: it is silent; */
const silentAfter = 2;
/** so many: it is dead. */
const deadAfter = 8;

export class Liveness {
  private readonly options: LivenessOptions;
  private heardAt: number | null = null;
  private unheardSince: number | null = null;
  private missed = 0;
  /** Whether it answers pings; null: it was not asked yet. */
  private answersPings: boolean | null = null;
  private isAsking = false;
  /** When it may be asked again; monotonic milliseconds. */
  private nextAt = 0;
  /** Since it was asked. */
  private hasSpoken = false;
  private stopLooking: (() => void) | null = null;

  constructor(options: LivenessOptions) {
    this.options = options;
  }

  /** When anything of it was last heard, in epoch milliseconds. */
  get lastSeenAt(): number | null {
    return this.heardAt;
  }

  /** Since when it does not answer, in epoch milliseconds; null while it does. */
  get silentSince(): number | null {
    return this.unheardSince;
  }

  /** A child is open. */
  begin(): void {
    this.end();
    this.heard();
    // What does not know pings says so, where each question is answered on its own.
    if (this.options.onDead === null) this.answersPings = true;
    this.stopLooking = this.options.clock.every(lookMs, () => void this.look());
  }

  /** A message came. */
  heard(): void {
    this.heardAt = this.options.clock.now();
    this.hasSpoken = true;
    this.missed = 0;
    this.nextAt = 0;
    if (this.unheardSince === null) return;
    this.unheardSince = null;
    this.options.logger.info(`"${this.options.name}" answers again.`);
    this.options.onChange();
  }

  /** The child is gone; what is on its way no longer counts. */
  end(): void {
    this.stopLooking?.();
    this.stopLooking = null;
    this.answersPings = null;
    this.missed = 0;
    this.nextAt = 0;
    this.unheardSince = null;
  }

  private async look(): Promise<void> {
    const { clock, isIdle, ping, onChange } = this.options;
    const isQuiet = this.missed > 0 || clock.now() - (this.heardAt ?? 0) >= quietMs;
    const isDue = isQuiet && clock.monotonic() >= this.nextAt;
    if (this.isAsking || this.answersPings === false || !isDue || !isIdle()) return;
    const watch = this.stopLooking;
    this.isAsking = true;
    this.hasSpoken = false;
    await ping().catch(() => undefined);
    this.isAsking = false;
    // Another child runs by now, or none.
    if (this.stopLooking !== watch) return;
    if (this.hasSpoken) {
      this.answersPings = true;
      onChange();
    } else {
      this.missedOne();
    }
  }

  private missedOne(): void {
    const { name, logger, isIdle, onChange, onDead } = this.options;
    this.answersPings ??= false;
    if (!this.answersPings) return;
    this.missed++;
    if (this.missed === silentAfter) {
      this.unheardSince = this.heardAt;
      logger.warn(`"${name}" runs, but does not answer.`);
      onChange();
    }
    if (onDead === null) {
      const { clock } = this.options;
      this.nextAt = clock.monotonic() + Math.min(lookMs * 2 ** this.missed, longestWaitMs);
    } else if (this.missed >= deadAfter && isIdle()) {
      logger.warn(`"${name}" has not answered ${this.missed} pings; starting it anew.`);
      onDead();
    }
  }
}
