// Names for what strangers named: always found, always usable beside the others.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freeServerName } from '../../../src/main/core/clients/import-names.ts';
import { imitationFault } from '../../../src/shared/imitation.ts';
import { serverNameFault } from '../../../src/shared/names.ts';

describe('the name of a server that comes from elsewhere', () => {
  it.each([
    ['notes', [], '__', 'notes'],
    ['notes', ['notes'], '__', 'notes-2'],
    ['patchbay__x', [], '__', 'patchbay-x'],
    ['github__evil', ['github'], '__', 'github-evil'],
    ['github', ['github'], '-', 'github2'],
    ['../../x', [], '__', 'x'],
    ['__proto__', [], '__', 'proto'],
    ['', [], '__', 'server'],
  ])('wanted as %j beside %j with %j between is %s', (wanted, taken, separator, name) => {
    expect(freeServerName(wanted, taken, separator)).toBe(name);
  });

  it('is found whatever is wanted, taken and put between, and is taken for no other', () => {
    const part = fc.string({ unit: fc.constantFrom('a', '1', '2', '_', '-', '.', 'patchbay'), maxLength: 8 });
    const separator = fc.stringMatching(/^[a12_.-]{1,3}$/);
    fc.assert(
      fc.property(part, fc.array(part, { maxLength: 6 }), separator, (wanted, others, between) => {
        const taken = others.filter((name) => serverNameFault(name) === null);
        const name = freeServerName(wanted, taken, between);
        expect([serverNameFault(name), imitationFault(name, taken, between)]).toEqual([null, null]);
        expect(taken).not.toContain(name);
      }),
    );
  });
});
