import { array, assert, constantFrom, property, uniqueArray } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AggregateServer } from '../../../../src/main/core/relay/aggregate/exposure.ts';
import {
  gatewayIdOf,
  gatewayIn,
  GatewayPaths,
  viaKey,
  viaOf,
  withGatewayId,
} from '../../../../src/main/core/relay/aggregate/gateway-paths.ts';
import { catalogueOf } from '../../../support/catalogues.ts';

/** A server that is the gateway `id`, or (null) just a server. */
function server(name: string, id: string | null, tools: readonly string[]): AggregateServer {
  const capabilities = id === null ? {} : withGatewayId({}, id);
  return {
    name,
    rules: {},
    catalogue: { ...catalogueOf({ tools }, capabilities), instructions: 'Be kind.' },
  };
}

function tool(name: string, via: readonly string[] = []): string {
  return JSON.stringify({ name, ...(via.length === 0 ? {} : { _meta: { [viaKey]: via } }) });
}

/** What is left of each server's tools, as `name` or `name < gateways`. */
function toolsOf(servers: readonly AggregateServer[]): readonly (readonly string[])[] {
  return servers.map(({ catalogue }) =>
    (catalogue?.lists.tools ?? []).map(({ key, text }) => [key, ...viaOf(text)].join(' < ')),
  );
}

describe('a gateway’s id', () => {
  it('is the same for the same data folder, and another for another', () => {
    const [one, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    expect(gatewayIdOf(one)).toBe(gatewayIdOf(Buffer.from(one)));
    expect(gatewayIdOf(one)).not.toBe(gatewayIdOf(other));
    expect(gatewayIn(withGatewayId({}, gatewayIdOf(one)))).toBe(gatewayIdOf(one));
  });

  it('is declared beside what else is experimental', () => {
    const capabilities = withGatewayId({ tools: {}, experimental: { other: {} } }, 'a');
    expect(capabilities).toEqual({ tools: {}, experimental: { other: {}, 'patchbay.gateway': { id: 'a' } } });
    expect(gatewayIn(capabilities)).toBe('a');
  });

  it('stands in the place of one that comes from a server behind it', () => {
    expect(gatewayIn(withGatewayId(withGatewayId({}, 'behind'), 'a'))).toBe('a');
  });

  it.each([
    {},
    { experimental: null },
    { experimental: { 'patchbay.gateway': 'a' } },
    { experimental: { 'patchbay.gateway': { id: 7 } } },
    { experimental: { 'patchbay.gateway': { id: '' } } },
    { experimental: { 'patchbay.gateway': { id: 'x'.repeat(65) } } },
  ])('is not in %j', (capabilities) => {
    expect(gatewayIn(capabilities)).toBeNull();
  });
});

describe('what is offered of servers', () => {
  it('that are no gateways is what they offer, untouched', () => {
    const servers = [server('files', null, [tool('read'), '{"name":"odd","_meta":7}'])];
    const [cleared] = new GatewayPaths('us').cleared(servers);
    expect(cleared?.catalogue).toBe(servers[0]?.catalogue);
  });

  it('of which nothing is known is nothing', () => {
    const unknown = { name: 'files', rules: {}, catalogue: null };
    expect(new GatewayPaths('us').cleared([unknown])).toEqual([unknown]);
  });

  it('behind a gateway says by which it came, and nothing else is changed', () => {
    const odd = '{ "name":"odd" , "big":1.0e3, "_meta" : { "x": 1 } }';
    const [cleared] = new GatewayPaths('us').cleared([server('other', 'b', [tool('read'), odd])]);
    expect(cleared?.catalogue?.lists.tools.map(({ text }) => text)).toEqual([
      '{"_meta":{"patchbay.via":["b"]},"name":"read"}',
      '{ "name":"odd" , "big":1.0e3, "_meta" : {"patchbay.via":["b"], "x": 1 } }',
    ]);
  });

  it('behind two gateways names both, the nearer first', () => {
    const cleared = new GatewayPaths('us').cleared([server('b', 'b', [tool('far', ['c'])])]);
    expect(toolsOf(cleared)).toEqual([['far < b < c']]);
  });

  it('leaves out what came by us', () => {
    const servers = [server('b', 'b', [tool('theirs'), tool('ours', ['us']), tool('round', ['c', 'us'])])];
    expect(toolsOf(new GatewayPaths('us').cleared(servers))).toEqual([['theirs < b']]);
  });

  it('leaves out what came by us through something that does not say what it is', () => {
    const servers = [server('bridge', null, [tool('theirs'), tool('ours', ['us'])])];
    expect(toolsOf(new GatewayPaths('us').cleared(servers))).toEqual([['theirs']]);
  });

  it('is nothing where the server is we ourselves', () => {
    expect(toolsOf(new GatewayPaths('us').cleared([server('mirror', 'us', [tool('ours')])]))).toEqual([[]]);
  });

  it('comes by the shorter way where there are two', () => {
    const b = server('b', 'b', [tool('of_b'), tool('of_c', ['c'])]);
    const c = server('c', 'c', [tool('of_c'), tool('of_b', ['b'])]);
    const paths = new GatewayPaths('us');
    expect(toolsOf(paths.cleared([b, c]))).toEqual([['of_b < b'], ['of_c < c']]);
    // One of them is gone: what it had comes by the other.
    expect(toolsOf(paths.cleared([b]))).toEqual([['of_b < b', 'of_c < b < c']]);
    expect(toolsOf(paths.cleared([b, c]))).toEqual([['of_b < b'], ['of_c < c']]);
  });

  it('passes on no instructions of gateways, which would grow on the way round', () => {
    const servers = [server('files', null, []), server('b', 'b', [])];
    const cleared = new GatewayPaths('us').cleared(servers);
    expect(cleared.map(({ catalogue }) => catalogue?.instructions)).toEqual(['Be kind.', undefined]);
  });

  it.each([
    '{"name":"x","_meta":{"patchbay.via":"us"}}',
    '{"name":"x","_meta":{"patchbay.via":[7,null,""]}}',
    '{"name":"x","_meta":["patchbay.via"]}',
    '{"name":"x","description":"patchbay.via"}',
  ])('takes nothing that is no way for one: %s', (text) => {
    const cleared = new GatewayPaths('us').cleared([server('files', null, [text])]);
    expect(toolsOf(cleared)).toEqual([['x']]);
  });
});

it('gateways that have each other, in whatever way, come to an end with their lists, each item by the shortest ways', () => {
  const names = ['a', 'b', 'c', 'd'] as const;
  const links = uniqueArray(array(constantFrom(...names), { minLength: 2, maxLength: 2 }), {
    selector: (link) => link.join(),
  });
  assert(
    property(links, (all) => {
      const paths = new Map(names.map((name) => [name, new GatewayPaths(name)]));
      let lists = new Map<string, readonly string[]>(names.map((name) => [name, [tool(`of_${name}`)]]));
      const step = (): Map<string, readonly string[]> =>
        new Map(
          names.map((name) => {
            const near = all.filter(([from]) => from === name).map(([, to]) => to ?? '');
            const servers = [
              server('own', null, [tool(`of_${name}`)]),
              ...near.map((to) => server(to, to, lists.get(to) ?? [])),
            ];
            const cleared = paths.get(name)?.cleared(servers) ?? [];
            return [
              name,
              cleared.flatMap(({ catalogue }) => catalogue?.lists.tools.map(({ text }) => text) ?? []),
            ];
          }),
        );
      for (let round = 0; round < 2 * names.length; round++) lists = step();
      expect(step()).toEqual(lists);
      for (const [name, texts] of lists) {
        for (const text of texts) {
          const via = viaOf(text);
          expect(via).not.toContain(name);
          expect(new Set(via).size).toBe(via.length);
        }
      }
    }),
  );
});
