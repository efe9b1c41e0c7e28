import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { gatherMs } from '../../../../src/main/core/relay/modern/legacy-call.ts';
import { poolIdleMs } from '../../../../src/main/core/relay/modern/legacy-pool.ts';
import { ModernFace } from '../../../../src/main/core/relay/modern/modern-face.ts';
import { withId } from '../../../../src/main/core/relay/wire/edit.ts';
import { scanMessage } from '../../../../src/main/core/relay/wire/message.ts';
import { fakeClock } from '../../../support/fake-clock.ts';
import { recordingExchange, type ExchangeLog, type Json } from '../../../support/listening-peer.ts';
import {
  claimMeta,
  modernRequest,
  scriptedLegacyServer,
  settled,
  type LegacyServerOptions,
} from '../../../support/scripted-legacy-server.ts';

const waitMs = 60_000;

function setUp(options: LegacyServerOptions = {}) {
  const clock = fakeClock();
  const server = scriptedLegacyServer(options);
  const face = new ModernFace({
    name: 'box',
    connect: server.connect,
    clock,
    stateKey: randomBytes(32),
    waitMs,
  });
  const send = async (id: unknown, method: string, params: Json = {}, meta: Json = claimMeta()) => {
    const { log, exchange } = recordingExchange();
    const underway = face.request(modernRequest(id, method, params, meta), exchange);
    await settled();
    return { log, underway };
  };
  /** Lets the questions that were asked reach the client. */
  const gathered = () => clock.advance(gatherMs);
  return { clock, server, face, send, gathered };
}

const able = claimMeta({ elicitation: {}, roots: {}, sampling: {} });
const form = { mode: 'form', message: 'Who?', requestedSchema: { type: 'object', properties: {} } };
const resultOf = ({ answer }: ExchangeLog): Json => (answer?.['result'] ?? {}) as Json;
const errorOf = ({ answer }: ExchangeLog): Json => (answer?.['error'] ?? {}) as Json;

describe('a modern client on a legacy server', () => {
  it('shares one session with its like, each getting its own answer under its own id', async () => {
    const { server, send } = setUp();
    const calls = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        send(1, 'tools/call', { name: 'x', arguments: { index } }, { ...claimMeta(), progressToken: 'p' }),
      ),
    );
    expect(server.sessions).toHaveLength(1);
    const [session] = server.sessions;
    expect(new Set(session?.requests.map(({ message }) => message['id'])).size).toBe(50);
    for (const request of session?.requests.toReversed() ?? []) {
      const { arguments: args } = request.message['params'] as { arguments: Json };
      request.progress(Number(args['index']));
      request.finish({ content: [], index: args['index'] });
    }
    for (const [index, { log }] of calls.entries()) {
      expect(log.answer).toMatchObject({ id: 1, result: { index, resultType: 'complete' } });
      expect(log.sent).toMatchObject([{ params: { progressToken: 'p', progress: index } }]);
    }
  });

  it.each(['"text"', '12345678901234567890', '-0.5e3', '"\\u0031"'])(
    'gets its id back as it wrote it: %s',
    async (id) => {
      const { server, face } = setUp();
      const { exchange } = recordingExchange();
      const bytes: Buffer[] = [];
      const { message } = modernRequest(0, 'tools/call', { name: 'x' });
      face.request(
        { message: scanMessage(withId(message, id)), paramHeaders: {} },
        { ...exchange, finish: (answer) => void bytes.push(answer) },
      );
      await settled();
      server.request().finish({});
      expect(bytes[0]?.toString()).toContain(`"id":${id},`);
    },
  );

  it('has a session apart from clients that can do other things, or want another log level', async () => {
    const { server, send } = setUp({ capabilities: { logging: {} } });
    await send(1, 'tools/call');
    await send(2, 'tools/call', {}, able);
    await send(3, 'tools/call', {}, claimMeta({}, { 'io.modelcontextprotocol/logLevel': 'debug' }));
    await send(4, 'tools/call', {}, able);
    expect(server.sessions.map(({ requests }) => requests.length)).toEqual([1, 2, 1]);
    expect(server.sessions[1]?.opened).toMatchObject([
      { method: 'initialize', params: { capabilities: { roots: {} }, clientInfo: { name: 'modern' } } },
    ]);
    expect(server.sessions[2]?.opened.at(-1)).toMatchObject({
      method: 'logging/setLevel',
      params: { level: 'debug' },
    });
  });

  it('leaves no session behind once nobody has used it for a while', async () => {
    const { clock, server, send } = setUp();
    const { log } = await send(1, 'tools/call');
    clock.advance(2 * poolIdleMs);
    expect(server.sessions[0]?.isClosed).toBe(false);
    server.request().finish({});
    expect(log.answer).not.toBeNull();
    clock.advance(2 * poolIdleMs);
    expect(server.sessions[0]?.isClosed).toBe(true);
    expect(clock.pending()).toBe(0);
  });

  it('is told why when the server cannot be opened, and the next request tries again', async () => {
    const { server, send } = setUp({ refusal: { code: -32_000, message: 'broken', data: { code: 'X' } } });
    const { log } = await send('a', 'tools/list');
    expect(log.answer).toEqual({
      jsonrpc: '2.0',
      id: 'a',
      error: { code: -32_000, message: 'broken', data: { code: 'X' } },
    });
    await send('b', 'tools/list');
    expect(server.sessions.map(({ isClosed }) => isClosed)).toEqual([true, true]);
  });

  it('discovers what the server said in initialize', async () => {
    const { send } = setUp({ capabilities: { tools: { listChanged: true }, 'x/y': { z: 1 } } });
    const { log } = await send(1, 'server/discover');
    expect(resultOf(log)).toEqual({
      resultType: 'complete',
      supportedVersions: ['2026-07-28', '2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'],
      capabilities: { tools: { listChanged: true }, 'x/y': { z: 1 } },
      serverInfo: { name: 'scripted', version: '7', odd: 100 },
      instructions: 'Be kind.',
      ttlMs: 0,
      cacheScope: 'private',
      _meta: { 'io.modelcontextprotocol/serverInfo': { name: 'scripted', version: '7', odd: 100 } },
    });
  });

  it.each(['initialize', 'ping', 'logging/setLevel', 'resources/subscribe', 'resources/unsubscribe'])(
    'does not know %s any more',
    async (method) => {
      const { server, send } = setUp();
      const { log } = await send(1, method);
      expect(errorOf(log)['code']).toBe(-32_601);
      expect(server.sessions).toEqual([]);
    },
  );

  it('hears log messages of its level while its call runs, and none without one', async () => {
    const { server, send } = setUp({ capabilities: { logging: {} } });
    const loud = await send(
      1,
      'tools/call',
      {},
      claimMeta({}, { 'io.modelcontextprotocol/logLevel': 'warning' }),
    );
    const quiet = await send(2, 'tools/call');
    for (const session of server.sessions) {
      for (const level of ['info', 'error']) {
        const note = { jsonrpc: '2.0', method: 'notifications/message', params: { level, data: level } };
        session.requests[0]?.exchange.send(Buffer.from(JSON.stringify(note)));
        // Or where the server does not say which call it is about.
        session.peer.send(Buffer.from(JSON.stringify(note)));
      }
    }
    expect(loud.log.sent.map(({ params }) => (params as Json)['level'])).toEqual(['error', 'error']);
    expect(quiet.log.sent).toEqual([]);
  });

  it('cancels at the server by giving up, before the server is open too', async () => {
    const { server, send, face } = setUp();
    const { log, underway } = await send(1, 'tools/call');
    const request = server.request();
    underway.cancel('gone');
    expect(server.sessions[0]?.notified.at(-1)).toMatchObject({
      method: 'notifications/cancelled',
      params: { requestId: request.message['id'], reason: 'gone' },
    });
    request.finish({});
    expect([log.answer, log.abandoned]).toEqual([null, false]);
    const early = recordingExchange();
    face.request(modernRequest(2, 'tools/call'), early.exchange).cancel('at once');
    await settled();
    expect(server.sessions[0]?.requests).toHaveLength(1);
  });
});

describe('a question of a legacy server', () => {
  it('parks the call, and the repetition brings the answer and takes the call over', async () => {
    const { server, send, gathered, clock } = setUp();
    const params = { name: 'x', arguments: { a: 1 } };
    const first = await send(1, 'tools/call', params, { ...able, progressToken: 'one' });
    const request = server.request();
    const { answers } = request.ask('elicitation/create', form);
    gathered();
    const asked = resultOf(first.log);
    expect(asked).toEqual({
      resultType: 'input_required',
      inputRequests: { 'question-1': { method: 'elicitation/create', params: form } },
      requestState: expect.any(String) as unknown,
      _meta: { 'io.modelcontextprotocol/serverInfo': { name: 'scripted', version: '7', odd: 100 } },
    });
    request.progress(1);
    const again = {
      ...params,
      requestState: asked['requestState'],
      inputResponses: { 'question-1': { action: 'accept', content: { n: 1 } }, unknown: {} },
    };
    const second = await send('two', 'tools/call', again, { ...able, progressToken: 2 });
    expect(answers).toMatchObject([{ result: { action: 'accept', content: { n: 1 } } }]);
    expect(server.sessions.flatMap(({ requests }) => requests)).toHaveLength(1);
    request.progress(2);
    request.finish({ content: [] });
    expect(second.log.sent).toMatchObject([
      { params: { progressToken: 2, progress: 1 } },
      { params: { progressToken: 2, progress: 2 } },
    ]);
    expect(second.log.answer).toMatchObject({ id: 'two', result: { content: [], resultType: 'complete' } });
    clock.advance(2 * poolIdleMs);
    expect(clock.pending()).toBe(0);
  });

  it('comes together with others, those without an answer come again, and new ones too', async () => {
    const { server, send, gathered } = setUp();
    const first = await send(1, 'tools/call', { name: 'x' }, able);
    const request = server.request();
    const roots = request.ask('roots/list');
    const sampling = request.ask('sampling/createMessage', { messages: [], maxTokens: 1 });
    gathered();
    const asked = resultOf(first.log);
    expect(asked['inputRequests']).toEqual({
      'question-1': { method: 'roots/list' },
      'question-2': { method: 'sampling/createMessage', params: { messages: [], maxTokens: 1 } },
    });
    request.ask('elicitation/create', form);
    const again = {
      name: 'x',
      requestState: asked['requestState'],
      inputResponses: { 'question-1': { roots: [] } },
    };
    const second = await send(2, 'tools/call', again, able);
    gathered();
    expect(roots.answers).toMatchObject([{ result: { roots: [] } }]);
    expect(sampling.answers).toEqual([]);
    expect(Object.keys(resultOf(second.log)['inputRequests'] as Json)).toEqual(['question-2', 'question-3']);
    expect(resultOf(second.log)['requestState']).not.toBe(asked['requestState']);
  });

  it('ends the call where the client has not declared what it needs', async () => {
    const { server, send } = setUp();
    const { log } = await send(1, 'tools/call', { name: 'x' }, claimMeta({ elicitation: {} }));
    const request = server.request();
    const { answers } = request.ask('elicitation/create', {
      mode: 'url',
      url: 'https://x.test',
      message: 'm',
    });
    await settled();
    expect(errorOf(log)).toMatchObject({
      code: -32_021,
      data: { requiredCapabilities: { elicitation: { url: {} } } },
    });
    expect(answers).toMatchObject([{ error: {} }]);
    expect(server.sessions[0]?.notified.at(-1)).toMatchObject({ method: 'notifications/cancelled' });
  });

  it('is refused where the modern era has no way to ask it', async () => {
    const { server, send, gathered } = setUp();
    const { log } = await send(1, 'completion/complete', {}, able);
    const inCompletion = server.request().ask('roots/list');
    await send(2, 'tools/call', { name: 'x' }, able);
    const unheardOf = server.request().ask('x/unheard-of');
    await settled();
    gathered();
    expect(inCompletion.answers).toMatchObject([{ error: { code: -32_601 } }]);
    expect(unheardOf.answers).toMatchObject([{ error: { code: -32_601 } }]);
    expect(log.answer).toBeNull();
  });

  it('that the server takes back is not put, and not waited for', async () => {
    const { server, send, gathered } = setUp();
    const { log } = await send(1, 'tools/call', { name: 'x' }, able);
    const { askedId } = server.request().ask('roots/list');
    server.sessions[0]?.peer.withdraw(askedId, 'never mind');
    gathered();
    expect(log.answer).toBeNull();
    server.request().finish({ content: [] });
    expect(resultOf(log)['resultType']).toBe('complete');
  });
});

describe('a requestState of a parked call', () => {
  async function parkedCall() {
    const stage = setUp();
    const { log } = await stage.send(1, 'tools/call', { name: 'x' }, able);
    const request = stage.server.request();
    const question = request.ask('roots/list');
    stage.gathered();
    const { requestState } = resultOf(log);
    const repeat = (params: Json = {}, meta = able) =>
      stage.send(2, 'tools/call', { name: 'x', requestState, inputResponses: {}, ...params }, meta);
    return { ...stage, request, question, repeat };
  }

  it('is refused when it is foreign, changed, of another request, or used', async () => {
    const { repeat } = await parkedCall();
    for (const params of [{ requestState: 'foreign' }, { requestState: 5 }, { name: 'other' }]) {
      const { log } = await repeat(params);
      expect(errorOf(log)['code']).toBe(-32_602);
    }
    expect((await repeat({ inputResponses: { 'question-1': { roots: [] } } })).log.answer).toBeNull();
    const { log } = await repeat();
    expect(errorOf(log)).toMatchObject({
      code: -32_602,
      message: expect.stringContaining('used already') as unknown,
    });
  });

  it('dies with its time: the server is told', async () => {
    const { clock, server, question, repeat } = await parkedCall();
    clock.advance(waitMs);
    await settled();
    expect(server.sessions[0]?.notified.at(-1)).toMatchObject({ method: 'notifications/cancelled' });
    expect(question.answers).toMatchObject([{ error: {} }]);
    expect(errorOf((await repeat()).log)['message']).toContain('expired');
  });

  it('dies with its call', async () => {
    const { request, repeat } = await parkedCall();
    request.finish({ content: [] });
    expect(errorOf((await repeat()).log)['message']).toContain('its call has ended');
  });

  it('dies with the server: nothing stays behind', async () => {
    const { clock, face, server, repeat } = await parkedCall();
    face.close();
    expect(server.sessions[0]?.notified.at(-1)).toMatchObject({ method: 'notifications/cancelled' });
    expect(server.sessions[0]?.isClosed).toBe(true);
    expect(clock.pending()).toBe(0);
    expect(errorOf((await repeat()).log)['code']).toBe(-32_602);
  });
});

describe('a server that wants URLs visited first', () => {
  const urls = claimMeta({ elicitation: { url: {} } });
  const visit = { mode: 'url', elicitationId: 'e', url: 'https://x.test', message: 'Sign in' };
  const wanted = { code: -32_042, message: 'Visit', data: { elicitations: [visit] } };

  it('is asked again once the client has been there', async () => {
    const { server, send, gathered } = setUp();
    const first = await send(1, 'tools/call', { name: 'x' }, urls);
    server.request().fail(wanted);
    gathered();
    const asked = resultOf(first.log);
    expect(asked['inputRequests']).toEqual({ 'question-1': { method: 'elicitation/create', params: visit } });
    const again = {
      name: 'x',
      requestState: asked['requestState'],
      inputResponses: { 'question-1': { action: 'accept' } },
    };
    const second = await send(2, 'tools/call', again, urls);
    expect(server.sessions[0]?.requests).toHaveLength(2);
    server.request().finish({ content: [] });
    expect(second.log.answer).toMatchObject({ id: 2, result: { content: [] } });
  });

  it('gets nowhere with a client that declines, or cannot', async () => {
    const { server, send, gathered } = setUp();
    const first = await send(1, 'tools/call', { name: 'x' }, urls);
    server.request().fail(wanted);
    gathered();
    const again = {
      name: 'x',
      requestState: resultOf(first.log)['requestState'],
      inputResponses: { 'question-1': { action: 'decline' } },
    };
    expect(errorOf((await send(2, 'tools/call', again, urls)).log)['code']).toBe(-32_600);
    const unable = await send(3, 'tools/call', { name: 'x' });
    server.request().fail(wanted);
    expect(errorOf(unable.log)['code']).toBe(-32_021);
  });
});

describe('a subscription at a legacy server', () => {
  const capabilities = { tools: { listChanged: true }, resources: { subscribe: true } };
  const notifications = {
    toolsListChanged: true,
    promptsListChanged: true,
    resourceSubscriptions: ['file:///a', 'file:///a'],
  };
  const note = (method: string, params: Json = {}) =>
    Buffer.from(JSON.stringify({ jsonrpc: '2.0', method: `notifications/${method}`, params }));

  it('is acknowledged first, with what the server can do, then hears what was agreed', async () => {
    const { server, send } = setUp({ capabilities });
    const { log, underway } = await send('sub', 'subscriptions/listen', { notifications });
    const tag = { 'io.modelcontextprotocol/subscriptionId': 'sub' };
    const agreed = { toolsListChanged: true, resourceSubscriptions: ['file:///a'] };
    expect(log.sent).toEqual([
      {
        jsonrpc: '2.0',
        method: 'notifications/subscriptions/acknowledged',
        params: { _meta: tag, notifications: agreed },
      },
    ]);
    const [session] = server.sessions;
    session?.peer.send(note('tools/list_changed'));
    session?.peer.send(note('prompts/list_changed'));
    session?.peer.send(note('resources/updated', { uri: 'file:///a' }));
    session?.peer.send(note('resources/updated', { uri: 'file:///b' }));
    session?.peer.send(note('message', { level: 'error' }));
    expect(log.sent.slice(1)).toMatchObject([
      { method: 'notifications/tools/list_changed', params: { _meta: tag } },
      { method: 'notifications/resources/updated', params: { uri: 'file:///a', _meta: tag } },
    ]);
    underway.cancel('gone');
    expect(session?.isClosed).toBe(true);
    expect([log.answer, log.abandoned]).toEqual([null, false]);
  });

  it('ends with a result when the server is gone for good', async () => {
    const { face, send } = setUp({ capabilities });
    const { log } = await send(5, 'subscriptions/listen', { notifications });
    face.close();
    expect(log.answer).toEqual({
      jsonrpc: '2.0',
      id: 5,
      result: { resultType: 'complete', _meta: { 'io.modelcontextprotocol/subscriptionId': 5 } },
    });
  });

  it('is refused without a filter, and where the server cannot be opened', async () => {
    const stage = setUp();
    expect(errorOf((await stage.send(1, 'subscriptions/listen')).log)['code']).toBe(-32_602);
    const broken = setUp({ refusal: { code: -32_000, message: 'broken' } });
    const { log } = await broken.send(2, 'subscriptions/listen', { notifications });
    expect(log.answer).toMatchObject({ id: 2, error: { message: 'broken' } });
  });
});
