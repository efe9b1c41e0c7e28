import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toolNames } from '../../../src/main/core/relay/tool-names.ts';
import { toolRulesSchema } from '../../../src/shared/server-entry-schema.ts';
import { buildExposure } from '../../../src/main/core/relay/aggregate/exposure.ts';
import { catalogueOf } from '../../support/catalogues.ts';

const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
/** As the schema lets it through: no two new names are the same. */
const renames = fc
  .uniqueArray(fc.tuple(name, name), { selector: ([, to]) => to })
  .map((pairs) => Object.fromEntries(pairs))
  .filter((rename) => toolRulesSchema.safeParse({ rename }).success);
const offers = fc.uniqueArray(name);

describe('names of tools', () => {
  it('lead back from every shown name to its tool, and never to another one', () => {
    fc.assert(
      fc.property(renames, offers, (rename, offered) => {
        const names = toolNames(rename, offered);
        const shown = offered.map((own) => names?.shown(own) ?? own);
        expect(new Set(shown).size).toBe(offered.length);
        expect(shown.map((one) => names?.own(one) ?? one)).toEqual(offered);
      }),
    );
  });

  it('are the wanted ones but for the clashes that are told', () => {
    fc.assert(
      fc.property(renames, offers, (rename, offered) => {
        const names = toolNames(rename, offered);
        const clashing = new Set(names?.clashes.map(({ tool }) => tool));
        for (const own of offered)
          expect(names?.shown(own) ?? own).toBe(clashing.has(own) ? own : (rename[own] ?? own));
        for (const { name: taken } of names?.clashes ?? [])
          expect(offered.map((own) => names?.shown(own))).toContain(taken);
      }),
    );
  });

  it('lead back on /mcp as well', () => {
    fc.assert(
      fc.property(renames, offers, fc.constantFrom('always', 'on-conflict'), (rename, offered, prefix) => {
        const tools = offered.map((own) => JSON.stringify({ name: own, title: own }));
        const names = toolNames(rename, offered);
        const exposure = buildExposure(
          [
            { name: 's', rules: names === undefined ? {} : { names }, catalogue: catalogueOf({ tools }) },
            { name: 'z', rules: {}, catalogue: catalogueOf({ tools: ['{"name":"a"}'] }) },
          ],
          { prefix, separator: '__' },
        );
        const listed = exposure.tools.texts.map(
          (text) => JSON.parse(text) as { name: string; title?: string },
        );
        const reached = listed
          .map(({ name: shown }) => exposure.tools.origins.get(shown))
          .filter((origin) => origin?.server === 's')
          .map((origin) => names?.own(origin?.key ?? '') ?? origin?.key);
        expect(reached).toEqual(listed.flatMap(({ title }) => title ?? []));
        expect(exposure.tools.texts).toHaveLength(offered.length + 1);
      }),
    );
  });

  it('let names go round', () => {
    const names = toolNames({ a: 'b', b: 'c', c: 'a' }, ['a', 'b', 'c']);
    expect(['a', 'b', 'c'].map((own) => names?.shown(own))).toEqual(['b', 'c', 'a']);
    expect(names?.clashes).toEqual([]);
  });

  it('are no names for what is an object’s own', () => {
    const names = toolNames({ a: 'b' }, ['a', 'constructor', '__proto__']);
    expect(['constructor', '__proto__', 'toString'].map((one) => names?.own(one))).toEqual([
      'constructor',
      '__proto__',
      'toString',
    ]);
  });
});

describe('tools.rename in config.json', () => {
  it.each([
    [{ a: 'x', b: 'x' }, /which is the new name of "a" too/],
    [{ a: '' }, /1 to 128/],
    [{ a: 'two words' }, /1 to 128/],
    [{ a: 'x'.repeat(129) }, /1 to 128/],
    [{ '': 'x' }, /./],
  ])('refuses %j', (rename, fault) => {
    const { error } = toolRulesSchema.safeParse({ rename });
    expect(error?.issues.map(({ message }) => message).join()).toMatch(fault);
  });
});
