// Tells a signal that somebody sends once more, because it takes too long, from echoes of the one before.
import type { Clock } from './ports.ts';

/**
 * One Ctrl+C or one `systemctl stop` often arrives several times: by itself, passed on by npm or another parent, and
 * up to half a second later from `npm start`, when that notices that its parent is gone.
 */
const sameSignalMs = 1000;

export class RepeatedSignals {
  private readonly clock: Clock;
  /** Monotonic milliseconds. */
  private firstAt: number | null = null;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** To be called at each signal that asks for the end. */
  hear(): 'first' | 'echo' | 'again' {
    const now = this.clock.monotonic();
    if (this.firstAt === null) {
      this.firstAt = now;
      return 'first';
    }
    return now - this.firstAt < sameSignalMs ? 'echo' : 'again';
  }
}
