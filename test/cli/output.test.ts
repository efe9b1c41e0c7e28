// Tables, durations and text of strangers.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duration } from '../../src/main/cli/output/durations.ts';
import { cut, lengthOf, printable, printableLine } from '../../src/main/cli/output/printable.ts';
import { table } from '../../src/main/cli/output/table.ts';

describe('table', () => {
  const columns = [
    { title: 'NAME', text: (row: readonly string[]) => row[0] ?? '', least: 6 },
    { title: 'COUNT', text: (row: readonly string[]) => row[1] ?? '' },
    { title: 'TEXT', text: (row: readonly string[]) => row[2] ?? '', least: 8 },
  ];

  it('aligns what people see, not bytes', () => {
    expect(
      table(
        columns,
        [
          ['ä́b', '1', 'x'],
          ['plain', '22', 'y'],
        ],
        null,
      ),
    ).toEqual(['NAME   COUNT  TEXT', 'ä́b     1      x', 'plain  22     y']);
  });

  it('takes from the last column first, and never below its least', () => {
    const rows = [['a-long-name', '12345', 'a long text that goes on']];
    expect(table(columns, rows, 32)[1]).toBe('a-long-name  12345  a long text…');
    expect(table(columns, rows, 26)[1]).toBe('a-long-n…  12345  a long …');
    expect(table(columns, rows, 10)[1]).toBe('a-lon…  12345  a long …');
  });

  it('fits whenever the least widths do', () => {
    const row = fc.tuple(fc.string(), fc.string({ maxLength: 5 }), fc.string());
    fc.assert(
      fc.property(fc.array(row), fc.integer({ min: 23, max: 120 }), (rows, width) => {
        for (const line of table(columns, rows, width)) expect(lengthOf(line)).toBeLessThanOrEqual(width);
      }),
    );
  });

  it('has a line for each row, whatever is in it', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.string(), fc.string({ unit: 'binary' }))), (rows) => {
        const lines = table(columns, rows, null);
        expect(lines).toHaveLength(rows.length + 1);
        expect(lines.some((line) => line.includes('\n'))).toBe(false);
      }),
    );
  });
});

describe('printable', () => {
  it('keeps text, tabs and line ends', () => {
    expect(printable('a\tb\r\nc – ü 漢 👩‍👩‍👧')).toBe('a\tb\nc – ü 漢 👩‍👩‍👧');
  });

  it('lets no control character through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(printableLine(text)).not.toMatch(/\p{Cc}|\p{Bidi_Control}/u);
      }),
    );
  });

  it('cuts between characters, not within', () => {
    expect(cut('👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 2)).toBe('👩‍👩‍👧…');
    expect(cut('abc', 3)).toBe('abc');
    expect(cut('abc', 0)).toBe('…');
  });
});

it.each([
  [0, '0 s'],
  [-5, '0 s'],
  [999, '0 s'],
  [41_000, '41 s'],
  [60_000, '1 min'],
  [61_000, '1 min 1 s'],
  [3_600_000, '1 h'],
  [3_601_000, '1 h'],
  [7_500_000, '2 h 5 min'],
  [90_000_000, '1 d 1 h'],
])('tells %d ms as %s', (ms, text) => {
  expect(duration(ms)).toBe(text);
});
