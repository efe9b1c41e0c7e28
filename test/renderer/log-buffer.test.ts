import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { appendHistory, appendStream, beginRun, emptyLogBuffer } from '../../src/renderer/logs/log-buffer.ts';
import type { LogBuffer } from '../../src/renderer/logs/log-buffer.ts';
import type { LogLine } from '../../src/shared/state.ts';

const options = { source: 'files', limit: 100 };

function line(seq: number, source = 'files'): LogLine {
  return { seq, time: seq, source, level: 'info', text: `line ${seq}` };
}

/** The buffer in short: numbers of lines, `-n` for a gap of n, `restart`. */
function shape(buffer: LogBuffer): readonly (number | string)[] {
  return buffer.entries.map((entry) => {
    if (entry.kind === 'line') return entry.line.seq;
    return entry.kind === 'gap' ? -entry.missing : 'restart';
  });
}

describe('a log buffer', () => {
  test('keeps the lines of its source only, and finds no gap where other sources stand between', () => {
    const lines = [line(0), line(1, 'other'), line(2, 'patchbay'), line(3)];
    expect(shape(appendStream(emptyLogBuffer, lines, options))).toEqual([0, 3]);
  });

  test('marks a gap where numbers of the stream are left out', () => {
    const first = appendStream(emptyLogBuffer, [line(0), line(1, 'other')], options);
    expect(shape(appendStream(first, [line(5)], options))).toEqual([0, -3, 5]);
  });

  test('sees no gap between a look back, which knows one source, and the stream after it', () => {
    const history = appendHistory(emptyLogBuffer, [line(3), line(9)], options);
    expect(shape(appendStream(history, [line(14), line(15)], options))).toEqual([3, 9, 14, 15]);
  });

  test('shows a line that comes twice once', () => {
    const history = appendHistory(emptyLogBuffer, [line(3), line(4)], options);
    expect(shape(appendStream(history, [line(4), line(5)], options))).toEqual([3, 4, 5]);
  });

  test('lets the oldest lines go and still counts them', () => {
    const lines = Array.from({ length: 250 }, (_, seq) => line(seq));
    const buffer = appendStream(emptyLogBuffer, lines, options);
    expect(shape(buffer)).toEqual(Array.from({ length: 100 }, (_, index) => index + 150));
    expect(buffer.received).toBe(250);
  });

  test('goes on after a restart, which counts from the beginning, with a mark between', () => {
    const before = appendStream(emptyLogBuffer, [line(7)], options);
    const after = appendHistory(beginRun(before, options.limit), [line(0)], options);
    expect(shape(after)).toEqual([7, 'restart', 0]);
  });

  test('has nothing to mark when a restart comes before the first line', () => {
    expect(shape(beginRun(emptyLogBuffer, options.limit))).toEqual([]);
  });

  test('gives every entry an id of its own that grows', () => {
    const batches = fc.array(fc.array(fc.nat(300)), { maxLength: 12 });
    fc.assert(
      fc.property(batches, (numbers) => {
        const buffer = numbers.reduce(
          (current, batch) =>
            appendStream(
              current,
              batch.toSorted((a, b) => a - b).map((seq) => line(seq)),
              options,
            ),
          emptyLogBuffer,
        );
        const ids = buffer.entries.map((entry) => entry.id);
        expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => a - b));
        expect(buffer.entries.length).toBeLessThanOrEqual(options.limit);
      }),
    );
  });

  test('holds the same lines however a stream is cut into batches', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 });
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(200)), cuts, (numbers, sizes) => {
        const lines = numbers
          .toSorted((a, b) => a - b)
          .map((seq) => line(seq, seq % 3 === 0 ? 'other' : 'files'));
        let rest = lines;
        let pieces = emptyLogBuffer;
        for (let turn = 0; rest.length > 0; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          pieces = appendStream(pieces, rest.slice(0, size), options);
          rest = rest.slice(size);
        }
        expect(pieces.entries).toEqual(appendStream(emptyLogBuffer, lines, options).entries);
      }),
    );
  });
});
