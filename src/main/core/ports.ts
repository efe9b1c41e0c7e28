// What the core takes from its surroundings, so that tests can hand it something else.
import type { LogLevel } from '../../shared/state.ts';

/** Time. `now` is wall-clock epoch milliseconds; `monotonic` never jumps and is for measuring durations. */
export interface Clock {
  now(): number;
  monotonic(): number;
  /** Calls back once after `ms`; returns a cancel function. Does not keep the process alive. */
  after(ms: number, callback: () => void): () => void;
  /** Calls back every `ms`; returns a cancel function. Does not keep the process alive. */
  every(ms: number, callback: () => void): () => void;
  /**
   * Calls back once when the event loop has told everything that came with this turn. Absent: whatever would wait for that
   * is done at once.
   */
  endOfTurn?(callback: () => void): void;
}

/** Where messages for people go. Never pass secrets; redaction is a net, not a licence. */
export interface Logger {
  error(message: string): void;
  warn(message: string): void;
  info(message: string): void;
  debug(message: string): void;
}

/** Where the lines that a child prints go: bounded, per source. */
export interface LogSink {
  append(source: string, level: LogLevel, text: string): void;
}

/** The machine's clock. */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    endOfTurn: (callback) => void setImmediate(callback),
    after: (ms, callback) => {
      const timer = setTimeout(callback, ms);
      timer.unref();
      return () => clearTimeout(timer);
    },
    every: (ms, callback) => {
      const timer = setInterval(callback, ms);
      timer.unref();
      return () => clearInterval(timer);
    },
  };
}
