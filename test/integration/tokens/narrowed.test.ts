// Tokens that are good for some servers, or for reading alone: what they see and what they are refused, in every way that
// there is to ask.
import { describe, expect, it } from 'vitest';
import { allListed } from '../../support/all-listed.ts';
import { modernRpc } from '../../support/modern-edge.ts';
import { sharedPatchbay, startPatchbay } from '../../support/patchbay.ts';
import { call, openStream, post, rpc, send, type Json, type RawStream } from '../../support/raw-mcp.ts';
import { everythingServer, mockServer } from '../../support/test-servers.ts';
import { bearer, openAs, ways, type Ask } from '../../support/token-holders.ts';
import { until } from '../../support/until.ts';

const patchbay = sharedPatchbay(() => ({
  auth: { mode: 'token' },
  mcpServers: { one: mockServer(), two: everythingServer() },
}));

const ready = async (): Promise<void> => allListed(patchbay(), await bearer(patchbay()));

/** What all items of a list are called. */
async function listed(ask: Ask, method: string, list: string, key = 'name'): Promise<readonly string[]> {
  const { result } = (await ask(method)) as { readonly result: Json };
  return (result[list] as readonly Json[]).map((item) => String(item[key]));
}

const everyWay = describe.each(Object.entries(ways));

everyWay('a token for one server, %s', (_name, way) => {
  it('sees nothing of the others in any list', async () => {
    await ready();
    const whole = await way(patchbay(), null, await bearer(patchbay()));
    const mine = await way(patchbay(), null, await bearer(patchbay(), 'server:one'));
    for (const [method, list, key] of [
      ['tools/list', 'tools', 'name'],
      ['prompts/list', 'prompts', 'name'],
      ['resources/list', 'resources', 'uri'],
      ['resources/templates/list', 'resourceTemplates', 'uriTemplate'],
    ] as const) {
      const all = await listed(whole, method, list, key);
      const seen = await listed(mine, method, list, key);
      const own = all.filter((name) => /^(one__|mock:)/.test(name));
      expect(seen).toEqual(own);
      expect(own.length).toBeGreaterThan(0);
      expect(all.length).toBeGreaterThan(own.length);
    }
  });

  it('is told that nothing of the others is there, and is served by its own', async () => {
    await ready();
    const whole = await way(patchbay(), null, await bearer(patchbay()));
    const mine = await way(patchbay(), null, await bearer(patchbay(), 'server:one'));
    const uris = await listed(whole, 'resources/list', 'resources', 'uri');
    const uri = uris.find((each) => !each.startsWith('mock:'));
    const argument = { name: 'language', value: 'p' };
    const asked: readonly (readonly [string, Json, Json])[] = [
      ['tools/call', { name: 'two__echo', arguments: { message: 'x' } }, { name: 'one__echo' }],
      ['prompts/get', { name: 'two__simple-prompt' }, { name: 'one__simple' }],
      ['resources/read', { uri }, { uri: 'mock://poem' }],
      [
        'completion/complete',
        {
          ref: { type: 'ref/prompt', name: 'two__completable-prompt' },
          argument: { name: 'department', value: 'E' },
        },
        { ref: { type: 'ref/prompt', name: 'one__review' }, argument },
      ],
    ];
    for (const [method, ofOthers, own] of asked) {
      expect(await whole(method, ofOthers)).toHaveProperty('result');
      const refused = await mine(method, ofOthers);
      expect(refused).toHaveProperty('error');
      expect(refused).not.toHaveProperty('result');
      expect(await mine(method, own)).toHaveProperty('result');
    }
  });

  it('asks its own server by name', async () => {
    const mine = await way(patchbay(), 'one', await bearer(patchbay(), 'server:one'));
    expect(await mine('tools/call', { name: 'echo', arguments: { text: 'x' } })).toHaveProperty('result');
    expect(await mine('resources/read', { uri: 'mock://poem' })).toHaveProperty('result');
  });
});

everyWay('a token that only reads, %s', (_name, way) => {
  it.each([
    [null, 'one__echo', (name: string) => !name.startsWith('one__')],
    ['one', 'echo', () => false],
  ] as const)(
    'sees no tool that may change something, and calls none, of %s',
    async (server, tool, maySee) => {
      await ready();
      const mine = await way(patchbay(), server, await bearer(patchbay(), 'tools:read'));
      const names = await listed(mine, 'tools/list', 'tools');
      expect(names.filter((name) => !maySee(name))).toEqual([]);
      expect(await mine('tools/call', { name: tool, arguments: {} })).toMatchObject({
        error: { data: { code: 'INSUFFICIENT_SCOPE' } },
      });
      expect(await mine('tools/call', { name: 'nothing', arguments: {} })).toHaveProperty('error');
    },
  );

  it.each([
    [null, 'patchbay__list_servers'],
    ['patchbay', 'list_servers'],
  ] as const)('sees and calls the tools that change nothing, of %s', async (server, name) => {
    await ready();
    const mine = await way(patchbay(), server, await bearer(patchbay(), 'tools:read'));
    expect(await listed(mine, 'tools/list', 'tools')).toContain(name);
    expect(await mine('tools/call', { name, arguments: {} })).toHaveProperty('result');
  });

  it('reads what is no tool', async () => {
    await ready();
    const mine = await way(patchbay(), null, await bearer(patchbay(), 'tools:read'));
    expect(await mine('resources/read', { uri: 'mock://poem' })).toHaveProperty('result');
    expect(await mine('prompts/get', { name: 'one__simple' })).toHaveProperty('result');
  });

  it('is refused a method of which nobody knows what it does', async () => {
    const mine = await way(patchbay(), 'one', await bearer(patchbay(), 'tools:read'));
    expect(await mine('machine/erase', {})).toMatchObject({
      error: { data: { code: 'INSUFFICIENT_SCOPE' } },
    });
  });

  it('for one server is both', async () => {
    const mine = await way(patchbay(), null, await bearer(patchbay(), 'tools:read', 'server:patchbay'));
    const names = await listed(mine, 'tools/list', 'tools');
    expect(names).toContain('patchbay__list_servers');
    expect(names.every((name) => name.startsWith('patchbay__'))).toBe(true);
    expect(await mine('resources/read', { uri: 'mock://poem' })).toHaveProperty('error');
  });
});

describe('the address of a server that a token is not good for', () => {
  it.each([
    ['POST', '/mcp/two'],
    ['GET', '/mcp/two'],
    ['DELETE', '/mcp/two'],
    ['POST', '/mcp/two/messages?sessionId=x'],
    ['POST', '/mcp/%74wo'],
    ['POST', '/mcp/two/'],
  ] as const)('is 403 insufficient_scope for %s %s', async (method, path) => {
    const holder = await bearer(patchbay(), 'server:one');
    const answer = await send(method, `${patchbay().url}${path}`, {
      headers: { ...holder, accept: 'application/json, text/event-stream' },
      ...(method === 'POST' ? { body: rpc(1, 'ping') } : {}),
    });
    expect(answer.status).toBe(403);
    expect(String(answer.headers['www-authenticate'])).toContain('error="insufficient_scope"');
    expect(answer.text).toContain('It is good for one.');
  });

  it('is so for requests of the modern era, for batches, and for sessions of another token', async () => {
    const holder = await bearer(patchbay(), 'server:one');
    const url = patchbay().endpoint('two');
    const session = await openAs(url, await bearer(patchbay()));
    const { body, headers } = modernRpc(1, 'tools/list');
    const batch = JSON.stringify([rpc(1, 'tools/list')]);
    expect((await post(url, body, { ...headers, ...holder })).status).toBe(403);
    expect((await post(url, batch, holder)).status).toBe(403);
    expect((await post(url, rpc(1, 'tools/list'), { ...session, ...holder })).status).toBe(403);
  });
});

describe('a subscription of the modern era', () => {
  const { body, headers } = modernRpc('sub', 'subscriptions/listen', {
    notifications: { resourceSubscriptions: ['mock://poem'], toolsListChanged: true },
  });

  it('of a token for one server is told of what is its own, and of nothing else', async () => {
    const both = await startPatchbay({
      auth: { mode: 'token' },
      mcpServers: { one: mockServer(), two: mockServer() },
    });
    const wholeToken = await bearer(both);
    await allListed(both, wholeToken);
    const mine = await openStream('POST', both.endpoint(), {
      body,
      headers: { ...headers, ...(await bearer(both, 'server:one')) },
    });
    const other = await openStream('POST', both.endpoint('two'), {
      body,
      headers: { ...headers, ...wholeToken },
    });
    const updates = (stream: RawStream): number =>
      stream.messages().filter(({ method }) => method === 'notifications/resources/updated').length;
    await until('both acknowledgements', () => mine.messages().length > 0 && other.messages().length > 0);
    const session = await openAs(both.endpoint(), wholeToken);
    const update = { kind: 'updated', uri: 'mock://poem' };
    await post(both.endpoint(), call(1, 'two__notify', update), session);
    await until('the update of two', () => updates(other) > 0);
    await post(both.endpoint(), call(2, 'one__notify', update), session);
    await until('the update of one', () => updates(mine) > 0);
    expect(updates(mine)).toBe(1);
  });

  it('of a token for another server is 403 at its address', async () => {
    const refused = await post(patchbay().endpoint('two'), body, {
      ...headers,
      ...(await bearer(patchbay(), 'server:one')),
    });
    expect(refused.status).toBe(403);
  });
});
