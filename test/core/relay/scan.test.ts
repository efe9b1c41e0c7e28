import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assembledFinder, scriptedFinder, windowBytes } from '../../../src/main/core/relay/wire/plain-run.ts';
import {
  eachMember,
  maxDepth,
  ScanError,
  skipSpace,
  skipValue,
} from '../../../src/main/core/relay/wire/scan.ts';

/** Whether the scanner takes the whole text as one JSON value. */
function scans(text: string): boolean {
  const bytes = Buffer.from(text);
  try {
    return skipSpace(bytes, skipValue(bytes, 0)) === bytes.length;
  } catch (error) {
    if (error instanceof ScanError) return false;
    throw error;
  }
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** JSON-like text, mostly broken: what a scanner gets wrong is near the valid. */
const nearlyJson = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"',
        '\\',
        '"a"',
        '""',
        '"\\u00e9"',
        '"\\u12"',
        '"\\x"',
        ' ',
        '\n',
        '\t',
      ),
      fc.constantFrom(
        'true',
        'false',
        'null',
        'nul',
        'tru',
        '0',
        '-0',
        '01',
        '1.',
        '.5',
        '1e5',
        '1E+5',
        '1e',
        '-',
        '1.5e-3',
        '--1',
      ),
      fc.json(),
      fc.string({ maxLength: 3 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

describe('the JSON scanner', () => {
  it('accepts whatever JSON.stringify prints, with any indentation', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.integer({ min: 0, max: 3 }), (text, indent) => {
        expect(scans(JSON.stringify(JSON.parse(text), null, indent))).toBe(true);
      }),
    );
  });

  it('agrees with JSON.parse on odd and broken text', () => {
    fc.assert(
      fc.property(nearlyJson, (text) => {
        expect(scans(text)).toBe(parses(text));
      }),
      { numRuns: 3000 },
    );
  });

  it('refuses nesting that would break recursive readers, without breaking itself', () => {
    expect(scans('['.repeat(maxDepth) + ']'.repeat(maxDepth))).toBe(true);
    expect(scans('['.repeat(1_000_000))).toBe(false);
    expect(scans('{"a":'.repeat(maxDepth + 1) + '1' + '}'.repeat(maxDepth + 1))).toBe(false);
  });

  it('reads huge numbers and long strings without changing their place', () => {
    const text = `{"n":${'9'.repeat(400)}.5e+9999,"s":"${'é\\n'.repeat(50_000)}"}`;
    expect(scans(text)).toBe(true);
  });

  it('names the place of a fault', () => {
    expect(() => skipValue(Buffer.from('{"a":tru}'), 0)).toThrow('unexpected character at byte 5');
    expect(() => skipValue(Buffer.from('{"a":'), 0)).toThrow('unexpected end of JSON at byte 5');
  });

  it('refuses a key that stands twice, also when one is escaped', () => {
    const visit = (): void => undefined;
    expect(() => eachMember(Buffer.from('{"id":1,"id":2}'), 0, visit)).toThrow('duplicate key "id"');
    expect(() => eachMember(Buffer.from('{"id":1,"\\u0069d":2}'), 0, visit)).toThrow('duplicate key "id"');
  });
});

describe('long strings', () => {
  const plain = fc.nat(1200).map((length) => 'x'.repeat(length));
  /** Runs around every length at which something else looks on, and what ends them, rightly or wrongly. */
  const longText = fc
    .array(
      fc.oneof(
        plain,
        fc.constantFrom(
          '\\n',
          '\\"',
          '\\\\',
          '\\u00e9',
          '\\u12',
          '\\x',
          '\\',
          '"',
          '\n',
          '\t',
          '\0',
          'é',
          '😀',
        ),
      ),
      { maxLength: 12 },
    )
    .map((parts) => `["${parts.join('')}",1]`);

  it('end where JSON.parse sees their end, or are refused as it refuses them', () => {
    fc.assert(
      fc.property(longText, (text) => {
        expect(scans(text)).toBe(parses(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('are read across the most that is looked at in one go', () => {
    for (const shift of [-2, -1, 0, 1, 2, 3, 4, 5, 6, 7]) {
      const run = 'x'.repeat(windowBytes - shift);
      for (const piece of ['\\u00e9', '\\n', '\\"', '\\', '\n', '"', '']) {
        const text = `"${run}${piece}${run}"`;
        expect([shift, piece, scans(text)]).toEqual([shift, piece, parses(text)]);
      }
    }
  });

  it('name the place of a fault, however far in', () => {
    const text = `"${'x'.repeat(100_000)}\u0001"`;
    expect(() => skipValue(Buffer.from(text), 0)).toThrow('unexpected character at byte 100001');
    expect(() => skipValue(Buffer.from(text.slice(0, 50_000)), 0)).toThrow(
      'unexpected end of JSON at byte 50000',
    );
  });

  it('are searched alike with and without WebAssembly', () => {
    const [assembled, scripted] = [assembledFinder(), scriptedFinder()];
    if (assembled === null) throw new Error('This runtime has no WebAssembly.');
    const bytes = fc.uint8Array({ maxLength: 200 });
    fc.assert(
      fc.property(bytes, fc.nat(200), fc.nat(200), (content, from, length) => {
        for (const { window } of [assembled, scripted]) window.fill(0x78).set(content);
        const found = [assembled, scripted].map(({ find }) =>
          Math.min(find(from, length), Math.max(from, length)),
        );
        expect(found[0]).toBe(found[1]);
      }),
    );
  });
});
