import { describe, expect, it } from 'vitest';
import { withId } from '../../../../src/main/core/relay/wire/edit.ts';
import { scanMessage } from '../../../../src/main/core/relay/wire/message.ts';
import { recordingExchange, type Json } from '../../../support/listening-peer.ts';
import {
  able,
  errorOf,
  modernFaceStage as setUp,
  resultOf,
  sessionIdleMs,
} from '../../../support/modern-face-stage.ts';
import { claimMeta, modernRequest, settled } from '../../../support/scripted-legacy-server.ts';

describe('a modern client on a legacy server', () => {
  it('is told which server has gone under its call', async () => {
    const { face, send } = setUp();
    const { log } = await send(1, 'tools/call', { name: 'x' });
    face.close();
    const { message, data } = errorOf(log);
    expect(message).toMatch(/^"box" was stopped/);
    expect(data).toMatchObject({ code: 'SERVER_EXITED', server: 'box' });
  });

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
    clock.advance(2 * sessionIdleMs);
    expect(server.sessions[0]?.isClosed).toBe(false);
    server.request().finish({});
    expect(log.answer).not.toBeNull();
    clock.advance(2 * sessionIdleMs);
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

  it('is told when the server goes away under its call', async () => {
    const { face, send } = setUp();
    const { log } = await send(1, 'tools/call');
    face.close();
    expect(log.answer).toMatchObject({ id: 1, error: { code: -32_000, data: { code: 'SERVER_EXITED' } } });
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
