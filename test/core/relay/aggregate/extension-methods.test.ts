import { describe, expect, it } from 'vitest';
import { serversOfMethod } from '../../../../src/main/core/relay/aggregate/extension-methods.ts';
import { mergedCapabilities } from '../../../../src/main/core/relay/aggregate/merged-capabilities.ts';
import type { Capabilities } from '../../../../src/main/core/relay/catalogue.ts';
import { catalogueOf, targetSource } from '../../../support/catalogues.ts';

function declaring(capabilities: Readonly<Record<string, Capabilities | null>>) {
  const catalogues = Object.entries(capabilities).map(
    ([name, each]) => [name, each === null ? null : catalogueOf({}, each)] as const,
  );
  return targetSource(Object.fromEntries(catalogues)).servers();
}

describe('a method that the gateway does not know', () => {
  const servers = declaring({
    patchbay: { tools: {} },
    plain: { tools: {}, experimental: { probe: {} } },
    acme: { extensions: { 'com.acme/widgets': {}, 'com.acme/gears': {} } },
    other: { extensions: { 'io.example/widgets': {} }, tasks: {} },
    silent: null,
  });

  it.each([
    ['widgets/turn', ['acme', 'other']],
    ['gears/turn', ['acme']],
    ['com.acme/widgets/turn', ['acme']],
    ['acme/anything', ['acme']],
    ['probe/now', ['plain']],
    ['tasks/list', ['other']],
    ['tools/turn', []],
    ['nobody/knows', []],
    ['bare', []],
    ['', []],
    ['__proto__/x', []],
  ])('%s may be known to %j', (method, expected) => {
    expect(serversOfMethod(method, servers)).toEqual(expected);
  });

  it('is for the only server that there is, whatever that declares', () => {
    expect(serversOfMethod('odd/one', declaring({ patchbay: {}, box: {} }))).toEqual(['box']);
    expect(serversOfMethod('odd/one', declaring({ patchbay: {} }))).toEqual([]);
  });
});

describe('what /mcp can do', () => {
  it('is what it does itself, and all that any server declares besides', () => {
    const merged = mergedCapabilities([
      { tools: { odd: true }, extensions: { 'x/a': { fast: false, deep: { one: 1 } } }, tasks: { list: {} } },
      { completions: { odd: 1 }, extensions: { 'x/a': { fast: true, deep: { one: 2, two: 2 } }, 'x/b': {} } },
      JSON.parse('{"__proto__":{"x":1},"tasks":{"cancel":{},"list":null}}') as Capabilities,
    ]);
    expect(merged).toMatchObject({
      tools: { listChanged: true },
      resources: { listChanged: true, subscribe: true },
      completions: {},
      extensions: { 'x/a': { fast: true, deep: { one: 1, two: 2 } }, 'x/b': {} },
      tasks: { list: {}, cancel: {} },
    });
    expect(merged['tools']).toEqual({ listChanged: true });
    expect(Object.getPrototypeOf(merged)).toBe(Object.prototype);
  });

  it('is told in bounded depth', () => {
    let deep: Capabilities = { x: 1 };
    for (let depth = 0; depth < 5000; depth++) deep = { x: deep };
    expect(() => mergedCapabilities([deep, deep])).not.toThrow();
  });
});
