import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/shared/errors.ts';
import { LegacyFace } from '../../../../src/main/core/upstream/modern/legacy-face.ts';
import { readDiscovered } from '../../../../src/main/core/upstream/modern/discovered.ts';
import type { Handshake } from '../../../../src/main/core/upstream/types.ts';
import { scanMessage } from '../../../../src/main/core/relay/wire/message.ts';
import { fakeClock } from '../../../support/fake-clock.ts';
import { ListeningPeer, recordingExchange, scan, type Json } from '../../../support/listening-peer.ts';
import { settled } from '../../../support/scripted-legacy-server.ts';
import { scriptedModernServer, withoutClaim } from '../../../support/scripted-modern-server.ts';

const capabilities = { tools: { listChanged: true }, resources: { subscribe: true }, odd: { x: 1 } };
const discovered = {
  supportedVersions: ['2026-07-28'],
  capabilities,
  serverInfo: { name: 'box', version: '2', title: 'Box' },
  instructions: 'Be kind.',
};
const usual = readDiscovered('box', scan({ jsonrpc: '2.0', id: 1, result: discovered }));

function stage(handshake: () => Promise<Handshake> = () => Promise.resolve(usual)) {
  const server = scriptedModernServer();
  const peer = new ListeningPeer('a', { elicitation: {}, roots: {} });
  const clock = fakeClock();
  const changed: string[] = [];
  let isClosed = false;
  const face = new LegacyFace({
    link: server.link,
    peer,
    handshake,
    clock,
    onListChanged: (kind) => changed.push(kind),
    onClose: () => {
      isClosed = true;
    },
    readTools: ({ bytes }) => Buffer.from(bytes.toString().replace('hidden', 'shown')),
  });
  const ask = (id: unknown, method: string, params: Json = {}) => {
    const { log, exchange } = recordingExchange();
    face.request(scan({ jsonrpc: '2.0', id, method, params }), exchange);
    return log;
  };
  const notify = (method: string, params: Json = {}): void =>
    face.notify(scan({ jsonrpc: '2.0', method, params }));
  const answerAsked = (index: number, answer: Json): void => {
    const [id = '', reply] = [...peer.asked][index] ?? [];
    reply?.(scan({ jsonrpc: '2.0', id: JSON.parse(id), ...answer }));
  };
  return { face, server, peer, clock, changed, ask, notify, answerAsked, isClosed: () => isClosed };
}

const form = { method: 'elicitation/create', params: { mode: 'form', message: 'Who?', requestedSchema: {} } };
const asking = (inputRequests: Json, requestState?: string): Json => ({
  resultType: 'input_required',
  inputRequests,
  ...(requestState === undefined ? {} : { requestState }),
});

describe('a modern server, opened by a legacy client', () => {
  it('says of itself what it said to server/discover, in the revision of the client', async () => {
    const { ask } = stage();
    const older = ask('i', 'initialize', { protocolVersion: '2025-06-18' });
    const unknown = ask('j', 'initialize', { protocolVersion: '2031-01-01' });
    await settled();
    const { supportedVersions: _, ...said } = discovered;
    expect(older.answer).toEqual({
      jsonrpc: '2.0',
      id: 'i',
      result: { protocolVersion: '2025-06-18', ...said },
    });
    expect(unknown.answer).toMatchObject({ result: { protocolVersion: '2025-11-25' } });
  });

  it('answers with an error when it cannot be had', async () => {
    const { ask } = stage(() => Promise.reject(new AppError('SERVER_FAILED', 'It burns.')));
    const log = ask(1, 'initialize');
    await settled();
    expect(log.answer).toMatchObject({ error: { message: 'It burns.' } });
  });

  it('is not asked for pings, levels and what it does not know', () => {
    const { ask, server, notify } = stage();
    expect(ask(1, 'ping').answer).toEqual({ jsonrpc: '2.0', id: 1, result: {} });
    expect(ask(2, 'logging/setLevel', { level: 'error' }).answer).toMatchObject({ result: {} });
    expect(ask(3, 'logging/setLevel', { level: 'loud' }).answer).toMatchObject({ error: { code: -32_602 } });
    notify('notifications/roots/list_changed');
    expect(server.requests).toEqual([]);
  });
});

describe('a call of a legacy client to a modern server', () => {
  it('says who asks, what they can do and the level that was set; the rest stays as written', () => {
    const { ask, server, face } = stage();
    ask(0, 'logging/setLevel', { level: 'error' });
    const { log, exchange } = recordingExchange();
    const json =
      '{"id":7.50,"params":{"b":1e2,"_meta":{"own":[ ]},"a":"\\u0041"},"method":"odd/method","jsonrpc":"2.0"}';
    face.request(scanMessage(Buffer.from(json)), exchange);
    const [seen] = server.requests;
    expect(seen?.message['params']).toMatchObject({
      _meta: {
        own: [],
        'io.modelcontextprotocol/protocolVersion': '2026-07-28',
        'io.modelcontextprotocol/clientInfo': { name: 'a', version: '1' },
        'io.modelcontextprotocol/clientCapabilities': { elicitation: {}, roots: {} },
        'io.modelcontextprotocol/logLevel': 'error',
      },
    });
    expect(seen?.text).toMatch(
      /^\{"id":7\.50,"params":\{"b":1e2,"_meta":\{.*"own":\[ \]\},"a":"\\u0041"\},"method"/,
    );
    seen?.exchange.finish(
      Buffer.from('{"result":{"n":1.0, "resultType":"complete"},"id":7.50,"jsonrpc":"2.0"}'),
    );
    expect(log.answer).toEqual({ jsonrpc: '2.0', id: 7.5, result: { n: 1, resultType: 'complete' } });
  });

  it.each([
    ['tools/call', '{"_meta":{},"_meta":{}}'],
    ['resources/subscribe', '{"uri":"x:1","uri":"x:2"}'],
    ['logging/setLevel', '{"level":"info","level":"error"}'],
  ])('is refused where it means two things at once: %s', (method, params) => {
    const { face, server } = stage();
    const { log, exchange } = recordingExchange();
    const json = `{"jsonrpc":"2.0","id":1,"method":"${method}","params":${params}}`;
    face.request(scanMessage(Buffer.from(json)), exchange);
    expect(log.answer).toMatchObject({ id: 1, error: { code: expect.any(Number) } });
    expect(server.requests).toEqual([]);
  });

  it('hears what arises from it, is cancelled alone, and its id is free again then', () => {
    const { ask, server, notify } = stage();
    const [first, second] = [ask(1, 'tools/call'), ask('1', 'tools/call')];
    expect(ask(1, 'tools/call').answer).toMatchObject({ error: { code: -32_600 } });
    server.requests[0]?.notify('notifications/progress', { progressToken: 1, progress: 2 });
    expect(first.sent).toHaveLength(1);
    notify('notifications/cancelled', { requestId: 1, reason: 'bored' });
    expect([first.abandoned, second.abandoned]).toEqual([true, false]);
    expect(server.requests.map(({ cancelled }) => cancelled)).toEqual(['bored', null]);
    // What it says after all reaches nobody.
    server.requests[0]?.finish({});
    ask(1, 'tools/call');
    expect(server.requests).toHaveLength(3);
  });

  it('gets lists of tools as they are read for it, and codes that it knows', () => {
    const { ask, server } = stage();
    const list = ask(1, 'tools/list');
    server.requests[0]?.finish({ tools: [{ name: 'hidden' }] });
    expect(list.answer).toMatchObject({ result: { tools: [{ name: 'shown' }] } });
    const [read, got] = [ask(2, 'resources/read', { uri: 'x:' }), ask(3, 'prompts/get')];
    server.requests[1]?.fail({ code: -32_602, message: 'No such', data: { uri: 'x:' } });
    server.requests[2]?.fail({ code: -32_602, message: 'No such' });
    expect(read.answer).toMatchObject({ error: { code: -32_002, data: { uri: 'x:' } } });
    expect(got.answer).toMatchObject({ error: { code: -32_602 } });
  });
});

describe('a modern server that asks a legacy client', () => {
  it('gets all answers at once in the same call, with the same bytes of its state', () => {
    const { ask, server, peer, answerAsked } = stage();
    const log = ask(1, 'tools/call', { name: 'x' });
    server.requests[0]?.finish(asking({ who: form, 'odd "key"': { method: 'roots/list' } }, 'st\u0041te=='));
    expect([...peer.asked.keys()]).toHaveLength(2);
    expect(log.sent).toMatchObject([{ method: 'elicitation/create' }, { method: 'roots/list' }]);
    answerAsked(1, { result: { roots: [] } });
    expect(server.requests).toHaveLength(1);
    answerAsked(0, { result: { action: 'accept', content: { name: 'Ada' } } });
    const [first, second] = server.requests;
    expect(second?.message['id']).not.toEqual(first?.message['id']);
    expect(withoutClaim(second ?? server.requests[0] ?? never())).toEqual({
      name: 'x',
      requestState: 'stAte==',
      inputResponses: {
        who: { action: 'accept', content: { name: 'Ada' } },
        'odd "key"': { roots: [] },
      },
    });
    second?.finish({ content: [] });
    expect(log.answer).toMatchObject({ id: 1, result: { content: [] } });
  });

  it('is asked again with the state alone when it wants no more than that', () => {
    const { ask, server } = stage();
    const log = ask(1, 'tools/call', { name: 'x' });
    server.requests[0]?.finish({ resultType: 'input_required', requestState: 's' });
    expect(withoutClaim(server.requests[1] ?? never())).toEqual({ name: 'x', requestState: 's' });
    server.requests[1]?.finish({});
    expect(log.answer).toMatchObject({ id: 1, result: {} });
  });

  it('is told nothing of a refusal: the call fails, and other questions are taken back', () => {
    const { ask, server, peer, answerAsked } = stage();
    const log = ask(1, 'tools/call');
    server.requests[0]?.finish(asking({ who: form, where: { method: 'roots/list' } }));
    answerAsked(0, { error: { code: -1, message: 'Not now' } });
    expect(log.answer).toMatchObject({
      id: 1,
      error: { code: -1, message: expect.stringContaining('Not now') },
    });
    expect(peer.heard.filter((heard) => 'withdrawn' in heard)).toHaveLength(1);
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    '{"who":7}',
    '{"who":{}}',
    '{"who":{"method":"elicitation/create","params":{"mode":1,"mode":2}}}',
    '[]',
  ])('fails the call when it asks in a way that cannot be read: %s', (questions) => {
    const { ask, server, peer } = stage();
    const log = ask(1, 'tools/call');
    const [seen] = server.requests;
    const id = JSON.stringify(seen?.message['id']);
    const asked = `{"where":{"method":"roots/list"},${questions.slice(1)}`;
    const inputRequests = questions === '[]' ? '[],"inputRequests":[]' : asked;
    const result = `{"resultType":"input_required","inputRequests":${inputRequests}}`;
    seen?.exchange.finish(Buffer.from(`{"jsonrpc":"2.0","id":${id},"result":${result}}`));
    expect(log.answer).toMatchObject({ id: 1, error: { code: -32_603 } });
    expect(peer.heard.filter((heard) => 'withdrawn' in heard)).toHaveLength(peer.asked.size);
  });

  it('has its question taken back when the call is cancelled', () => {
    const { ask, server, peer, notify } = stage();
    const log = ask(1, 'tools/call');
    server.requests[0]?.finish(asking({ who: form }));
    notify('notifications/cancelled', { requestId: 1 });
    expect([log.abandoned, peer.heard]).toEqual([true, [{ withdrawn: [...peer.asked.keys()][0] }]]);
  });

  it('sends people to a page with an id, which legacy clients demand', () => {
    const { ask, server, peer } = stage();
    const log = ask(1, 'tools/call');
    const page = {
      method: 'elicitation/create',
      params: { mode: 'url', url: 'https://x.test', message: 'Go' },
    };
    server.requests[0]?.finish(asking({ page }));
    expect(peer.asked.size).toBe(1);
    expect(log.sent).toMatchObject([{ params: { elicitationId: expect.stringMatching(/^[\da-f-]{36}$/) } }]);
  });
});

describe('what a legacy client hears of a modern server beside its calls', () => {
  it('comes by one subscription: lists and resources, without the tag', async () => {
    const { notify, ask, server, peer, changed, face, isClosed } = stage();
    notify('notifications/initialized');
    await settled();
    const [first] = server.of('subscriptions/listen');
    expect(withoutClaim(first ?? never())).toEqual({ notifications: { toolsListChanged: true } });
    const subscribed = ask(1, 'resources/subscribe', { uri: 'x:1' });
    const [, second] = server.of('subscriptions/listen');
    expect(withoutClaim(second ?? never())).toEqual({
      notifications: { toolsListChanged: true, resourceSubscriptions: ['x:1'] },
    });
    expect(subscribed.answer).toBeNull();
    second?.notify('notifications/subscriptions/acknowledged');
    await settled();
    expect(subscribed.answer).toMatchObject({ result: {} });
    // Only now, so that nothing is missed between.
    expect([first?.cancelled === null, second?.cancelled === null]).toEqual([false, true]);
    const tag = { 'io.modelcontextprotocol/subscriptionId': 'q', own: 1 };
    second?.notify('notifications/resources/updated', { uri: 'x:1', _meta: tag });
    second?.notify('notifications/tools/list_changed');
    expect(peer.heard).toMatchObject([
      { method: 'notifications/resources/updated', params: { uri: 'x:1', _meta: { own: 1 } } },
      { method: 'notifications/tools/list_changed' },
    ]);
    expect(JSON.stringify(peer.heard)).not.toContain('subscriptionId');
    expect(changed).toEqual(['tools']);
    face.close();
    expect([second?.cancelled === null, isClosed()]).toEqual([false, true]);
  });

  it('is asked for again when it ends, later and later, but not where it is not known', async () => {
    const { notify, server, clock } = stage();
    const listening = () => server.of('subscriptions/listen');
    notify('notifications/initialized');
    await settled();
    listening()[0]?.exchange.abandon();
    clock.advance(999);
    expect(listening()).toHaveLength(1);
    clock.advance(1);
    expect(listening()).toHaveLength(2);
    listening()[1]?.fail({ code: -32_000, message: 'Busy' });
    clock.advance(1999);
    expect(listening()).toHaveLength(2);
    clock.advance(1);
    expect(listening()).toHaveLength(3);
    listening()[2]?.fail({ code: -32_601, message: 'Method not found' });
    clock.advance(600_000);
    expect(listening()).toHaveLength(3);
  });

  it('needs no acknowledgement for ever: a server that is slow does not hold up its client', async () => {
    const { ask, clock } = stage();
    const log = ask(1, 'resources/subscribe', { uri: 'x:1' });
    await settled();
    clock.advance(5000);
    await settled();
    expect(log.answer).toMatchObject({ result: {} });
    expect(ask(2, 'resources/subscribe').answer).toMatchObject({ error: { code: -32_602 } });
  });
});

function never(): never {
  throw new Error('The server was not asked.');
}
