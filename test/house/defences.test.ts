// The table of defences follows the source: what it would switch off is there, and so are the tests that it names. Whether
// those fail then is shown by `npm run defences`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { countOf, pathOf } from '../defences/defence.ts';
import { defences } from '../defences/table.ts';

const root = join(import.meta.dirname, '..', '..');

describe.each(defences)('the defence against $against', ({ off, tests }) => {
  it('can be switched off', () => {
    for (const change of off) {
      const text = readFileSync(join(root, pathOf(change)), 'utf8');
      expect({ text: change.text, times: countOf(text, change.text) }).toEqual({
        text: change.text,
        times: 1,
      });
      expect(change.by).not.toBe(change.text);
    }
    expect(off.length).toBeGreaterThan(0);
  });

  it('has tests', () => {
    for (const { file, names, rows = names } of tests) {
      const text = readFileSync(join(root, 'test', file), 'utf8');
      expect(rows.filter((row) => !text.includes(row))).toEqual([]);
      expect(names.length).toBeGreaterThan(0);
    }
    expect(tests.length).toBeGreaterThan(0);
  });
});

it('each is there once', () => {
  const attacks = defences.map(({ against }) => against);
  expect(new Set(attacks).size).toBe(attacks.length);
  expect(attacks.length).toBeGreaterThan(30);
});
