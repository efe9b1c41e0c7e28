// New log lines for those who watch, in batches, so that a chatty server costs few messages.
// A slow moment drops the oldest lines; the gap in `seq` tells.
import type { LogLine } from '../../../shared/state.ts';
import type { Clock } from '../ports.ts';

export interface LineBatches {
  push(line: LogLine): void;
  subscribe(listener: (lines: readonly LogLine[]) => void): () => void;
  /** Nobody hears anything any more. */
  close(): void;
}

const batchMs = 50;
const maxWaiting = 5000;

/** `onFault` hears of a listener that threw; it is not called again. */
export function createLineBatches(clock: Clock, onFault: (error: unknown) => void): LineBatches {
  const listeners = new Set<(lines: readonly LogLine[]) => void>();
  let waiting: LogLine[] = [];
  let cancel: (() => void) | null = null;

  const flush = (): void => {
    cancel = null;
    const lines = waiting.slice(-maxWaiting);
    waiting = [];
    for (const listener of listeners) {
      try {
        listener(lines);
      } catch (error) {
        listeners.delete(listener);
        onFault(error);
      }
    }
  };

  return {
    push: (line) => {
      if (listeners.size === 0) return;
      waiting.push(line);
      if (waiting.length >= 2 * maxWaiting) waiting = waiting.slice(-maxWaiting);
      cancel ??= clock.after(batchMs, flush);
    },
    subscribe: (listener) => {
      // The same function may subscribe twice.
      const own = (lines: readonly LogLine[]): void => listener(lines);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
    close: () => {
      cancel?.();
      cancel = null;
      waiting = [];
      listeners.clear();
    },
  };
}
