// Log lines that wait for a reader: bounded by number and size, the oldest go first.
import type { LogLine } from '../../../shared/state.ts';

const maxLines = 2000;
const maxCharacters = 1_048_576;

export interface LineQueue {
  readonly size: number;
  add(line: LogLine): void;
  /** Empties the queue. */
  takeAll(): readonly LogLine[];
}

/** A queue of at most 2,000 lines and about a million characters; a single longer line still fits. */
export function createLineQueue(): LineQueue {
  let lines: LogLine[] = [];
  let characters = 0;

  return {
    get size() {
      return lines.length;
    },
    add(line) {
      lines.push(line);
      characters += line.text.length;
      while (lines.length > maxLines || (characters > maxCharacters && lines.length > 1)) {
        characters -= lines.shift()?.text.length ?? 0;
      }
    },
    takeAll() {
      const taken = lines;
      lines = [];
      characters = 0;
      return taken;
    },
  };
}
