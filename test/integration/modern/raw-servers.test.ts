// Modern servers behind a URL, seen byte by byte: what they are sent, and what clients of both eras see when they answer
// oddly, break off, or turn out to be of another era.
import { setImmediate as soon } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { ServerView } from '../../../src/shared/state.ts';
import {
  beginStream,
  resultOf,
  sendJson,
  startRawHttpServer,
  tagged,
} from '../../fixtures/raw-http-server.ts';
import { connectModern, textOf } from '../../support/modern-client.ts';
import { call, openSession, post, type Json } from '../../support/raw-mcp.ts';
import { startPatchbay } from '../../support/patchbay.ts';
import { connectSdk } from '../../support/sdk-clients.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { onCall, rawStage } from '../../support/raw-stage.ts';
import { until } from '../../support/until.ts';

const claim: Json = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
};
const modernHeaders = (method: string, name: string): Record<string, string> => ({
  'mcp-protocol-version': '2026-07-28',
  'mcp-method': method,
  'mcp-name': name,
});
describe('a modern request to a modern server', () => {
  it('arrives as it was sent, byte by byte, and its answer likewise', async () => {
    const { server, patchbay } = await rawStage();
    const body = `{ "z":1e3, "jsonrpc":"2.0","params":{"name":"echo","x":12345678901234567890.10,"_meta":${JSON.stringify(claim)},"arguments":{"b":"\\u0041","a":[ ]}},"id":"é","method":"tools/call" }`;
    const answer = `{"result":{"n":1.50,"resultType":"complete","content":[ ]}, "odd":{"b":1,"a":2},"id":"é","jsonrpc":"2.0"}`;
    server.answer = onCall((received) => sendJson(received, answer));
    const got = await post(patchbay.endpoint('raw'), body, modernHeaders('tools/call', 'echo'));
    expect(got.text).toBe(answer);
    expect(server.of('tools/call')[0]?.text).toBe(body);
  });

  it('carries headers that repeat it, names that are no ASCII between markers', async () => {
    const { server, patchbay } = await rawStage();
    const url = patchbay.endpoint('raw');
    const named = call(1, 'größe', {}, claim);
    await post(url, named, modernHeaders('tools/call', '=?base64?Z3LDtsOfZQ==?='));
    expect(server.of('tools/call')[0]?.headers).toMatchObject({
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': '=?base64?Z3LDtsOfZQ==?=',
    });
    await post(url, call(2, 'echo', { a: 1 }, claim), {
      ...modernHeaders('tools/call', 'echo'),
      'mcp-param-region': 'north',
    });
    const { headers } = server.of('tools/call')[1] ?? {};
    expect(headers).toMatchObject({ 'mcp-name': 'echo', 'mcp-param-region': 'north' });
    expect(headers).not.toHaveProperty('mcp-session-id');
  });
});

describe('what the gateway asks for itself', () => {
  it('is asked of a modern server in its own words: no session is begun there', async () => {
    const { server, patchbay } = await rawStage();
    await connectModern(patchbay.endpoint('raw'));
    await until('its lists', () => server.of('tools/list').length > 0);
    for (const { headers } of server.received) expect(headers['mcp-method']).toBeDefined();
    expect(server.of('initialize')).toEqual([]);
  });

  it('is known also of a server whose era showed in an error', async () => {
    const { server, patchbay } = await rawStage();
    let refuses = true;
    server.answer = (received) => {
      if (!refuses) return false;
      refuses = false;
      const data = { supported: ['2026-07-28'], requested: '2027-01-01' };
      const error = { code: -32_022, message: 'Unsupported protocol version', data };
      return sendJson(received, { jsonrpc: '2.0', id: received.message['id'], error }, 400);
    };
    await connectModern(patchbay.endpoint('raw'));
    const view = (): ServerView | undefined =>
      patchbay.core.state.get().servers.find(({ name }) => name === 'raw');
    await until('what it offers', () => view()?.tools === 1);
    expect(view()).toMatchObject({ status: 'ready', era: 'modern' });
  });
});

describe('a legacy client of a modern server', () => {
  it('is served without a session there, also when the server answers initialize with a revision of its own era', async () => {
    const { server, connect } = await rawStage();
    server.answer = (received) => {
      if (received.method !== 'initialize') return false;
      const result = { resultType: 'complete', protocolVersion: '2026-07-28', capabilities: {} };
      return sendJson(received, { jsonrpc: '2.0', id: received.message['id'], result });
    };
    const client = await connect();
    expect((await client.callTool('echo')).text).toBe('modern');
    expect(server.of('initialize')[0]?.headers['mcp-method']).toBe('initialize');
  });
});

describe('a server that answers oddly', () => {
  it.each([
    [401, 'Unauthorized'],
    [403, 'Forbidden'],
    [429, 'Slow down'],
    [500, '<html>broken</html>'],
    [503, ''],
  ])('with HTTP %i: its clients are told so, and the next call works', async (status, body) => {
    const { server, patchbay, connect } = await rawStage();
    const client = await connect();
    const modern = await connectModern(patchbay.endpoint('raw'));
    let fails = 2;
    server.answer = onCall(({ response }) => {
      if (fails-- <= 0) return false;
      response.writeHead(status, { 'content-type': 'text/html' }).end(body);
      return true;
    });
    const told = new RegExp(`"raw" answered HTTP ${status}`);
    await expect(client.callTool('echo')).rejects.toThrow(told);
    await expect(modern.callTool({ name: 'echo' })).rejects.toThrow(told);
    expect((await client.callTool('echo')).text).toBe('modern');
    expect(textOf(await modern.callTool({ name: 'echo' }))).toBe('modern');
  });

  it('breaks off in the middle of a stream: the call fails, and the next one works', async () => {
    const { server, patchbay, connect } = await rawStage();
    const client = await connect();
    const modern = await connectModern(patchbay.endpoint('raw'));
    let cuts = 2;
    const note: Json = {
      jsonrpc: '2.0',
      method: 'notifications/message',
      params: { level: 'info', data: 'x' },
    };
    server.answer = onCall((received) => {
      if (cuts-- <= 0) return false;
      beginStream(received, [note]);
      void soon().then(() => received.response.destroy());
      return true;
    });
    await expect(client.callTool('echo')).rejects.toThrow(/"raw"/);
    await expect(modern.callTool({ name: 'echo' })).rejects.toThrow(/"raw"/);
    expect((await client.callTool('echo')).text).toBe('modern');
    // It was sent once each: nobody knows what came of the ones that were cut.
    expect(server.of('tools/call')).toHaveLength(3);
  });

  it('ends a stream in good order without an answer: the call fails', async () => {
    const { server, connect } = await rawStage();
    const client = await connect();
    server.answer = onCall((received) => {
      beginStream(received, []);
      received.response.end();
      return true;
    });
    await expect(client.callTool('echo')).rejects.toThrow(
      /"raw" ended its answer to tools\/call without a result/,
    );
  });

  it('refuses without an id: the client hears it as the answer to its call', async () => {
    const { server, connect } = await rawStage();
    const client = await connect();
    const error = {
      code: -32_021,
      message: 'Sampling is needed',
      data: { requiredCapabilities: { sampling: {} } },
    };
    server.answer = onCall((received) => sendJson(received, { jsonrpc: '2.0', id: null, error }, 400));
    await expect(client.callTool('echo')).rejects.toMatchObject({ code: -32_021, data: error.data });
  });

  it('asks on and on: it is cut off', async () => {
    const { server, connect } = await rawStage();
    const client = await connect();
    server.answer = onCall((received) =>
      sendJson(received, resultOf(received, { resultType: 'input_required', requestState: 'again' })),
    );
    await expect(client.callTool('echo')).rejects.toThrow(/without end/);
    const states = server.of('tools/call').map(({ message }) => (message['params'] as Json)['requestState']);
    expect(states.slice(1).every((state) => state === 'again')).toBe(true);
  });

  it('is left when a call is cancelled, by clients of either era', async () => {
    const { server, patchbay, connect } = await rawStage();
    server.answer = onCall(() => true);
    const client = await connect();
    const modern = await connectModern(patchbay.endpoint('raw'));
    const abort = new AbortController();
    const { signal } = abort;
    const calls = [client.callTool('echo', {}, { signal }), modern.callTool({ name: 'echo' }, { signal })];
    const over = Promise.allSettled(calls);
    await until('both calls', () => server.of('tools/call').length === 2);
    abort.abort();
    await over;
    await until('both to be left', () => server.of('tools/call').every(({ isLeft }) => isLeft));
    expect(server.of('notifications/cancelled')).toEqual([]);
  });
});

describe('a subscription that breaks off', () => {
  it('is opened again, and its client hears what changes then', async () => {
    const { server, connect } = await rawStage();
    const client = await connect();
    // One for the gateway itself, one for the client.
    await until('the subscriptions', () => server.of('subscriptions/listen').length >= 2);
    for (const { response } of server.of('subscriptions/listen')) response.destroy();
    await until('new ones', () => server.of('subscriptions/listen').length >= 4);
    for (const received of server.of('subscriptions/listen').slice(2)) {
      const changed = tagged('notifications/tools/list_changed', received);
      received.response.write(`data: ${JSON.stringify(changed)}\n\n`);
    }
    await until('the change', () => client.notifications.length > 0);
    // Legacy clients know no subscription ids.
    expect(client.notifications).toMatchObject([{ method: 'notifications/tools/list_changed' }]);
    expect(JSON.stringify(client.notifications)).not.toContain('subscriptionId');
    expect(client.errors).toEqual([]);
  });
});

describe('a modern server behind a URL at the next start', () => {
  it('is known as such; it is asked what it offers, and listened to, although only modern clients use it', async () => {
    const [server, dataDir] = [await startRawHttpServer(), await tempFolder()];
    const start = () => startPatchbay({ mcpServers: { raw: { url: server.url } } }, { dataDir });
    const first = await start();
    await connectSdk('v1', first.endpoint('raw'));
    await until('its lists', () =>
      first.core.state.get().servers.some(({ name, tools }) => name === 'raw' && tools === 1),
    );
    await first.stop();
    const [before, listened] = [server.received.length, server.of('subscriptions/listen').length];
    const second = await start();
    const answer = await post(
      second.endpoint('raw'),
      call(1, 'echo', {}, claim),
      modernHeaders('tools/call', 'echo'),
    );
    expect(answer.text).toContain('modern');
    await until('the subscription', () => server.of('subscriptions/listen').length > listened);
    const view = () => second.core.state.get().servers.find(({ name }) => name === 'raw');
    await until('its state', () => view()?.status === 'ready');
    expect(view()).toMatchObject({ era: 'modern', protocolVersion: '2026-07-28' });
    expect(server.received.slice(before).map(({ method }) => method)).not.toContain('initialize');
  });
});

describe('a server behind a URL that becomes one of another era', () => {
  it.each([
    ['modern', 'legacy'],
    ['legacy', 'modern'],
  ] as const)('from %s to %s is found out, and no call is lost over it', async (from, to) => {
    const { server, patchbay, connect } = await rawStage(from);
    const client = await connect();
    const modern = await connectModern(patchbay.endpoint('raw'));
    const both = async (): Promise<string[]> => [
      (await client.callTool('echo')).text,
      textOf(await modern.callTool({ name: 'echo' })),
    ];
    expect(await both()).toEqual([from, from]);
    server.era = to;
    expect(await both()).toEqual([to, to]);
    server.era = from;
    expect(await both()).toEqual([from, from]);
    expect(client.errors).toEqual([]);
  });

  it('is asked again when a session is opened at another version', async () => {
    const { server, patchbay, connect } = await rawStage('legacy');
    const client = await connect();
    const modern = await connectModern(patchbay.endpoint('raw'));
    const modernText = async (): Promise<string> => textOf(await modern.callTool({ name: 'echo' }));
    expect(await modernText()).toBe('legacy');
    // It learns the new era beside the old one: nothing that goes on shows it.
    server.era = 'both';
    expect([(await client.callTool('echo')).text, await modernText()]).toEqual(['legacy', 'legacy']);
    server.version = '2.0.0';
    server.session = 'another-session';
    expect((await client.callTool('echo')).text).toBe('legacy');
    expect(await modernText()).toBe('modern');
    expect((await client.callTool('echo')).text).toBe('legacy');
    expect(client.errors).toEqual([]);
  });

  it('is asked again when nothing could be told at first', async () => {
    const { server, patchbay } = await rawStage();
    server.answer = ({ response }) => {
      response.writeHead(503).end();
      return true;
    };
    const session = post(patchbay.endpoint('raw'), call(1, 'echo'));
    expect((await session).text).toContain('answered HTTP 503');
    server.answer = () => false;
    const headers = await openSession(patchbay.endpoint('raw'));
    const answer = await post(patchbay.endpoint('raw'), call(2, 'echo'), headers);
    expect(answer.text).toContain('modern');
  });
});
