// Values of a JSON text made other ones, with the comments around them kept.
import * as fc from 'fast-check';
import { parse } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { changingValue } from '../../../src/main/core/config/change-value.ts';

const text = `{
  // Mine.
  "mcpServers": {
    "files": {
      "command": "npx", // from npm
      "args": [
        "-y", // yes
        // what runs
        "@x/server",
        "/home/ada" // the folder
      ],
      "env": { "A": "1", /* two */ "B": "2" },
      "idleMinutes": 10,
    },
  }
}
`;
const path = ['mcpServers', 'files'];
const entry = {
  command: 'npx',
  args: ['-y', '@x/server', '/home/ada'],
  env: { A: '1', B: '2' },
  idleMinutes: 10,
};

describe('a changed value', () => {
  it.each([
    ['a word', { ...entry, command: 'uvx' }, [['"npx"', '"uvx"']]],
    [
      'an argument at the end',
      { ...entry, args: [...entry.args, '/tmp/x'] },
      [['// the folder', '"/tmp/x"']],
    ],
    ['a variable', { ...entry, env: { A: '1', B: '3' } }, [['"B": "2"', '"B": "3"']]],
    ['a new key', { ...entry, description: 'Notes' }, [['"idleMinutes": 10,', '"description": "Notes",']]],
  ])('%s keeps every comment', (_what, wanted, places) => {
    const changed = changingValue(text, path, wanted);
    expect(parse(changed)).toEqual({ mcpServers: { files: wanted } });
    for (const comment of ['// Mine.', '// from npm', '// yes', '// what runs', '// the folder', '/* two */'])
      expect(changed).toContain(comment);
    for (const [, after] of places) expect(changed).toContain(after);
  });

  it('in the middle of a list goes between, and a comment stays with its item', () => {
    const changed = changingValue(text, path, { ...entry, args: ['-y', '-q', '@x/server', '/home/ada'] });
    expect(changed).toContain('"-y", // yes\n        "-q",\n        // what runs\n        "@x/server",');
    const first = changingValue(text, path, { ...entry, args: ['-q', ...entry.args] });
    expect(first).toContain('"args": [\n        "-q",\n        "-y", // yes');
    const fewer = changingValue(text, path, { ...entry, args: ['-y', '/home/ada'] });
    expect(fewer).toContain('"-y", // yes\n        // what runs\n        "/home/ada" // the folder');
  });

  it('that is the same changes nothing', () => {
    expect(changingValue(text, path, entry)).toBe(text);
  });

  const scalar = fc.constantFrom<unknown>('a', 'b', '', 'c"}', 1, true, null);
  const value = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      scalar,
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), tie('value')),
    ),
  })).value;

  /** With comments and line ends wherever JSON allows them. */
  const written = fc
    .tuple(value, fc.infiniteStream(fc.constantFrom('', ' ', '\n', ' // ,]}\n', '/* "x": { */', '\r\n\t')))
    .map(([content, gaps]) => {
      const print = (one: unknown): string => {
        const gap = (): string => String(gaps.next().value);
        if (Array.isArray(one))
          return `[${gap()}${one.map((item) => `${print(item)}${gap()}`).join(`,${gap()}`)}]`;
        if (typeof one === 'object' && one !== null)
          return `{${gap()}${Object.entries(one)
            .map(([key, item]) => `${JSON.stringify(key)}:${gap()}${print(item)}${gap()}`)
            .join(`,${gap()}`)}}`;
        return JSON.stringify(one);
      };
      return `{ "at": ${print(content)} }`;
    });

  it('is the wanted one, however the text is laid out, and a second time nothing happens', () => {
    fc.assert(
      fc.property(written, value, (before, wanted) => {
        const after = changingValue(before, ['at'], wanted);
        const errors: unknown[] = [];
        expect(parse(after, errors as never, { allowTrailingComma: true })).toEqual({ at: wanted });
        expect(errors).toEqual([]);
        expect(changingValue(after, ['at'], wanted)).toBe(after);
      }),
      { numRuns: 500 },
    );
  });
});
