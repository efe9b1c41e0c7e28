import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { mayHoldName } from '../../../src/main/core/relay/wire/may-hold-name.ts';

it('finds the end of a name wherever it stands, in short messages and in long ones', () => {
  const piece = fc.constantFrom('"', 'I', 'd', 'Id"', 'State"', 'tate"', 'e', '{"a":1}', 'x'.repeat(600));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.constantFrom('Id', 'State'), (pieces, end) => {
      const text = pieces.join('');
      expect(mayHoldName(Buffer.from(text), end)).toBe(text.includes(`${end}"`));
    }),
  );
});
