import { defaultBounds } from '../../../../src/main/core/bounds/bounds.ts';
import { describe, expect, it } from 'vitest';
import type { Catalogue, ListKind } from '../../../../src/main/core/relay/catalogue.ts';
import {
  ModernAggregate,
  type ModernAggregateSource,
} from '../../../../src/main/core/relay/modern/aggregate/modern-aggregate.ts';
import type { ModernRequest } from '../../../../src/main/core/relay/modern/types.ts';
import type { Exchange } from '../../../../src/main/core/relay/types.ts';
import { bareItems, catalogueOf, targetSource } from '../../../support/catalogues.ts';
import { fakeClock } from '../../../support/fake-clock.ts';
import { parse, recordingExchange, type ExchangeLog, type Json } from '../../../support/listening-peer.ts';
import { claimMeta, modernRequest, settled } from '../../../support/scripted-legacy-server.ts';

interface Seen {
  readonly server: string;
  readonly request: ModernRequest;
  readonly message: Json;
  readonly exchange: Exchange;
  cancelled: string | null;
}

const catalogue = (tools: readonly string[], uris: readonly string[] = []): Catalogue =>
  catalogueOf({ tools: bareItems('name', tools), resources: bareItems('uri', uris) });

function setUp(catalogues: Readonly<Record<string, Catalogue | null>>) {
  const clock = fakeClock();
  const seen: Seen[] = [];
  const listeners = new Set<(kinds: readonly ListKind[]) => void>();
  const late = Promise.withResolvers<void>();
  const isLate = Object.values(catalogues).includes(null);
  const known: Record<string, Catalogue | null> = { ...catalogues };
  const source: ModernAggregateSource = {
    ...targetSource(known),
    version: '1',
    gatewayId: 'us',
    settled: () => (isLate ? late.promise : Promise.resolve()),
    learnt: () => (isLate ? late.promise : Promise.resolve()),
    onListsChanged: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    modern: (server) => ({
      request: (request, exchange) => {
        const entry: Seen = {
          server,
          request,
          message: parse(request.message.bytes),
          exchange,
          cancelled: null,
        };
        seen.push(entry);
        return { cancel: (reason) => void (entry.cancelled = reason) };
      },
    }),
  };
  const aggregate = new ModernAggregate(source, clock, defaultBounds());
  const send = async (id: unknown, method: string, params: Json = {}, meta: Json = claimMeta()) => {
    const { log, exchange } = recordingExchange();
    const underway = aggregate.request(modernRequest(id, method, params, meta), exchange);
    await settled();
    return { log, underway };
  };
  const learn = async (name: string, learnt: Catalogue) => {
    known[name] = learnt;
    late.resolve();
    await settled();
  };
  const changed = (kinds: readonly ListKind[]) => {
    for (const listener of listeners) listener(kinds);
  };
  return { clock, seen, listeners, aggregate, send, learn, changed };
}

const resultOf = ({ answer }: ExchangeLog): Json => (answer?.['result'] ?? {}) as Json;
const codeOf = ({ answer }: ExchangeLog): unknown => (answer?.['error'] as Json | undefined)?.['code'];
const note = (method: string, params: Json): Buffer =>
  Buffer.from(JSON.stringify({ jsonrpc: '2.0', method: `notifications/${method}`, params }));

describe('/mcp for modern clients', () => {
  it('says who it is, and lists what is known, with what the era wants', async () => {
    const { send } = setUp({ a: catalogue(['x']), b: catalogue(['x']) });
    const discovered = resultOf((await send(1, 'server/discover')).log);
    expect(discovered).toMatchObject({
      resultType: 'complete',
      capabilities: { tools: { listChanged: true }, resources: { subscribe: true } },
      serverInfo: { name: 'patchbay' },
      cacheScope: 'private',
    });
    expect(resultOf((await send(2, 'tools/list')).log)).toMatchObject({
      resultType: 'complete',
      ttlMs: 0,
      cacheScope: 'private',
      tools: [{ name: 'a__x' }, { name: 'b__x' }],
    });
  });

  it('waits for servers of which nothing is known, unless the client leaves', async () => {
    const { send, learn } = setUp({ a: null });
    const [list, left, call] = [
      await send(1, 'tools/list'),
      await send(2, 'tools/list'),
      await send(3, 'resources/read', { uri: 'file:///x' }),
    ];
    expect(list.log.answer).toBeNull();
    left.underway.cancel('gone');
    await learn('a', catalogue(['x']));
    expect(resultOf(list.log)['tools']).toEqual([{ name: 'a__x' }]);
    expect(left.log.answer).toBeNull();
    expect(codeOf(call.log)).toBe(-32_602);
  });

  it('hands a call to its server, renamed there and nowhere else', async () => {
    const { send, seen } = setUp({ a: catalogue(['x']), b: catalogue([], ['file:///r']) });
    const { log, underway } = await send('id', 'tools/call', { name: 'a__x', arguments: { name: 'a__x' } });
    await send(2, 'resources/read', { uri: 'file:///r' });
    expect(seen.map(({ server, message }) => [server, message])).toMatchObject([
      ['a', { id: 'id', params: { name: 'x', arguments: { name: 'a__x' } } }],
      ['b', { id: 2, params: { uri: 'file:///r' } }],
    ]);
    seen[0]?.exchange.send(note('progress', { progress: 1 }));
    seen[0]?.exchange.finish(Buffer.from('{"jsonrpc":"2.0","id":"id","result":{"resultType":"odd"}}'));
    expect(log).toMatchObject({
      sent: [{ params: { progress: 1 } }],
      answer: { result: { resultType: 'odd' } },
    });
    underway.cancel('late');
    expect(seen[0]?.cancelled).toBe('late');
  });

  it('brings back what a server says in terms under which it is found again', async () => {
    const { send, seen } = setUp({ a: catalogue([], ['file:///r']), b: catalogue(['x'], ['file:///r']) });
    const { log } = await send(1, 'resources/read', { uri: 'patchbay://b/file:///r' });
    const [read] = seen;
    expect(read).toMatchObject({ server: 'b', message: { params: { uri: 'file:///r' } } });
    const contents = [{ uri: 'file:///r', text: 'x' }];
    read?.exchange.finish(Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: 1, result: { contents } })));
    expect(resultOf(log)).toEqual({ contents: [{ uri: 'patchbay://b/file:///r', text: 'x' }] });
  });

  it('refuses what it cannot place', async () => {
    const { send, seen } = setUp({ a: catalogue(['x']), b: catalogue([]) });
    expect(codeOf((await send(1, 'tools/call', { name: 'nothing' })).log)).toBe(-32_602);
    expect(codeOf((await send(2, 'tools/call')).log)).toBe(-32_602);
    expect(codeOf((await send(3, 'resources/read', { uri: 'x:y' })).log)).toBe(-32_602);
    expect(codeOf((await send(4, 'ping')).log)).toBe(-32_601);
    expect(codeOf((await send(5, 'tools/list', { cursor: 'none of ours' })).log)).toBe(-32_602);
    expect(seen).toEqual([]);
  });
});

describe('a subscription on /mcp', () => {
  const tag = { 'io.modelcontextprotocol/subscriptionId': 'sub' };
  const uris = ['file:///a', 'patchbay://b/file:///a', 'file:///b', 'file:///nobody'];
  const stage = async () => {
    const all = setUp({
      a: catalogue([], ['file:///a']),
      b: catalogue([], ['file:///a', 'file:///b']),
    });
    const notifications = { toolsListChanged: true, resourceSubscriptions: uris };
    const subscription = await all.send('sub', 'subscriptions/listen', { notifications });
    return { ...all, ...subscription };
  };
  const acknowledge = ({ exchange }: Seen, resourceSubscriptions: readonly string[]) =>
    exchange.send(note('subscriptions/acknowledged', { notifications: { resourceSubscriptions } }));

  it('listens at each server for what is its own, and is acknowledged once all have agreed', async () => {
    const { seen, log } = await stage();
    expect(seen.map(({ server, message }) => [server, message['params']])).toMatchObject([
      ['a', { notifications: { resourceSubscriptions: ['file:///a'] } }],
      ['b', { notifications: { resourceSubscriptions: ['file:///a', 'file:///b'] } }],
    ]);
    const [a, b] = seen;
    if (a === undefined || b === undefined) throw new Error('Nobody listens.');
    acknowledge(a, ['file:///a']);
    a.exchange.send(note('resources/updated', { uri: 'file:///a', _meta: tag }));
    expect(log.sent).toEqual([]);
    acknowledge(b, ['file:///a', 'file:///b']);
    expect(log.sent).toMatchObject([
      {
        method: 'notifications/subscriptions/acknowledged',
        params: {
          _meta: tag,
          notifications: {
            toolsListChanged: true,
            resourceSubscriptions: ['file:///a', 'patchbay://b/file:///a', 'file:///b'],
          },
        },
      },
      { method: 'notifications/resources/updated', params: { uri: 'file:///a', _meta: tag } },
    ]);
    b.exchange.send(note('resources/updated', { uri: 'file:///a', _meta: tag }));
    expect(log.sent.at(-1)).toMatchObject({ params: { uri: 'patchbay://b/file:///a', _meta: tag } });
  });

  it('waits only so long for servers that do not agree, and tells changes of the merged lists', async () => {
    const { clock, log, changed } = await stage();
    changed(['tools', 'prompts']);
    expect(log.sent).toEqual([]);
    clock.advance(5000);
    expect(log.sent).toMatchObject([
      {
        method: 'notifications/subscriptions/acknowledged',
        params: { notifications: { toolsListChanged: true } },
      },
      { method: 'notifications/tools/list_changed', params: { _meta: tag } },
    ]);
    expect(log.sent).toHaveLength(2);
  });

  it('listens again where a server ends it, and ends everywhere with the client', async () => {
    const { clock, seen, underway, listeners } = await stage();
    seen[0]?.exchange.abandon();
    clock.advance(5000);
    expect(seen.map(({ server }) => server)).toEqual(['a', 'b', 'a']);
    underway.cancel('gone');
    expect(seen.map(({ cancelled }) => cancelled)).toEqual([null, 'gone', 'gone']);
    expect([listeners.size, clock.pending()]).toEqual([0, 0]);
  });

  it('listens for tasks at their servers, and for what extensions define at all that declare some', async () => {
    const extension = { 'io.modelcontextprotocol/tasks': {} };
    const { send, seen } = setUp({
      a: catalogue([]),
      b: catalogueOf({}, { extensions: { 'com.acme/x': {} } }),
      c: catalogueOf({}, { extensions: extension }),
    });
    const notifications = { taskIds: ['a:1', 'c:1', 'c:2', 'nobody:1', '7'], acmeChanged: { deep: true } };
    const meta = claimMeta({ extensions: extension });
    const { log } = await send('sub', 'subscriptions/listen', { notifications }, meta);
    const shares = seen.map(({ server, message }) => [server, (message['params'] as Json)['notifications']]);
    expect(Object.fromEntries(shares)).toEqual({
      a: { taskIds: ['1'] },
      b: { acmeChanged: { deep: true } },
      c: { taskIds: ['1', '2'], acmeChanged: { deep: true } },
    });
    const of = (name: string) => seen.find(({ server }) => server === name)?.exchange;
    const agree = (name: string, agreed: Json) =>
      of(name)?.send(note('subscriptions/acknowledged', { notifications: agreed }));
    agree('a', {});
    agree('b', { acmeChanged: { deep: true }, unasked: true });
    agree('c', { taskIds: ['1'] });
    of('c')?.send(note('tasks', { taskId: '1', status: 'completed', _meta: tag }));
    of('b')?.send(note('acme/changed', { any: 'thing', _meta: tag }));
    expect(log.sent).toMatchObject([
      { params: { notifications: { acmeChanged: { deep: true }, taskIds: ['c:1'] } } },
      { params: { taskId: 'c:1', status: 'completed', _meta: tag } },
      { params: { any: 'thing', _meta: tag } },
    ]);
    expect(JSON.stringify(log.sent[0])).not.toContain('unasked');
  });

  it('refuses filters that cannot be read', async () => {
    const { send } = setUp({ a: catalogue([]) });
    const meta = claimMeta({ extensions: { 'io.modelcontextprotocol/tasks': {} } });
    const tooMany = Array.from({ length: 1001 }, (_, index) => `a:${index}`);
    for (const taskIds of ['a:1', [1]]) {
      const { log } = await send(1, 'subscriptions/listen', { notifications: { taskIds } }, meta);
      expect(codeOf(log)).toBe(-32_602);
    }
    for (const notifications of [{ taskIds: tooMany }, { resourceSubscriptions: tooMany }]) {
      const { log } = await send(1, 'subscriptions/listen', { notifications }, meta);
      expect(JSON.stringify(log.answer)).toContain('gateway.limits.maxSubscriptionsPerSession');
    }
  });

  it('ends with a result when the gateway ends', async () => {
    const { aggregate, log } = await stage();
    aggregate.close();
    expect(log.answer).toMatchObject({ id: 'sub', result: { _meta: tag } });
  });
});
