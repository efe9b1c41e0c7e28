// Bytes into lines: the same lines however the bytes arrive, in bounded memory.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { givingBack } from '../../../src/main/core/give-back.ts';
import { createLineSplitter } from '../../../src/main/core/launcher/line-splitter.ts';

interface Collected {
  readonly lines: string[];
  readonly overlong: { readonly head: string; readonly tail: string; readonly totalBytes: number }[];
}

function split(chunks: readonly Buffer[], maxLineBytes = 1_000_000, headBytes = 10): Collected {
  const collected: Collected = { lines: [], overlong: [] };
  const splitter = createLineSplitter({
    maxLineBytes,
    headBytes: Math.min(headBytes, maxLineBytes),
    onLine: (line) => collected.lines.push(line.toString('utf8')),
    tailBytes: Math.min(headBytes, maxLineBytes),
    onOverlong: (head, tail, totalBytes) =>
      collected.overlong.push({
        head: head.toString('utf8'),
        tail: tail.toString('utf8').trimEnd(),
        totalBytes,
      }),
  });
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return collected;
}

/** Cuts bytes at the given places, wherever in a character they fall. */
function cutAt(bytes: Buffer, places: readonly number[]): Buffer[] {
  const cuts = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort(
    (one, other) => one - other,
  );
  return [0, ...cuts].map((from, index) => bytes.subarray(from, cuts[index] ?? bytes.length));
}

/** As many different characters as possible, so that a tail shows where it was cut. */
const digits = (length: number): string => '0123456789'.repeat(10).slice(0, Math.max(0, length));

const lineText = fc
  .string({ unit: 'grapheme', maxLength: 40 })
  .map((text) => text.replaceAll(/[\r\n]/g, ' '));
const lineEnd = fc.constantFrom('\n', '\r\n');

describe('the line splitter', () => {
  it('needs nothing of a chunk of which it says so', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(lineText, lineEnd), { maxLength: 20 }),
        fc.array(fc.nat(), { maxLength: 60 }),
        fc.integer({ min: 1, max: 60 }),
        (lines, places, maxLineBytes) => {
          const bytes = Buffer.from(lines.map(([text, end]) => text + end).join(''));
          const told = split(cutAt(bytes, places), maxLineBytes);
          const found: Buffer[] = [];
          const lost: string[] = [];
          const splitter = createLineSplitter({
            maxLineBytes,
            headBytes: 1,
            tailBytes: 1,
            onLine: (line) => found.push(line),
            onOverlong: (head) => lost.push(head.toString('latin1')),
          });
          const kept = cutAt(bytes, places).map((part) => {
            const chunk = Buffer.from(part);
            const isKept = splitter.push(chunk);
            if (!isKept) chunk.fill(0xff);
            return isKept;
          });
          splitter.end();
          expect(found.map((line) => line.toString('utf8'))).toEqual(told.lines);
          expect(lost.length).toBe(told.overlong.length);
          expect(lost).not.toContain('\xff');
          // A whole line in one chunk is handed on as it lies there.
          expect(kept.includes(true) || places.length > 0 || told.lines.length === 0).toBe(true);
        },
      ),
    );
  });

  it('names long lines that lie alone in their memory, and no others', () => {
    const known: boolean[] = [];
    const splitter = createLineSplitter({
      maxLineBytes: 1_000_000,
      headBytes: 1,
      tailBytes: 1,
      onLine: (line) => known.push(givingBack(line) !== undefined),
      onOverlong: () => undefined,
    });
    const [long, short] = [20_000, 100].map((bytes) => Buffer.from(`${'x'.repeat(bytes)}\n`));
    for (const line of [long, short])
      if (line !== undefined) for (const part of cutAt(line, [50])) splitter.push(part);
    if (long !== undefined && short !== undefined) splitter.push(Buffer.concat([long, short]));
    expect(known).toEqual([true, false, false, false]);
  });

  it('gives the same lines however the bytes are cut into chunks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(lineText, lineEnd), { maxLength: 20 }),
        lineText.filter((text) => text !== ''),
        fc.array(fc.nat(), { maxLength: 60 }),
        (lines, last, places) => {
          const bytes = Buffer.from(lines.map(([text, end]) => text + end).join('') + last);
          const wanted = [...lines.map(([text]) => text), last];
          expect(split(cutAt(bytes, places)).lines).toEqual(wanted);
          expect(split([...bytes].map((byte) => Buffer.from([byte]))).lines).toEqual(wanted);
        },
      ),
    );
  });

  it('tells the same of short and over-long lines however the bytes are cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: 40 }), lineEnd), { maxLength: 20 }),
        fc.array(fc.nat(), { maxLength: 60 }),
        (lines, places) => {
          const texts = lines.map(([length]) => 'xxxxx'.slice(0, length) + digits(length - 5));
          const bytes = Buffer.from(lines.map(([, end], index) => `${texts[index] ?? ''}${end}`).join(''));
          const { lines: fitting, overlong } = split(cutAt(bytes, places), 20, 5);
          expect(fitting.map((line) => line.length)).toEqual(
            lines.map(([length]) => length).filter((length) => length <= 20),
          );
          expect(overlong.map(({ head }) => head)).toEqual(overlong.map(() => 'xxxxx'));
          for (const [index, text] of texts.filter(({ length }) => length > 20).entries()) {
            const tail = overlong[index]?.tail ?? '';
            expect([text.endsWith(tail), tail.length >= 4]).toEqual([true, true]);
          }
          expect(overlong).toHaveLength(lines.filter(([length]) => length > 20).length);
        },
      ),
    );
  });

  it('takes a line of exactly the limit, whichever its line end', () => {
    expect(split([Buffer.from('12345\r\n12345\n12345')], 5)).toEqual({
      lines: ['12345', '12345', '12345'],
      overlong: [],
    });
  });

  it('drops a line that is too long with its head and length, and goes on with the next', () => {
    const chunks = ['abc', 'defghij', 'klmno\nnext\n', 'x'.repeat(30), '\nlast'].map((text) =>
      Buffer.from(text),
    );
    expect(split(chunks, 8, 4)).toEqual({
      lines: ['next', 'last'],
      overlong: [
        { head: 'abcd', tail: 'lmno', totalBytes: 15 },
        { head: 'xxxx', tail: 'xxxx', totalBytes: 30 },
      ],
    });
  });

  it('reports an over-long line that ends with the stream', () => {
    expect(split([Buffer.from('0123456789')], 4, 2).overlong).toEqual([
      { head: '01', tail: '89', totalBytes: 10 },
    ]);
  });

  it('gives empty lines as empty, and none for an empty stream', () => {
    expect(split([Buffer.from('\n\r\n\na\n')]).lines).toEqual(['', '', '', 'a']);
    expect(split([]).lines).toEqual([]);
    expect(split([Buffer.from('a\n')]).lines).toEqual(['a']);
  });

  it('reads a line of 16 MB in small chunks without copying it over and over', () => {
    const chunk = Buffer.alloc(1024, 'y');
    let delivered = 0;
    const splitter = createLineSplitter({
      maxLineBytes: 16 * 1024 * 1024,
      headBytes: 10,
      tailBytes: 10,
      onLine: (line) => {
        delivered = line.length;
      },
      onOverlong: () => undefined,
    });
    const copied = countCopies(() => {
      for (let part = 0; part < 16 * 1024; part++) splitter.push(chunk);
      splitter.push(Buffer.from('\n'));
    });
    expect(delivered).toBe(16 * 1024 * 1024);
    expect(copied).toBeLessThan(3 * 16 * 1024 * 1024);
  });

  it('hands a line that lies in one chunk on without copying', () => {
    expect(countCopies(() => split([Buffer.from('one\ntwo\nthree\n')]))).toBe(0);
  });
});

/** Bytes that Buffer#copy moved while `work` ran. */
function countCopies(work: () => void): number {
  const { copy } = Buffer.prototype;
  let bytes = 0;
  Buffer.prototype.copy = function counted(this: Buffer, ...args: Parameters<Buffer['copy']>): number {
    const moved = copy.apply(this, args);
    bytes += moved;
    return moved;
  };
  try {
    work();
  } finally {
    Buffer.prototype.copy = copy;
  }
  return bytes;
}
