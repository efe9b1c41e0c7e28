// A child's stdout as messages: lines that can be JSON-RPC go on as valid UTF-8, everything else is noise (S2.3).
// Looks at the first characters only; whether a line really is a message is the relay's to find out.
import { isUtf8 } from 'node:buffer';
import { createLineSplitter, type LineSplitter } from './line-splitter.ts';

export interface MessageReaderOptions {
  readonly maxLineBytes: number;
  onMessage(line: Buffer): void;
  /** A line that is no message, such as a banner. */
  onNoise(line: Buffer): void;
  onOverlong(head: Buffer, tail: Buffer, totalBytes: number): void;
}

const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const quote = 0x22;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
/** Enough to tell what an overlong message was, and whose. */
const keptOfOverlongBytes = 1024;

/** Reads MCP's stdio framing (basic/transports, stdio): one message a line. */
export function createMessageReader(options: MessageReaderOptions): LineSplitter {
  let isFirst = true;
  return createLineSplitter({
    maxLineBytes: options.maxLineBytes,
    headBytes: Math.min(keptOfOverlongBytes, options.maxLineBytes),
    tailBytes: Math.min(keptOfOverlongBytes, options.maxLineBytes),
    onOverlong: (head, tail, totalBytes) => options.onOverlong(head, tail, totalBytes),
    onLine: (raw) => {
      const line = isFirst && raw.subarray(0, 3).equals(byteOrderMark) ? raw.subarray(3) : raw;
      isFirst = false;
      const start = skipBlanks(line, 0);
      if (start === line.length) return;
      if (!looksLikeMessage(line, start)) options.onNoise(line);
      else options.onMessage(isUtf8(line) ? line : Buffer.from(line.toString('utf8')));
    },
  });
}

/** `{` with a key or nothing inside, or `[` with an object or nothing inside: `[info] ready` is a log line. */
function looksLikeMessage(line: Buffer, start: number): boolean {
  const next = line[skipBlanks(line, start + 1)];
  if (line[start] === openBrace) return next === quote || next === closeBrace;
  return line[start] === openBracket && (next === openBrace || next === closeBracket);
}

function skipBlanks(line: Buffer, from: number): number {
  let index = from;
  while (line[index] === 0x20 || line[index] === 0x09 || line[index] === 0x0d) index++;
  return index;
}
