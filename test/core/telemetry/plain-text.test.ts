// Text that can do no harm where it is shown.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../../src/shared/redact.ts';
import { mask } from '../../../src/shared/redact-patterns.ts';
import { cleanLine, maxLineCharacters } from '../../../src/main/core/telemetry/log-line.ts';
import { plainText } from '../../../src/main/core/telemetry/plain-text.ts';

const esc = String.fromCharCode(27);
const bell = String.fromCharCode(7);

describe('plainText', () => {
  it.each([
    ['colours', `${esc}[1;31mred${esc}[0m text`, 'red text'],
    ['cursor movements', `a${esc}[2J${esc}[1;1Hb${esc}[?25l`, 'ab'],
    ['window titles', `${esc}]0;title${bell}a${esc}]8;;http://x${esc}\\b`, 'ab'],
    ['short sequences', `a${esc}cb${esc}(Bc`, 'abc'],
  ])('takes out %s', (_what, text, expected) => {
    expect(plainText(text)).toBe(expected);
  });

  it.each([
    ['a faked line', 'a\r\n2026 error: b', String.raw`a\r\n2026 error: b`],
    ['other controls', `a${bell}\0\u009B31mb`, String.raw`a\u0007\u0000\u009b31mb`],
    ['an unfinished sequence', `a${esc}[31`, String.raw`a\u001b[31`],
    ['separators and reversals', 'a\u2028b\u202Ec\u2066d', String.raw`a\u2028b\u202ec\u2066d`],
    ['half a character', 'a\uD800b', String.raw`a\ud800b`],
  ])('shows %s', (_what, text, expected) => {
    expect(plainText(text)).toBe(expected);
  });

  it('leaves other text as it is', () => {
    const text = 'tab\there, größer, 日本語, 😀, [31m, \\n';
    expect(plainText(text)).toBe(text);
  });

  it('leaves nothing that steers, and changes nothing more when applied again', () => {
    const piece = fc.oneof(
      fc.constantFrom(esc, '[', ']', '0;1', 'm', bell, '\\', 'P', '(', '\n'),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const plain = plainText(pieces.join(''));
        expect(plain).not.toMatch(/[^\P{Cc}\t]|\p{Cs}/u);
        expect(plainText(plain)).toBe(plain);
      }),
    );
  });

  it('copes with long hostile texts', () => {
    for (const brick of [esc, `${esc}[`, `${esc}]`, `${esc}[1`, `${esc}(`, '1;', ' ']) {
      const text = esc + brick.repeat(300_000 / brick.length);
      expect(plainText(text)).toBeTypeOf('string');
    }
  });
});

describe('cleanLine', () => {
  const secret = 'S3cr3t'.repeat(50);
  const redact = createRedactor([secret]);

  it('recognises a secret that colours run through', () => {
    expect(cleanLine(`x ${secret.slice(0, 9)}${esc}[1m${secret.slice(9)} y`, redact)).toBe(`x ${mask} y`);
  });

  it('cuts a long line and never leaves a part of a secret at the cut', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 30 }), (before, count) => {
        const line = cleanLine('-'.repeat(before) + secret.repeat(count) + '-'.repeat(30_000), redact);
        expect(line.length).toBeLessThanOrEqual(maxLineCharacters);
        expect(line.endsWith('…')).toBe(true);
        expect(line).not.toContain('S3');
      }),
    );
  });

  it('does not cut a character in halves', () => {
    expect(cleanLine('😀'.repeat(maxLineCharacters), redact).isWellFormed()).toBe(true);
    expect(cleanLine(`-${'😀'.repeat(8200)}`, redact).isWellFormed()).toBe(true);
  });
});
