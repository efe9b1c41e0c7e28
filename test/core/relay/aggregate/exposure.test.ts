import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildExposure, type AggregateServer } from '../../../../src/main/core/relay/aggregate/exposure.ts';
import { exposedName, maxNameLength } from '../../../../src/main/core/relay/aggregate/names.ts';
import { listPage, pageSize } from '../../../../src/main/core/relay/aggregate/pages.ts';
import { originOfUri } from '../../../../src/main/core/relay/aggregate/uri-origins.ts';
import type { ListKind } from '../../../../src/main/core/relay/catalogue.ts';
import { catalogueOf, targetSource } from '../../../support/catalogues.ts';

function server(
  name: string,
  lists: Partial<Record<ListKind, readonly string[]>>,
  rules = {},
): AggregateServer {
  return { name, rules, catalogue: catalogueOf(lists) };
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
    expect(exposedName('tools', 'server', '__', long)).toBe(exposedName('tools', 'server', '__', long));
    expect(exposedName('tools', 'server', '__', `${long}1`)).not.toBe(
      exposedName('tools', 'server', '__', `${long}2`),
    );
  });

  it('hides tools that the rules deny', () => {
    const rules = { deny: ['delete_*'] };
    const { tools } = buildExposure(
      [server('a', { tools: ['{"name":"delete_all"}', '{"name":"get"}'] }, rules)],
      always,
    );
    expect([...tools.origins.keys()]).toEqual(['a__get']);
  });

  it('gives tools names that clients take, each its own, and finds back from them', () => {
    const odd = ['a b', 'a/b', 'naïve', '🙂'.repeat(40), '__proto__', 'constructor', 'a_b'];
    const servers = [server('box', { tools: odd.map((name) => JSON.stringify({ name })) })];
    const { tools } = buildExposure(servers, always);
    const names = [...tools.origins.keys()];
    expect(names).toHaveLength(odd.length);
    expect(names.filter((name) => !/^[A-Za-z0-9_.-]{1,64}$/.test(name))).toEqual([]);
    expect([...tools.origins.values()].map(({ key }) => key)).toEqual(odd);
    expect(names).toContain('box____proto__');
    expect(names).toContain('box__a_b');
  });

  it('leaves odd characters in names of prompts, and cuts none in half', () => {
    const prompts = ['ask me', `x${'🙂'.repeat(40)}`].map((name) => JSON.stringify({ name }));
    const names = [...buildExposure([server('box', { prompts })], always).prompts.origins.keys()];
    expect(names[0]).toBe('box__ask me');
    expect(names[1]?.isWellFormed()).toBe(true);
  });

  it('leads tools to the pages of their own server where two have one under the same URI', () => {
    const tool = (name: string): string =>
      JSON.stringify({
        name,
        _meta: { ui: { resourceUri: 'ui://view', visibility: ['app'] }, 'ui/resourceUri': 'ui://view' },
      });
    const servers = ['a', 'b'].map((name) => server(name, { tools: [tool('show')] }));
    const exposure = buildExposure(servers, always);
    const metas = exposure.tools.texts.map((text) => (JSON.parse(text) as { _meta: unknown })._meta);
    expect(metas).toEqual([
      { ui: { resourceUri: 'ui://view', visibility: ['app'] }, 'ui/resourceUri': 'ui://view' },
      {
        ui: { resourceUri: 'ui://patchbay/b/view', visibility: ['app'] },
        'ui/resourceUri': 'ui://patchbay/b/view',
      },
    ]);
    expect(exposure.owners.get('ui://view')).toBe('a');
  });

  it('keeps skills apart that two servers have under the same URI, with all their files', () => {
    const skill =
      '{"uri":"skill://x/SKILL.md","frontmatter":{"name":"x"},"resources":[{"uri":"skill://x/SKILL.md"},{"uri":"skill://x/a.md"}]}';
    const source = targetSource({ a: catalogueOf({ skills: [skill] }), b: catalogueOf({ skills: [skill] }) });
    expect(source.exposure().skills.texts).toEqual([
      skill,
      skill.replaceAll('skill://', 'patchbay://b/skill://'),
    ]);
    expect(originOfUri(source, 'skill://x/a.md')).toEqual({ server: 'a', key: 'skill://x/a.md' });
    expect(originOfUri(source, 'patchbay://b/skill://x/a.md')).toEqual({
      server: 'b',
      key: 'skill://x/a.md',
    });
    expect(originOfUri(source, 'skill://x/unlisted/deep.md')?.server).toBe('a');
    expect(originOfUri(source, 'skill://x')?.server).toBe('a');
    expect(originOfUri(source, 'skill://xy/a.md')).toBeNull();
  });

  it('takes templates of one shape for the same', () => {
    const template = (text: string): string => JSON.stringify({ uriTemplate: text });
    const servers = [
      server('a', { resourceTemplates: [template('t:{id}'), template('u:{id}')] }),
      server('b', { resourceTemplates: [template('t:{name}')] }),
    ];
    expect([...buildExposure(servers, always).resourceTemplates.origins.keys()]).toEqual([
      't:{id}',
      'u:{id}',
      'patchbay://b/t:{name}',
    ]);
  });

  it('lets the first of two servers keep a URI and gives the other one of its own that leads back', () => {
    const known = catalogueOf({ resources: ['{"uri":"file:///x","name":"x"}'] });
    const source = targetSource({ a: known, b: known });
    expect([...source.exposure().resources.origins.keys()]).toEqual(['file:///x', 'patchbay://b/file:///x']);
    expect(originOfUri(source, 'patchbay://b/file:///x')).toEqual({ server: 'b', key: 'file:///x' });
    expect(originOfUri(source, 'file:///x')).toEqual({ server: 'a', key: 'file:///x' });
  });

  it('finds the server of a URI by its templates', () => {
    const source = targetSource({
      a: catalogueOf({ resourceTemplates: ['{"uriTemplate":"demo://text/{id}","name":"t"}'] }),
      b: catalogueOf({ resourceTemplates: ['{"uriTemplate":"demo://blob/{id}/raw","name":"t"}'] }),
    });
    expect(originOfUri(source, 'demo://blob/7/raw')).toEqual({ server: 'b', key: 'demo://blob/7/raw' });
    expect(originOfUri(source, 'demo://other/7')).toBeNull();
    const greedy = targetSource({
      greedy: catalogueOf({
        resourceTemplates: ['{"uriTemplate":"demo:{+any}"}', '{"uriTemplate":"{+any}"}'],
      }),
      exact: catalogueOf({ resourceTemplates: ['{"uriTemplate":"demo://text/{id}"}'] }),
    });
    expect(originOfUri(greedy, 'demo://text/7')?.server).toBe('exact');
    expect(originOfUri(greedy, 'demo://blob/7')?.server).toBe('greedy');
    expect(originOfUri(greedy, 'other://text/7')).toBeNull();
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
