// Line ends of a text that went through an editor which knows only \n.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withLineEndsOf } from '../../../src/main/core/config/line-ends.ts';

const asLf = (text: string): string => text.replaceAll(/\r\n|\r/g, '\n');
const lines = fc
  .array(fc.tuple(fc.constantFrom('', 'a', 'b', '  "key": 1,'), fc.constantFrom('\n', '\r\n', '\r')))
  .map((all) => all.map(([words, ending]) => words + ending).join(''))
  // What \r and \n at a border would become is one line end, not two.
  .filter((text) => !/\r\n?\n|\r\r/.test(text));

describe('a text that comes back with other line ends', () => {
  it('is the one it was, where nothing else changed', () => {
    fc.assert(
      fc.property(lines, (before) => {
        expect(withLineEndsOf(before, asLf(before))).toBe(before);
      }),
    );
  });

  it('has the words that were given, always', () => {
    fc.assert(
      fc.property(lines, lines, (before, text) => {
        expect(asLf(withLineEndsOf(before, asLf(text)))).toBe(asLf(text));
      }),
    );
  });

  it('gets the most common line end where lines are new, and keeps it elsewhere', () => {
    expect(withLineEndsOf('a\r\nb\nc\r\n', 'a\nx\ny\nc\n')).toBe('a\r\nx\r\ny\r\nc\r\n');
    expect(withLineEndsOf('a\r\nb\nc\r\n', 'a\nb\nc\nd')).toBe('a\r\nb\nc\r\nd');
  });

  it('is left alone where it has line ends of its own, or the file knew only these', () => {
    expect(withLineEndsOf('a\r\nb\r\n', 'a\nb\r\n')).toBe('a\nb\r\n');
    expect(withLineEndsOf('a\nb\n', 'a\nc\n')).toBe('a\nc\n');
  });
});
