// Where a JSON string ends: what is short byte by byte, what goes on for long in windows (plain-run.ts).
import { plainRuns, windowBytes } from './plain-run.ts';
import { unexpected } from './scan-error.ts';

/** Runs without an escape that are longer are looked at in another way. */
const shortBytes = 48;
/** What stands next in a long string is looked at so far before that: text has many escapes. */
const nearBytes = 16;

const quote = 0x22;
const backslash = 0x5c;
const escapable = new Set(Buffer.from('"\\/bfnrt'));

/** Index after the string that begins exactly at `at`. */
export function skipString(bytes: Buffer, at: number): number {
  if (bytes[at] !== quote) throw unexpected(bytes, at);
  const longAt = at + shortBytes;
  let index = at + 1;
  while (index < longAt) {
    const byte = bytes[index];
    if (byte === quote) return index + 1;
    if (byte === backslash) index = skipEscape(bytes, index);
    else if (byte === undefined || byte < 0x20) throw unexpected(bytes, index);
    else index++;
  }
  return skipLongString(bytes, index);
}

/** The rest of a string, in windows that grow: most strings end soon, and what is copied in vain counts as well. */
function skipLongString(bytes: Buffer, at: number): number {
  const { window, find } = plainRuns();
  let start = at;
  for (let most = 16 * shortBytes; ; most = Math.min(8 * most, windowBytes)) {
    const length = Math.min(most, bytes.length - start);
    if (length <= 0) throw unexpected(bytes, start);
    bytes.copy(window, 0, start, start + length);
    let index = find(0, length);
    while (index < length) {
      if (window[index] === quote) return start + index + 1;
      if (window[index] !== backslash) throw unexpected(bytes, start + index);
      index = skipEscape(bytes, start + index) - start;
      const near = Math.min(index + nearBytes, length);
      while (index < near && isPlain(window[index])) index++;
      if (index === near && near < length) index = find(index, length);
    }
    start += index;
  }
}

function isPlain(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x20 && byte !== quote && byte !== backslash;
}

function skipEscape(bytes: Buffer, at: number): number {
  const kind = bytes[at + 1];
  if (kind === 0x6e || kind === quote) return at + 2;
  if (kind === 0x75) {
    for (let digit = at + 2; digit < at + 6; digit++) {
      if (!isHexDigit(bytes[digit])) throw unexpected(bytes, digit);
    }
    return at + 6;
  }
  if (kind === undefined || !escapable.has(kind)) throw unexpected(bytes, at + 1);
  return at + 2;
}

function isHexDigit(byte: number | undefined): boolean {
  return (
    byte !== undefined &&
    ((byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66))
  );
}
