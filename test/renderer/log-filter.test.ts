import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLogFilter, lineAt, neighbour } from '../../src/renderer/logs/log-filter.ts';
import type { LogChoice } from '../../src/renderer/logs/log-filter.ts';
import type { LogEntry } from '../../src/renderer/logs/log-buffer.ts';
import { placesOf } from '../../src/renderer/logs/log-search.ts';
import { plainLine } from '../../src/renderer/logs/log-text.ts';
import type { LogLevel } from '../../src/shared/state.ts';

const levels = ['debug', 'info', 'warn', 'error'] as const;

function line(id: number, text: string, level: LogLevel = 'info', time = id * 1000): LogEntry {
  return { kind: 'line', id, line: { seq: id, time, source: 'files', level, text } };
}

const all: LogChoice = { level: 'debug', query: '', onlyFound: false };

describe('choosing lines', () => {
  test('goes on from what it knows exactly as if it had begun anew', () => {
    const step = fc.record({
      added: fc.array(fc.tuple(fc.constantFrom('one', 'TWO', 'three'), fc.constantFrom(...levels))),
      dropped: fc.integer({ min: 0, max: 5 }),
      choice: fc.option(
        fc.record({
          level: fc.constantFrom(...levels),
          query: fc.constantFrom('', 'o', 'two', 'nothing'),
          onlyFound: fc.boolean(),
        }),
        { nil: null },
      ),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const going = createLogFilter();
        let [entries, choice, nextId]: [readonly LogEntry[], LogChoice, number] = [[], all, 0];
        for (const { added, dropped, choice: chosen } of steps) {
          entries = [...entries.slice(dropped), ...added.map(([text, level]) => line(nextId++, text, level))];
          choice = chosen ?? choice;
          expect(going(entries, choice)).toEqual(createLogFilter()(entries, choice));
        }
      }),
    );
  });

  test('finds texts in any case, leaves out lighter lines, and knows the failures', () => {
    const entries: readonly LogEntry[] = [
      line(1, 'Listening', 'debug'),
      { kind: 'gap', id: 2, missing: 3 },
      line(3, 'it LISTENS', 'warn'),
      line(4, 'broken', 'error'),
    ];
    const choose = (choice: Partial<LogChoice>) => createLogFilter()(entries, { ...all, ...choice });
    expect(choose({ query: 'listen' })).toMatchObject({ found: [1, 3], failures: [4] });
    expect(choose({ query: 'listen' }).entries).toHaveLength(4);
    expect(choose({ query: 'listen', onlyFound: true }).entries.map(({ id }) => id)).toEqual([1, 3]);
    expect(choose({ level: 'warn' }).entries.map(({ id }) => id)).toEqual([2, 3, 4]);
    expect(choose({ onlyFound: true }).entries).toHaveLength(4);
  });

  test('goes from one to the next and round again', () => {
    expect([null, 3, 5, 9].map((at) => neighbour([3, 5, 9], at, 1))).toEqual([3, 5, 9, 3]);
    expect([null, 9, 5, 3].map((at) => neighbour([3, 5, 9], at, -1))).toEqual([9, 5, 3, 9]);
    expect(neighbour([], 4, 1)).toBeNull();
  });

  test('knows the line of a moment: the failure right after it, else what came first', () => {
    const entries = [
      line(1, 'a'),
      line(2, 'b'),
      line(3, 'c', 'error'),
      line(20, 'd'),
      line(40, 'e', 'error'),
    ];
    expect([500, 1500, 3500, 19_000, 99_000].map((time) => lineAt(entries, time))).toEqual([
      3, 3, 20, 20, 40,
    ]);
    expect(lineAt([], 5)).toBeNull();
  });
});

describe('marking what was found', () => {
  test('knows each place, in any case, also where small letters are longer', () => {
    expect(placesOf('Error: error ERROR', 'error')).toEqual([0, 7, 13]);
    expect(placesOf('aaaa', 'aa')).toEqual([0, 2]);
    expect(placesOf('İstanbul error', 'error')).toEqual([9]);
  });
});

describe('a line as text', () => {
  test('has the time in full, level, source, and no colours', () => {
    const escape = String.fromCodePoint(27);
    const text = plainLine({
      seq: 1,
      time: 1_700_000_000_123,
      source: 'files',
      level: 'info',
      text: `${escape}[31mred${escape}[0m`,
    });
    expect(text).toBe('2023-11-14T22:13:20.123Z info  files: red');
  });
});
