// Brings many calls in a short time down to few: the first runs at once, the last is never lost.
import type { Clock } from '../core/ports.ts';

export interface Coalesced {
  /** Runs the work now, or when `everyMs` have passed since it last ran. */
  (): void;
  /** Forgets what is waiting. */
  cancel(): void;
}

/** `work` made to run at most once in `everyMs` milliseconds. */
export function coalesce(clock: Clock, everyMs: number, work: () => void): Coalesced {
  let quietUntilOver: (() => void) | null = null;
  let again = false;
  const run = (): void => {
    again = false;
    quietUntilOver = clock.after(everyMs, () => {
      quietUntilOver = null;
      if (again) run();
    });
    work();
  };
  return Object.assign(
    () => {
      if (quietUntilOver === null) run();
      else again = true;
    },
    {
      cancel: () => {
        quietUntilOver?.();
        quietUntilOver = null;
        again = false;
      },
    },
  );
}
