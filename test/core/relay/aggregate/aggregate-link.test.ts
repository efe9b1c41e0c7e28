// One session on `/mcp` with servers that a test plays.
import { describe, expect, it } from 'vitest';
import { AggregateLink } from '../../../../src/main/core/relay/aggregate/aggregate-link.ts';
import { keptGone } from '../../../../src/main/core/relay/aggregate/server-links.ts';
import type { Catalogue } from '../../../../src/main/core/relay/catalogue.ts';
import { bareItems, catalogueOf, targetSource } from '../../../support/catalogues.ts';
import { fakeClock } from '../../../support/fake-clock.ts';
import { ListeningPeer, recordingExchange, scan, type Json } from '../../../support/listening-peer.ts';
import { scriptedLegacyServer, settled } from '../../../support/scripted-legacy-server.ts';

function setUp(catalogues: Readonly<Record<string, Catalogue | null>>) {
  const known: Record<string, Catalogue | null> = { ...catalogues };
  const servers = new Map(Object.keys(known).map((name) => [name, scriptedLegacyServer()]));
  const of = (name: string) => {
    const server = servers.get(name);
    if (server === undefined) throw new Error(`There is no ${name}.`);
    return server;
  };
  const late = Promise.withResolvers<void>();
  const isLate = Object.values(known).includes(null);
  const peer = new ListeningPeer('session');
  const link = new AggregateLink(
    {
      ...targetSource(known),
      version: '1',
      gatewayId: 'gateway',
      clock: fakeClock(),
      connect: (server, own) => of(server).connect(own),
      settled: () => (isLate ? late.promise : Promise.resolve()),
      learnt: () => (isLate ? late.promise : Promise.resolve()),
    },
    peer,
  );
  const send = async (id: unknown, method: string, params: Json = {}) => {
    const { log, exchange } = recordingExchange();
    link.request(scan({ jsonrpc: '2.0', id, method, params }), exchange);
    await settled();
    return log;
  };
  const learn = async (name: string, learnt: Catalogue) => {
    known[name] = learnt;
    late.resolve();
    await settled();
  };
  const notify = (method: string, params: Json) =>
    link.notify(scan({ jsonrpc: '2.0', method: `notifications/${method}`, params }));
  const come = (name: string, offer: Catalogue) => {
    servers.set(name, scriptedLegacyServer());
    known[name] = offer;
  };
  const leave = (name: string) => Reflect.deleteProperty(known, name);
  return { of, peer, link, send, learn, notify, come, leave };
}

const tools = (...names: string[]): Catalogue => catalogueOf({ tools: bareItems('name', names) });

describe('a session on /mcp', () => {
  it('opens when it is known what the servers can do, and how they are to be used', async () => {
    const { send, learn } = setUp({ a: null });
    const log = await send(1, 'initialize', { protocolVersion: '2025-06-18' });
    expect(log.answer).toBeNull();
    const learnt = catalogueOf({}, { tasks: { list: {} }, extensions: { 'com.acme/x': {} } });
    await learn('a', { ...learnt, instructions: 'Be kind.' });
    expect(log.answer).toMatchObject({
      result: {
        protocolVersion: '2025-06-18',
        capabilities: { tasks: { list: {} }, extensions: { 'com.acme/x': {} } },
        instructions: expect.stringContaining('Be kind.') as unknown,
      },
    });
  });

  it('gives up what waits when the client cancels, and does not tell servers that know nothing of it', async () => {
    const { send, learn, notify, of } = setUp({ a: null, b: tools('x') });
    await send(1, 'tools/call', { name: 'b__x' });
    const log = await send(2, 'tools/call', { name: 'y' });
    notify('cancelled', { requestId: 2 });
    expect(log.abandoned).toBe(true);
    await learn('a', tools('y'));
    expect(of('a').sessions).toEqual([]);
  });

  it('keeps apart the progress of questions that two servers put under the same token', async () => {
    const { send, notify, of, peer } = setUp({ a: tools('x'), b: tools('x') });
    const logs = [
      await send(1, 'tools/call', { name: 'a__x' }),
      await send(2, 'tools/call', { name: 'b__x' }),
    ];
    const params = { _meta: { progressToken: 7 }, message: '?' };
    for (const name of ['a', 'b']) of(name).request().ask('elicitation/create', params);
    const tokens = logs.map(({ sent }) => {
      const { _meta: meta } = (sent[0]?.['params'] ?? {}) as { _meta?: Json };
      return meta?.['progressToken'];
    });
    expect(new Set(tokens).size).toBe(2);
    notify('progress', { progressToken: tokens[1], progress: 0.5 });
    notify('progress', { progressToken: 7, progress: 0.6 });
    const heard = (name: string) => of(name).sessions.flatMap(({ notified }) => notified);
    expect([heard('a'), heard('b')]).toMatchObject([[], [{ params: { progressToken: 7, progress: 0.5 } }]]);
    // The one that is answered is over.
    const [id] = [...peer.asked.keys()];
    peer.asked.get(id ?? '')?.(scan({ jsonrpc: '2.0', id: JSON.parse(id ?? ''), result: {} }));
    notify('progress', { progressToken: tokens[0], progress: 1 });
    notify('progress', { progressToken: tokens[1], progress: 1 });
    expect([heard('a').length, heard('b').length]).toEqual([1, 1]);
  });

  it('tells a question’s task as the session knows it, and the server’s own in its answer', async () => {
    const { send, of, peer } = setUp({ a: tools('x') });
    const related = (taskId: string): Json => ({ 'io.modelcontextprotocol/related-task': { taskId } });
    const log = await send(1, 'tools/call', { name: 'a__x' });
    const { answers, askedId } = of('a')
      .request()
      .ask('elicitation/create', { _meta: related('t') });
    expect(log.sent).toMatchObject([{ params: { _meta: related('a:t') } }]);
    const answer = { jsonrpc: '2.0', id: JSON.parse(askedId) as unknown, result: { _meta: related('a:t') } };
    peer.asked.get(askedId)?.(scan(answer));
    expect(answers).toMatchObject([{ result: { _meta: related('t') } }]);
  });

  it('keeps ways to all servers that are there, and of those that have gone only to the few that it used last', async () => {
    const { send, of, come, leave } = setUp({ first: tools('x'), second: tools('x') });
    const use = (name: string) => send(name, 'tools/call', { name: `${name}__x` });
    await use('first');
    await use('second');
    const passing = Array.from({ length: 3 * keptGone }, (_, index) => `passing-${index}`);
    for (const name of passing) {
      come(name, tools('x'));
      await use(name);
      leave(name);
    }
    come('last', tools('x'));
    await use('last');
    const isOpen = (name: string) => of(name).sessions.some(({ isClosed }) => !isClosed);
    expect([isOpen('first'), isOpen('second')]).toEqual([true, true]);
    expect(passing.filter(isOpen)).toEqual(passing.slice(-keptGone));
    // It comes back, and so does the way to it.
    const [gone = ''] = passing;
    come(gone, tools('x'));
    await use(gone);
    expect(isOpen(gone)).toBe(true);
  });

  it('hands other notifications to all servers that it has used, ambiguous ones as they are', async () => {
    const { send, notify, link, of } = setUp({ a: tools('x'), b: tools('x') });
    await send(1, 'tools/call', { name: 'a__x' });
    notify('roots/list_changed', {});
    const text =
      '{"jsonrpc":"2.0","method":"notifications/odd","params":{"_meta":{"io.modelcontextprotocol/related-task":1,"io.modelcontextprotocol/related-task":2}}}';
    const odd = { ...scan({ jsonrpc: '2.0', method: 'notifications/odd' }), bytes: Buffer.from(text) };
    expect(() => link.notify(odd)).not.toThrow();
    expect(of('a').sessions[0]?.notified.map(({ method }) => method)).toEqual([
      'notifications/roots/list_changed',
      'notifications/odd',
    ]);
    expect(of('b').sessions).toEqual([]);
  });
});
