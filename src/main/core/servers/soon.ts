// One thing that is meant to happen soon: asked for again, it happens at the earliest of the times, and never later.
import type { Clock } from '../ports.ts';

export class Soon {
  private readonly clock: Clock;
  private readonly act: () => void;
  /** Monotonic milliseconds. */
  private dueAt = Number.POSITIVE_INFINITY;
  private cancelTimer: (() => void) | null = null;

  constructor(clock: Clock, act: () => void) {
    this.clock = clock;
    this.act = act;
  }

  /** In so many milliseconds at the latest. */
  within(ms: number): void {
    const dueAt = this.clock.monotonic() + ms;
    if (dueAt >= this.dueAt) return;
    this.cancel();
    this.dueAt = dueAt;
    this.cancelTimer = this.clock.after(ms, () => {
      this.cancel();
      this.act();
    });
  }

  cancel(): void {
    this.cancelTimer?.();
    this.cancelTimer = null;
    this.dueAt = Number.POSITIVE_INFINITY;
  }
}
