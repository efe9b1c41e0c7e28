// A strict JSON scanner over bytes: finds where values begin and end without building them.
// It accepts what JSON.parse accepts (RFC 8259), so that bytes which passed it can be handed on as they are, except for
// keys that stand twice and very deep nesting (see docs/decisions/0001).

import { wordAt } from './known-words.ts';
import { ScanError, unexpected } from './scan-error.ts';
import { skipString } from './strings.ts';

export { ScanError } from './scan-error.ts';
export { skipString } from './strings.ts';

/** Where a value stands: `start` inclusive, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Nesting beyond this is refused: no real message has it, and readers further on may recurse. */
export const maxDepth = 2000;

const quote = 0x22;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const comma = 0x2c;
const colon = 0x3a;

/** How the containers end that are open while one value is passed; what it holds is of no use to anybody afterwards. */
const closings = new Uint8Array(maxDepth);

const literals = new Map<number, Buffer>(
  ['true', 'false', 'null'].map((word) => [word.charCodeAt(0), Buffer.from(word)]),
);

/** Index of the first byte at or after `at` that is not JSON white space. */
export function skipSpace(bytes: Buffer, at: number): number {
  let index = at;
  for (;;) {
    const byte = bytes[index];
    if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) index++;
    else return index;
  }
}

/**
 * Index after the value that begins at or after `at`, within so many others. Throws ScanError when there is none.
 */
export function skipValue(bytes: Buffer, at: number, within = 0): number {
  let index = skipSpace(bytes, at);
  if (bytes[index] !== openBrace && bytes[index] !== openBracket) return skipScalar(bytes, index);
  let depth = 0;
  for (;;) {
    const byte = bytes[index];
    if (byte === openBrace || byte === openBracket) {
      const isObject = byte === openBrace;
      const inside = skipSpace(bytes, index + 1);
      if (bytes[inside] === (isObject ? closeBrace : closeBracket)) {
        index = inside + 1;
      } else {
        if (depth + within >= maxDepth) throw new ScanError(`nested more than ${maxDepth} deep`, index);
        closings[depth++] = isObject ? closeBrace : closeBracket;
        index = isObject ? skipKey(bytes, inside) : inside;
        continue;
      }
    } else {
      index = skipScalar(bytes, index);
    }
    // After a value: every container that ends here is left.
    for (; depth > 0; depth--) {
      const closing = closings[depth - 1];
      index = skipSpace(bytes, index);
      if (bytes[index] === comma) {
        index = skipSpace(bytes, index + 1);
        if (closing === closeBrace) index = skipKey(bytes, index);
        break;
      }
      if (bytes[index] !== closing) throw unexpected(bytes, index);
      index++;
    }
    if (depth === 0) return index;
  }
}

function skipScalar(bytes: Buffer, at: number): number {
  const byte = bytes[at];
  if (byte === quote) return skipString(bytes, at);
  if (byte === undefined) throw unexpected(bytes, at);
  const literal = literals.get(byte);
  if (literal === undefined) return skipNumber(bytes, at);
  const end = at + literal.length;
  if (bytes.compare(literal, 0, literal.length, at, Math.min(end, bytes.length)) !== 0)
    throw unexpected(bytes, at);
  return end;
}

/** Index after `"key" :` and the white space behind it. */
function skipKey(bytes: Buffer, at: number): number {
  const end = skipSpace(bytes, skipString(bytes, at));
  if (bytes[end] !== colon) throw unexpected(bytes, end);
  return skipSpace(bytes, end + 1);
}

function skipNumber(bytes: Buffer, at: number): number {
  let index = bytes[at] === 0x2d ? at + 1 : at;
  index = bytes[index] === 0x30 ? index + 1 : skipDigits(bytes, index);
  if (bytes[index] === 0x2e) index = skipDigits(bytes, index + 1);
  if (bytes[index] === 0x65 || bytes[index] === 0x45) {
    const sign = bytes[index + 1];
    index = skipDigits(bytes, sign === 0x2b || sign === 0x2d ? index + 2 : index + 1);
  }
  return index;
}

/** At least one digit. */
function skipDigits(bytes: Buffer, at: number): number {
  let index = at;
  for (let byte = bytes[index]; byte !== undefined && byte >= 0x30 && byte <= 0x39; byte = bytes[index])
    index++;
  if (index === at) throw unexpected(bytes, at);
  return index;
}

/**
 * Calls back with each member of the object at `at`, keys decoded; returns the index after the object.
 * Throws ScanError when it is not an object, or a key stands twice: readers differ in which one they take.
 */
export function eachMember(bytes: Buffer, at: number, visit: (key: string, value: Span) => void): number {
  const seen = new Set<string>();
  return passMembers(bytes, at, (key, keyAt, start) => {
    if (seen.has(key)) throw duplicateKey(key, keyAt);
    seen.add(key);
    const end = skipValue(bytes, start);
    visit(key, { start, end });
    return end;
  });
}

/** The same without a word on keys; `pass` says where a value ends that begins at `start`. */
export function passMembers(
  bytes: Buffer,
  at: number,
  pass: (key: string, keyAt: number, start: number) => number,
): number {
  let index = skipSpace(bytes, at);
  if (bytes[index] !== openBrace) throw unexpected(bytes, index);
  index = skipSpace(bytes, index + 1);
  if (bytes[index] === closeBrace) return index + 1;
  for (;;) {
    const keyEnd = skipString(bytes, index);
    const key = decodeString(bytes, { start: index, end: keyEnd });
    const colonAt = skipSpace(bytes, keyEnd);
    if (bytes[colonAt] !== colon) throw unexpected(bytes, colonAt);
    index = skipSpace(bytes, pass(key, index, skipSpace(bytes, colonAt + 1)));
    if (bytes[index] === closeBrace) return index + 1;
    if (bytes[index] !== comma) throw unexpected(bytes, index);
    index = skipSpace(bytes, index + 1);
  }
}

export function duplicateKey(key: string, at: number): ScanError {
  return new ScanError(`duplicate key ${JSON.stringify(key.slice(0, 40))}`, at);
}

/** Calls back with each element of the array at `at`; returns the index after the array. */
export function eachElement(bytes: Buffer, at: number, visit: (value: Span) => void): number {
  let index = skipSpace(bytes, at);
  if (bytes[index] !== openBracket) throw unexpected(bytes, index);
  index = skipSpace(bytes, index + 1);
  if (bytes[index] === closeBracket) return index + 1;
  for (;;) {
    const end = skipValue(bytes, index);
    visit({ start: index, end });
    index = skipSpace(bytes, end);
    if (bytes[index] === closeBracket) return index + 1;
    if (bytes[index] !== comma) throw unexpected(bytes, index);
    index = skipSpace(bytes, index + 1);
  }
}

/** The text of the string at `span`. */
export function decodeString(bytes: Buffer, span: Span): string {
  const word = wordAt(bytes, span.start + 1, span.end - 1);
  if (word !== undefined) return word;
  const inner = bytes.toString('utf8', span.start + 1, span.end - 1);
  return inner.includes('\\') ? String(JSON.parse(bytes.toString('utf8', span.start, span.end))) : inner;
}
