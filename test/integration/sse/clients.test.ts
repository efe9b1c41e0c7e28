// Clients of the old HTTP+SSE transport in front of today's servers: what they do, and how their sessions end.
import { connect } from 'node:net';
import {
  CreateMessageRequestSchema,
  ListRootsRequestSchema,
  LoggingMessageNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { textOf } from '../../support/modern-client.ts';
import { sharedPatchbay, startPatchbay } from '../../support/patchbay.ts';
import { call, openSession, post, rpc, send, type Json } from '../../support/raw-mcp.ts';
import { connectSse, openRawSse, openSseSession } from '../../support/sse-client.ts';
import { everythingServer, mockServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

const patchbay = sharedPatchbay(() => ({
  gateway: { keepAliveSeconds: 0.2, maxMessageBytes: 1_000_000 },
  mcpServers: { box: mockServer(), other: mockServer(), everything: everythingServer() },
}));
const box = (): URL => patchbay().endpoint('box');
const sse = (): URL => new URL('/sse', patchbay().url);
const inFlight = (): number =>
  patchbay()
    .core.state.get()
    .servers.reduce((sum, server) => sum + server.inFlight, 0);

describe('the official client over HTTP+SSE', () => {
  it.each([
    ['on the route of one server', 'everything', ''],
    ['on /sse', undefined, 'everything__'],
  ])('%s lists, calls, reads and gets prompts', async (_, server, prefix) => {
    const client = await connectSse(server === undefined ? sse() : patchbay().endpoint(server));
    await until('the tools', async () =>
      (await client.listTools()).tools.some(({ name }) => name === `${prefix}echo`),
    );
    const echoed = await client.callTool({ name: `${prefix}echo`, arguments: { message: 'Grüße 🙂' } });
    expect(textOf(echoed)).toContain('Grüße 🙂');
    const [resource] = (await client.listResources()).resources;
    expect((await client.readResource({ uri: resource?.uri ?? '' })).contents).toHaveLength(1);
    expect((await client.listPrompts()).prompts.map(({ name }) => name)).toContain(`${prefix}simple-prompt`);
    await client.ping();
  });

  it('hears progress in order, is asked within its calls, and hears log messages', async () => {
    const logged: unknown[] = [];
    const client = await connectSse(box(), {
      capabilities: { sampling: {}, roots: {} },
      prepare: (each) => {
        each.setRequestHandler(CreateMessageRequestSchema, () => ({
          model: 'm',
          role: 'assistant',
          content: { type: 'text', text: 'a sampled word' },
        }));
        each.setRequestHandler(ListRootsRequestSchema, () => ({ roots: [{ uri: 'file:///of/sse' }] }));
        each.setNotificationHandler(
          LoggingMessageNotificationSchema,
          ({ params }) => void logged.push(params.data),
        );
      },
    });
    const heard: number[] = [];
    const abort = new AbortController();
    // Held, since the client lets an answer overtake the progress that comes with it in one piece.
    const held = client.callTool({ name: 'progress', arguments: { steps: 10, hold: true } }, undefined, {
      signal: abort.signal,
      onprogress: ({ progress }) => void heard.push(progress),
    });
    const outcome = held.catch((error: unknown) => String(error));
    await until('all progress', () => heard.length === 10);
    expect(heard).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    abort.abort('enough');
    expect(await outcome).toContain('enough');
    const asked = await client.callTool({ name: 'ask', arguments: { method: 'sampling/createMessage' } });
    expect(textOf(asked)).toContain('a sampled word');
    expect(textOf(await client.callTool({ name: 'ask', arguments: {} }))).toContain('file:///of/sse');
    await client.callTool({ name: 'notify', arguments: { kind: 'message', data: 'by the way' } });
    await until('the log message', () => logged.includes('by the way'));
  });

  it('cancels a call, which the server hears; both go on', async () => {
    const client = await connectSse(box());
    const abort = new AbortController();
    const never = client.callTool({ name: 'never' }, undefined, { signal: abort.signal });
    const outcome = never.catch((error: unknown) => String(error));
    await until('the call', () => inFlight() === 1);
    abort.abort('enough');
    expect(await outcome).toContain('enough');
    await until('its end', () => inFlight() === 0);
    expect(textOf(await client.callTool({ name: 'echo', arguments: { text: 'on' } }))).toBe('on');
  });
});

describe('a stream', () => {
  it('says first where to POST, relative to itself, and then every message', async () => {
    for (const [url, path] of [
      [sse(), '/messages'],
      [box(), '/mcp/box/messages'],
    ] as const) {
      const client = await openRawSse(url);
      expect(client.stream.headers['content-type']).toBe('text/event-stream');
      expect(client.stream.headers['mcp-session-id']).toBeUndefined();
      expect(client.stream.events[0]).toMatchObject({ event: 'endpoint', id: undefined });
      expect(client.stream.events[0]?.data).toMatch(new RegExp(`^${path}\\?sessionId=[0-9a-f-]{36}$`));
      const posted = await client.post(rpc(1, 'ping'));
      expect([posted.status, posted.text]).toEqual([202, '']);
      expect(await client.answer(1)).toEqual({ jsonrpc: '2.0', id: 1, result: {} });
    }
  });

  it('is kept alive by comments', async () => {
    const client = await openRawSse(box());
    await until('two comments', () => client.stream.comments.length >= 2);
    expect(client.stream.events).toHaveLength(1);
  });

  it('is not opened on /mcp, for what does not take events, of servers that are not there, or with sessions of none', async () => {
    const headers = { accept: 'text/event-stream' };
    expect((await send('GET', patchbay().endpoint(), { headers })).status).toBe(405);
    for (const url of [sse(), box()])
      expect((await send('GET', url, { headers: { accept: 'application/json' } })).status).toBe(406);
    expect((await send('GET', patchbay().endpoint('nobody'), { headers })).status).toBe(404);
    const stale = { ...headers, 'mcp-session-id': 'of-none' };
    expect((await send('GET', box(), { headers: stale })).status).toBe(404);
    const modern = { ...headers, 'mcp-protocol-version': '2026-07-28' };
    expect((await send('GET', box(), { headers: modern })).status).toBe(405);
    expect((await post(sse(), rpc(1, 'ping'))).status).toBe(405);
  });

  it('counts as a session, within their limit', async () => {
    const small = await startPatchbay({ gateway: { maxSessions: 1 }, mcpServers: {} });
    const url = new URL('/sse', small.url);
    const first = await openRawSse(url);
    const refused = await send('GET', url, { headers: { accept: 'text/event-stream' } });
    expect([refused.status, refused.text]).toEqual([503, expect.stringContaining('gateway.maxSessions')]);
    first.stream.cut();
    await until('its end', () => small.core.state.get().gateway.sessions === 0);
    await openRawSse(url);
  });

  it('ends when the gateway stops, after the answers to what was in flight', async () => {
    const other = await startPatchbay({ mcpServers: { box: mockServer() } });
    const client = await openSseSession(other.endpoint('box'));
    await client.post(call(1, 'delay', { ms: 300 }));
    await client.post(call(2, 'never'));
    await until('the calls', () => other.core.state.get().servers.some((server) => server.inFlight === 2));
    await other.stop();
    await client.stream.ended;
    expect(await client.answer(1)).toMatchObject({ result: {} });
    expect(await client.answer(2)).toMatchObject({ error: { data: { code: 'GATEWAY_STOPPING' } } });
  });
});

describe('a message', () => {
  it('for a session that is not there is 404, and says what to do', async () => {
    for (const path of ['/messages', '/mcp/box/messages']) {
      const url = new URL(`${path}?sessionId=11111111-2222-4333-8444-555555555555`, patchbay().url);
      const answer = await post(url, rpc(1, 'ping'));
      expect([answer.status, answer.json()]).toMatchObject([404, { error: { code: -32_001 } }]);
      expect(answer.text).toContain('Open a stream with GET');
      expect((await post(new URL(path, patchbay().url), rpc(1, 'ping'))).status).toBe(400);
    }
  });

  it('that claims to be of the modern era is refused, whoever is behind: this transport has sessions only', async () => {
    for (const url of [sse(), box()]) {
      const raw = await openSseSession(url);
      const _meta = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' };
      await raw.post(rpc('claim', 'tools/list', { _meta }));
      expect(await raw.answer('claim')).toMatchObject({ error: { code: -32_601 } });
      await raw.post('{"jsonrpc":"2.0","id":"twice","method":"ping","params":{"_meta":{},"_meta":{}}}');
      expect(await raw.answer('twice')).toMatchObject({ error: { code: -32_602 } });
      await raw.post(rpc('on', 'ping'));
      expect(await raw.answer('on')).toMatchObject({ result: {} });
    }
  });

  it('reaches a session on its own route only, and no session of the other transport', async () => {
    const [one, all] = [await openRawSse(box()), await openRawSse(sse())];
    const at = (path: string, id: string): URL => new URL(`${path}?sessionId=${id}`, patchbay().url);
    const idOf = ({ endpoint }: { endpoint: URL }): string => endpoint.searchParams.get('sessionId') ?? '';
    for (const url of [
      at('/messages', idOf(one)),
      at('/mcp/other/messages', idOf(one)),
      at('/mcp/box/messages', idOf(all)),
    ])
      expect((await post(url, rpc(1, 'ping'))).status).toBe(404);
    const streamable = (await openSession(box()))['mcp-session-id'] ?? '';
    expect((await post(at('/mcp/box/messages', streamable), rpc(1, 'ping'))).status).toBe(404);
    const header = { 'mcp-session-id': idOf(one), 'mcp-protocol-version': '2025-11-25' };
    expect((await post(box(), rpc(1, 'ping'), header)).status).toBe(404);
    expect((await one.post(rpc(2, 'ping'))).status).toBe(202);
  });

  it.each([
    ['half a message', '{"jsonrpc":"2.0","id":1', -32_700],
    ['a batch', '[{"jsonrpc":"2.0","id":1,"method":"ping"}]', -32_600],
    ['nothing', '', -32_700],
  ])('that is %s is 400, and the session goes on', async (_, body, code) => {
    const client = await openRawSse(box());
    const answer = await client.post(body);
    expect([answer.status, answer.json()]).toMatchObject([400, { error: { code } }]);
    await client.post(rpc('next', 'ping'));
    expect(await client.answer('next')).toMatchObject({ result: {} });
  });
});

describe('a client that goes away', () => {
  it('takes its session with it, and its calls are cancelled at the server', async () => {
    const own = await startPatchbay({ mcpServers: { box: mockServer() } });
    const { state } = own.core;
    const calls = (): number => state.get().servers.find(({ name }) => name === 'box')?.inFlight ?? 0;
    const client = await openSseSession(own.endpoint('box'));
    await client.post(call(1, 'never'));
    await until('the call', () => calls() === 1);
    expect(state.get().gateway.sessions).toBe(1);
    client.stream.cut();
    await until('the end', () => state.get().gateway.sessions === 0 && calls() === 0);
    expect((await client.post(rpc(2, 'ping'))).status).toBe(404);
    const info = await post(own.endpoint('box'), call(1, 'info'));
    expect(JSON.parse(textOf(info.json()['result']))).toMatchObject({ cancelled: [expect.anything()] });
  });

  it('or does not read holds up nobody else, and is cut off before it fills the memory', async () => {
    const { hostname, port } = box();
    const socket = connect(Number(port), hostname);
    onTestFinished(() => void socket.destroy());
    socket.write(`GET /mcp/box HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAccept: text/event-stream\r\n\r\n`);
    let head = '';
    socket.on('data', (bytes) => (head += bytes.toString()));
    const path = await until('the first event', () => /data: (\S+)/.exec(head)?.[1]);
    socket.pause();
    const endpoint = new URL(path, box());
    const other = await openSseSession(box());
    const echo = (id: number): Json => call(id, 'echo', { text: 'x'.repeat(900_000) });
    let status = 202;
    for (let id = 0; id < 100 && status === 202; id++) {
      ({ status } = await post(endpoint, echo(id)));
      await other.post(rpc(`p${id}`, 'ping'));
      await other.answer(`p${id}`);
      await until('its answer to be written', () => inFlight() === 0);
    }
    expect(status).toBe(404);
  });
});
