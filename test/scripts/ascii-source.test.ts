// The same program in ASCII: whatever it says, it says afterwards.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { asciiSource, inAscii } from '../../scripts/build/ascii-source.ts';

const evaluated = async (code: string): Promise<unknown> => {
  const module: unknown = await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
  return (module as { readonly said: unknown }).said;
};

it('says the same in strings, templates and comments', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 20 }), async (text) => {
      const plain = text.replaceAll(/[`$\\*/]/g, '').replaceAll('\r', '');
      const code = `/* ${plain} */ export const said = [${JSON.stringify(text)}, \`${plain}\`];`;
      const written = inAscii(code);
      expect(written).toMatch(/^\p{ASCII}*$/u);
      expect(await evaluated(written)).toEqual([text, plain.toWellFormed()].map(String));
    }),
    { numRuns: 200 },
  );
});

it('finds the same by expressions', async () => {
  const all = ['🙂', 'é', 'z', '…', String.raw`\…`];
  const code = String.raw`export const said = ${JSON.stringify(all)}.map((text) =>
    [/^[🙂-🙃]$/u, /^[à-ÿ]$/, /^\…$/, /^\\…$/, /^[^\…]$/].filter((each) => each.test(text)).length);`;
  expect(code).toContain('…');
  expect(await evaluated(inAscii(code))).toEqual(await evaluated(code));
});

it('refuses what means itself, and names it', () => {
  expect(() => inAscii('const bad = String.raw`a…b`;')).toThrow(/String\.raw.*a…b/);
  expect(inAscii('const good = String.raw`ab`; const more = `…`;')).toContain(String.raw`\u2026`);
});

it('does so to all code of a bundle, and to nothing else', () => {
  const bundle = { 'a.js': { code: "'…'" }, 'b.txt': { source: '…' } };
  asciiSource().generateBundle(null, bundle);
  expect(bundle).toEqual({ 'a.js': { code: String.raw`'\u2026'` }, 'b.txt': { source: '…' } });
});
