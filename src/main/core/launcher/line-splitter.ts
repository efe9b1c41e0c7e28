// Cuts a stream of bytes into lines, in linear time and bounded memory (S2.3).
// Works on bytes only, so a character that arrives in two chunks stays whole. Knows nothing of what lines mean.

import { markWhole } from '../give-back.ts';

export interface LineSplitterOptions {
  /** Longest line in bytes, without its line end. */
  readonly maxLineBytes: number;
  /** How much of a longer line is handed to `onOverlong`, from its beginning and from its end; at most `maxLineBytes`. */
  readonly headBytes: number;
  readonly tailBytes: number;
  /** Without its line end (LF or CRLF). The bytes are the receiver's to keep. */
  onLine(line: Buffer): void;
  /** A line was too long: its first and last bytes, and its whole length. Called when it ends. */
  onOverlong(head: Buffer, tail: Buffer, totalBytes: number): void;
}

export interface LineSplitter {
  /** Whether a line was handed on that lies in the chunk; otherwise nothing of it is needed any more. */
  push(chunk: Buffer): boolean;
  /** The stream is over: what stands there without a line end is a line too. */
  end(): void;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const firstCapacityBytes = 4096;
const nothing = Buffer.alloc(0);
/** So many times of what has come is expected to come in all, at most. */
const mostForesight = 4;

/** A splitter with empty memory. */
export function createLineSplitter(options: LineSplitterOptions): LineSplitter {
  // One more byte than a line may have: the carriage return of a longest line.
  const mostHeldBytes = options.maxLineBytes + 1;
  let held = nothing;
  let heldBytes = 0;
  let lastHeldBytes = 0;
  /** Length so far of a line that is too long, of which only the head is held; 0 while the line may still fit. */
  let overlongBytes = 0;
  let tail: Buffer = nothing;

  const lastOf = (...parts: readonly Buffer[]): Buffer => {
    const all = parts.length === 1 ? parts[0] : Buffer.concat(parts);
    return Buffer.from(all?.subarray(Math.max(0, all.length - options.tailBytes)) ?? nothing);
  };

  const append = (part: Buffer): void => {
    const needed = heldBytes + part.length;
    if (needed > held.length) {
      // Doubling keeps the copying linear however small the chunks are; long lines are often followed by others as long.
      const expected = Math.min(lastHeldBytes, needed * mostForesight);
      const grown = Buffer.allocUnsafeSlow(Math.max(needed, expected, held.length * 2, firstCapacityBytes));
      held.copy(grown, 0, 0, heldBytes);
      held = grown;
    }
    part.copy(held, heldBytes);
    heldBytes = needed;
  };

  const forget = (): void => {
    held = nothing;
    heldBytes = 0;
    overlongBytes = 0;
    tail = nothing;
  };

  const hold = (part: Buffer): void => {
    if (overlongBytes > 0) {
      overlongBytes += part.length;
      tail = part.length >= options.tailBytes ? lastOf(part) : lastOf(tail, part);
    } else if (heldBytes + part.length <= mostHeldBytes) {
      append(part);
    } else {
      overlongBytes = heldBytes + part.length;
      const end = held.subarray(Math.max(0, heldBytes - options.tailBytes), heldBytes);
      tail = part.length >= options.tailBytes ? lastOf(part) : lastOf(end, part);
      const known = held.subarray(0, Math.min(heldBytes, options.headBytes));
      held = Buffer.concat([known, part.subarray(0, options.headBytes - known.length)]);
      heldBytes = held.length;
    }
  };

  const deliver = (line: Buffer): void => {
    const text = line.at(-1) === carriageReturn ? line.subarray(0, -1) : line;
    if (text.length <= options.maxLineBytes) options.onLine(text);
    else options.onOverlong(Buffer.from(text.subarray(0, options.headBytes)), lastOf(text), text.length);
  };

  const finish = (part: Buffer): void => {
    if (heldBytes === 0 && overlongBytes === 0) {
      deliver(part);
      return;
    }
    hold(part);
    const line = held.subarray(0, heldBytes);
    lastHeldBytes = heldBytes;
    const [totalBytes, end] = [overlongBytes, tail];
    forget();
    if (totalBytes > 0) options.onOverlong(line, end, totalBytes);
    else deliver(markWhole(line));
  };

  return {
    push: (chunk) => {
      let isKept = false;
      let start = 0;
      for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, start)) {
        isKept ||= heldBytes === 0 && overlongBytes === 0;
        finish(chunk.subarray(start, end));
        start = end + 1;
      }
      if (start < chunk.length) hold(chunk.subarray(start));
      return isKept;
    },
    end: () => {
      if (heldBytes > 0 || overlongBytes > 0) finish(nothing);
    },
  };
}
