// The one way out: whatever asks the program to end, the core is stopped first, with a deadline.
import type { Clock } from '../core/ports.ts';

export interface QuitterOptions {
  readonly clock: Clock;
  /** Ends every child and closes everything. */
  readonly stop: () => Promise<void>;
  /** Ends at once what `stop` has left; called in any case, right before the exit. */
  readonly endNow: () => void;
  /** Ends the process without asking anybody again. */
  readonly exit: (status: number) => void;
  readonly deadlineMs: number;
  /** What is to be installed when all has ended well. True: it ends the process, for which it has as long again. */
  readonly install: () => boolean;
}

export interface Quitter {
  /** Whether the end has begun; what fails from then on is of no interest. */
  readonly begun: boolean;
  /** Whether all has ended but the process itself. */
  readonly ended: boolean;
  /**
   * Safe to call again and from every state. Exits with `status`, by default 0, or with 1 when the core fails to
   * stop or misses the deadline. `lastWords` are said when everything has ended, right before.
   */
  readonly quit: (status?: number, lastWords?: () => void) => void;
  /** As `quit`, when the system or the user's session ends, or may: nothing is installed, as there may be no time for it. */
  readonly quitWithSystem: () => void;
  /** Waits for nothing any more; exits with 1. */
  readonly endAtOnce: () => void;
}

export function createQuitter({ clock, stop, endNow, exit, deadlineMs, install }: QuitterOptions): Quitter {
  let begun = false;
  let ended = false;
  let isSystemEnding = false;
  let words = (): void => undefined;
  const end = (status: number): void => {
    if (ended) return;
    ended = true;
    endNow();
    words();
    if (status === 0 && !isSystemEnding && install()) clock.after(deadlineMs, () => exit(status));
    else exit(status);
  };
  // Again and again is normal: a terminal and npm both pass on the same Ctrl+C.
  const quit: Quitter['quit'] = (wanted = 0, lastWords = () => {}) => {
    if (begun) return;
    begun = true;
    words = lastWords;
    const cancelDeadline = clock.after(deadlineMs, () => end(1));
    stop()
      .then(() => end(wanted))
      .catch(() => end(1))
      .finally(cancelDeadline);
  };
  return {
    get begun() {
      return begun;
    },
    get ended() {
      return ended;
    },
    quit,
    quitWithSystem: () => {
      isSystemEnding = true;
      quit();
    },
    endAtOnce: () => end(1),
  };
}
