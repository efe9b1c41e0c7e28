import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  buildExposure,
  originOfUri,
  type AggregateServer,
} from '../../../src/main/core/relay/aggregate/exposure.ts';
import { exposedName, maxNameLength } from '../../../src/main/core/relay/aggregate/names.ts';
import { listPage, pageSize } from '../../../src/main/core/relay/aggregate/pages.ts';
import { readItem, type ListKind } from '../../../src/main/core/relay/catalogue.ts';

function server(
  name: string,
  lists: Partial<Record<ListKind, readonly string[]>>,
  rules = {},
): AggregateServer {
  const items = (kind: ListKind) =>
    (lists[kind] ?? []).map((text) => readItem(kind, text)).filter((item) => item !== null);
  return {
    name,
    rules,
    catalogue: {
      instructions: undefined,
      learnedAt: 0,
      lists: {
        tools: items('tools'),
        resources: items('resources'),
        resourceTemplates: items('resourceTemplates'),
        prompts: items('prompts'),
      },
    },
  };
}

const always = { prefix: 'always', separator: '__' } as const;
const onConflict = { prefix: 'on-conflict', separator: '__' } as const;

describe('what /mcp offers', () => {
  it('prefixes names and leaves everything else of an item as it came', () => {
    const odd =
      '{ "title":"T", "name" :"read", "inputSchema":{"n":1.0e2,"z":{},"a":[]},"_meta":{"ui":{"resourceUri":"ui://x"}} }';
    const { tools } = buildExposure([server('files', { tools: [odd] })], always);
    expect(tools.texts).toEqual([odd.replace('"read"', '"files__read"')]);
    expect(tools.origins.get('files__read')).toEqual({ server: 'files', key: 'read' });
  });

  it('prefixes only where two servers clash, when told so', () => {
    const servers = [
      server('a', { tools: ['{"name":"x"}', '{"name":"one"}'] }),
      server('b', { tools: ['{"name":"x"}'] }),
    ];
    expect([...buildExposure(servers, onConflict).tools.origins.keys()]).toEqual(['a__x', 'one', 'b__x']);
  });

  it('keeps every name short, distinct and leading back to its tool', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', '_', '.', '-'), minLength: 1, maxLength: 90 });
    const servers = fc.uniqueArray(
      fc.record({
        name: name.map((text) => text.slice(0, 64)),
        tools: fc.uniqueArray(name, { maxLength: 6 }),
      }),
      { selector: ({ name: key }) => key, maxLength: 5 },
    );
    fc.assert(
      fc.property(servers, fc.constantFrom(always, onConflict), (described, naming) => {
        const { tools } = buildExposure(
          described.map((entry) =>
            server(entry.name, { tools: entry.tools.map((tool) => JSON.stringify({ name: tool })) }),
          ),
          naming,
        );
        const names = tools.texts.map((text) => (JSON.parse(text) as { name: string }).name);
        expect(names).toEqual([...tools.origins.keys()]);
        const offered = described.flatMap((entry) => entry.tools.map((tool) => `${entry.name} ${tool}`));
        const reached = [...tools.origins.values()].map((origin) => `${origin.server} ${origin.key}`);
        expect(reached).toEqual(offered);
        const tooLong = names.filter((exposed) => exposed.length > maxNameLength);
        expect(naming === always ? tooLong : []).toEqual([]);
      }),
    );
  });

  it('tells apart names that only look the same once they are prefixed', () => {
    const servers = [
      server('a', { tools: ['{"name":"b__c"}'] }),
      server('a__b', { tools: ['{"name":"c"}'] }),
    ];
    const { origins } = buildExposure(servers, always).tools;
    expect([...origins.values()]).toEqual([
      { server: 'a', key: 'b__c' },
      { server: 'a__b', key: 'c' },
    ]);
    expect([...origins.keys()]).toEqual(['a__b__c', expect.stringMatching(/^a__b__c_[0-9a-f]{8}$/)]);
  });

  it('shortens the same name to the same name every time', () => {
    const long = 'x'.repeat(80);
    expect(exposedName('server', '__', long)).toBe(exposedName('server', '__', long));
    expect(exposedName('server', '__', `${long}1`)).not.toBe(exposedName('server', '__', `${long}2`));
  });

  it('hides tools that the rules deny', () => {
    const rules = { deny: ['delete_*'] };
    const { tools } = buildExposure(
      [server('a', { tools: ['{"name":"delete_all"}', '{"name":"get"}'] }, rules)],
      always,
    );
    expect([...tools.origins.keys()]).toEqual(['a__get']);
  });

  it('lets the first of two servers keep a URI and gives the other one of its own that leads back', () => {
    const servers = ['a', 'b'].map((name) => server(name, { resources: ['{"uri":"file:///x","name":"x"}'] }));
    const exposure = buildExposure(servers, always);
    expect([...exposure.resources.origins.keys()]).toEqual(['file:///x', 'patchbay://b/file:///x']);
    expect(originOfUri(exposure, servers, 'patchbay://b/file:///x')).toEqual({
      server: 'b',
      key: 'file:///x',
    });
    expect(originOfUri(exposure, servers, 'file:///x')).toEqual({ server: 'a', key: 'file:///x' });
  });

  it('finds the server of a URI by its templates', () => {
    const servers = [
      server('a', { resourceTemplates: ['{"uriTemplate":"demo://text/{id}","name":"t"}'] }),
      server('b', { resourceTemplates: ['{"uriTemplate":"demo://blob/{id}/raw","name":"t"}'] }),
    ];
    const exposure = buildExposure(servers, always);
    expect(originOfUri(exposure, servers, 'demo://blob/7/raw')).toEqual({
      server: 'b',
      key: 'demo://blob/7/raw',
    });
    expect(originOfUri(exposure, servers, 'demo://other/7')).toBeNull();
  });

  it('pages through long lists without losing or doubling anything', () => {
    const texts = Array.from({ length: 2 * pageSize + 5 }, (_, index) =>
      JSON.stringify({ name: `t${index}` }),
    );
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { result } = JSON.parse(listPage('1', 'tools', texts, cursor).toString()) as {
        result: { tools: { name: string }[]; nextCursor?: string };
      };
      seen.push(...result.tools.map((tool) => JSON.stringify(tool)));
      cursor = result.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(texts);
    expect(listPage('1', 'tools', texts, 'nonsense').toString()).toContain('-32602');
  });
});
