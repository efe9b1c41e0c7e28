// A clock that stands still until a test moves it.
import type { Clock } from '../../src/main/core/ports.ts';

export interface FakeClock extends Clock {
  /** Moves both times on, calling what falls due on the way, in order. */
  advance(ms: number): void;
  /** How many timers wait. */
  pending(): number;
}

interface Timer {
  dueAt: number;
  readonly everyMs: number | null;
  readonly callback: () => void;
}

/** Starts at the given epoch milliseconds. */
export function fakeClock(startMs = 1_700_000_000_000): FakeClock {
  let elapsedMs = 0;
  const timers = new Set<Timer>();

  function add(timer: Timer): () => void {
    timers.add(timer);
    return () => timers.delete(timer);
  }

  function nextDue(endMs: number): Timer | undefined {
    return [...timers]
      .filter((timer) => timer.dueAt <= endMs)
      .sort((left, right) => left.dueAt - right.dueAt)[0];
  }

  return {
    now: () => startMs + elapsedMs,
    monotonic: () => elapsedMs,
    after: (ms, callback) => add({ dueAt: elapsedMs + ms, everyMs: null, callback }),
    every: (ms, callback) => add({ dueAt: elapsedMs + ms, everyMs: ms, callback }),
    advance(ms) {
      const endMs = elapsedMs + ms;
      for (let timer = nextDue(endMs); timer !== undefined; timer = nextDue(endMs)) {
        elapsedMs = timer.dueAt;
        if (timer.everyMs === null) timers.delete(timer);
        else timer.dueAt += timer.everyMs;
        timer.callback();
      }
      elapsedMs = endMs;
    },
    pending: () => timers.size,
  };
}
