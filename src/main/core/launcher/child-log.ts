// What one child prints, on its way to the log: line by line, bounded in length and in rate (S2.3).
// Keeps the last stderr lines for the reason of a failure. Never slows the child down.
import type { LogLevel } from '../../../shared/state.ts';
import type { Clock, LogSink } from '../ports.ts';
import { createLineSplitter } from './line-splitter.ts';
import { cleanLogText, shorten } from './log-text.ts';

export interface ChildLog {
  stderr(chunk: Buffer): void;
  /** A line on stdout that is no message. */
  noise(line: Buffer): void;
  /** A stdout line that was too long to be passed on. */
  overlong(head: Buffer, totalBytes: number, maxLineBytes: number): void;
  /** The child is gone: logs what stands there without a line end. */
  end(): void;
  /** The last stderr lines, oldest first. */
  tail(): readonly string[];
}

const maxLineBytes = 8192;
const tailLines = 8;
const tailCharacters = 300;
/** A burst of so many lines passes; in the long run so many a second. What is beyond is counted, not kept. */
const burstLines = 2000;
const linesPerSecond = 200;

/** The log of one child of the server `name`. */
export function createChildLog(name: string, sink: LogSink, clock: Clock): ChildLog {
  const tail: string[] = [];
  let allowance = burstLines;
  let allowedAt = clock.monotonic();
  let dropped = 0;

  const tellDropped = (): void => {
    if (dropped === 0) return;
    sink.append(name, 'warn', `… ${dropped} lines left out: they came faster than the log takes them`);
    dropped = 0;
  };

  const append = (level: LogLevel, text: string): void => {
    const now = clock.monotonic();
    allowance = Math.min(burstLines, allowance + ((now - allowedAt) / 1000) * linesPerSecond);
    allowedAt = now;
    if (allowance < 1) {
      dropped++;
      return;
    }
    allowance--;
    tellDropped();
    sink.append(name, level, text);
  };

  const stderrLine = (text: string): void => {
    if (text === '') return;
    tail.push(shorten(text, tailCharacters));
    if (tail.length > tailLines) tail.shift();
    append('info', text);
  };

  const splitter = createLineSplitter({
    maxLineBytes,
    headBytes: maxLineBytes,
    tailBytes: 0,
    onLine: (line) => stderrLine(cleanLogText(line)),
    onOverlong: (head, _tail, totalBytes) => stderrLine(`${cleanLogText(head)}… [cut, ${totalBytes} bytes]`),
  });

  return {
    stderr: (chunk) => splitter.push(chunk),
    noise: (line) => append('warn', `stdout: ${cut(line)}`),
    overlong: (head, totalBytes, limit) =>
      append(
        'warn',
        `A message of ${totalBytes} bytes was dropped: at most ${limit} are taken. It began: ${cleanLogText(head)}`,
      ),
    end: () => {
      splitter.end();
      tellDropped();
    },
    tail: () => [...tail],
  };
}

function cut(line: Buffer): string {
  if (line.length <= maxLineBytes) return cleanLogText(line);
  return `${cleanLogText(line.subarray(0, maxLineBytes))}… [cut, ${line.length} bytes]`;
}
