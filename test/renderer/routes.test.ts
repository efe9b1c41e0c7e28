import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRoute, routeHash, sectionIds } from '../../src/renderer/state/routes.ts';

describe('a place in the page', () => {
  test('is found again from its address, whatever its parts are called', () => {
    const rest = fc.array(
      fc.string({ minLength: 1 }).filter((part) => part.isWellFormed()),
      { maxLength: 3 },
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...sectionIds.filter((id) => id !== 'overview')),
        rest,
        (section, parts) => {
          expect(parseRoute(routeHash(section, ...parts))).toEqual({ section, rest: parts });
        },
      ),
    );
  });

  test.each(['', '#', '#/', '#/nowhere', '#/../servers', '#/__proto__'])(
    'is the overview for "%s"',
    (hash) => {
      expect(parseRoute(hash)).toEqual({ section: 'overview', rest: [] });
    },
  );

  test('is the section alone where what follows cannot be read', () => {
    expect(parseRoute('#/servers/%E0%A4%A')).toEqual({ section: 'servers', rest: [] });
  });
});
