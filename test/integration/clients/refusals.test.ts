// What the gateway refuses before any server hears of it, and how it says so.
import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sharedPatchbay } from '../../support/patchbay.ts';
import { call, openSession, post, rpc, send, type Headers, type RawAnswer } from '../../support/raw-mcp.ts';
import { mockServer } from '../../support/test-servers.ts';

const patchbay = sharedPatchbay(() => ({
  gateway: { maxMessageBytes: 2048, allowedHosts: ['box.test'], allowedOrigins: ['https://app.test'] },
  mcpServers: { box: mockServer(), off: mockServer([], { enabled: false }) },
}));
const box = (): URL => patchbay().endpoint('box');
const error = (answer: RawAnswer): unknown => answer.json()['error'];

describe('a body', () => {
  it('that is too large is 413, and the connection goes on', async () => {
    const session = await openSession(box());
    const answer = await post(box(), call(1, 'echo', { text: 'x'.repeat(3000) }), session);
    expect(answer.status).toBe(413);
    expect(error(answer)).toMatchObject({
      message: expect.stringContaining('gateway.maxMessageBytes') as unknown,
    });
    expect((await post(box(), call(2, 'echo'), session)).status).toBe(200);
  });

  it('that is far too large is 413 also for a client that goes on sending', async () => {
    const body = JSON.stringify(call(1, 'echo', { text: 'x'.repeat(16_000_000) }));
    const headers = { 'content-type': 'application/json', 'content-length': body.length };
    const agent = new Agent({ keepAlive: true });
    onTestFinished(() => agent.destroy());
    const sending = request(box(), { method: 'POST', headers, agent });
    const [[answer]] = (await Promise.all([
      once(sending, 'response'),
      once(sending.end(body), 'finish'),
    ])) as [[IncomingMessage], unknown];
    expect(answer.statusCode).toBe(413);
    expect(await text(answer)).toContain('MESSAGE_TOO_LARGE');
  });

  it.each([
    ['text/plain', 415],
    ['application/x-www-form-urlencoded', 415],
    ['application/json; charset=utf-8', 200],
    ['application/json;charset="UTF-8"', 200],
  ])('of type %s is %i', async (type, status) => {
    const answer = await post(box(), JSON.stringify(rpc(1, 'ping')), { 'content-type': type });
    expect(answer.status).toBe(status);
  });

  it.each([
    ['nothing', '', -32_700],
    ['half a message', '{"jsonrpc":"2.0","id":1,', -32_700],
    ['a comma too many', '{"jsonrpc":"2.0","id":1,"method":"ping",}', -32_700],
    ['a comment', '{"jsonrpc":"2.0","id":1,"method":"ping"/* */}', -32_700],
    ['two messages', '{"jsonrpc":"2.0","id":1,"method":"ping"}{}', -32_700],
    ['a key twice', '{"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}', -32_700],
    ['a number', '7', -32_700],
    ['no version', '{"id":1,"method":"ping"}', -32_600],
    ['another version', '{"jsonrpc":"1.0","id":1,"method":"ping"}', -32_600],
    ['an id that is null', '{"jsonrpc":"2.0","id":null,"method":"ping"}', -32_600],
    ['an id that is an object', '{"jsonrpc":"2.0","id":{},"method":"ping"}', -32_600],
    ['params that are a list', '{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}', -32_600],
  ])('of %s is 400 with the code of JSON-RPC', async (_, body, code) => {
    for (const url of [box(), patchbay().endpoint()]) {
      const answer = await post(url, body);
      expect([answer.status, error(answer)]).toMatchObject([400, { code }]);
    }
  });

  it('with bytes that are not UTF-8 is 400', async () => {
    const body = Buffer.from([...Buffer.from('{"jsonrpc":"2.0","id":1,"method":"'), 0xc3, 0x28, 0x22, 0x7d]);
    const answer = await fetch(box(), {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: -32_700 } });
  });

  it.each([
    ['tools/call', '{"name":"echo","name":"crash"}'],
    ['tools/call', '{"name":"echo","_meta":{"progressToken":1,"progressToken":2}}'],
    ['tools/list', '{"cursor":"a","cursor":"b"}'],
    ['initialize', '{"protocolVersion":"2025-11-25","protocolVersion":"2024-11-05"}'],
    ['resources/subscribe', '{"uri":"a:b","uri":"a:c"}'],
    ['logging/setLevel', '{"level":"info","level":"debug"}'],
  ])(
    'of %s in which a key stands twice is an error of the client, whatever reads it',
    async (method, params) => {
      const session = await openSession(box());
      const body = `{"jsonrpc":"2.0","id":1,"method":"${method}","params":${params}}`;
      expect(error(await post(box(), body, session))).toMatchObject({ code: -32_602 });
      const whole = await openSession(patchbay().endpoint());
      expect(error(await post(patchbay().endpoint(), body, whole))).toMatchObject({ code: -32_602 });
    },
  );

  it('of completion/complete in which a key stands twice is read by /mcp only', async () => {
    const session = await openSession(patchbay().endpoint());
    const body = `{"jsonrpc":"2.0","id":1,"method":"completion/complete","params":{"ref":{"name":"a","name":"b"}}}`;
    expect(error(await post(patchbay().endpoint(), body, session))).toMatchObject({ code: -32_602 });
  });

  it('of a cancellation in which a key stands twice does no harm', async () => {
    const session = await openSession(box());
    const body =
      '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1,"requestId":2}}';
    expect((await post(box(), body, session)).status).toBe(400);
    expect((await post(box(), call(1, 'echo'), session)).status).toBe(200);
  });
});

describe('a route', () => {
  it('of a server that does not exist is 404 and names those that do', async () => {
    for (const answer of [
      await post(patchbay().endpoint('nobody'), rpc(1, 'ping')),
      await send('GET', patchbay().endpoint('nobody'), { headers: { accept: 'text/event-stream' } }),
      await send('DELETE', patchbay().endpoint('nobody'), { headers: { 'mcp-session-id': 'x' } }),
    ]) {
      expect(answer.status).toBe(404);
      expect(answer.text).toMatch(/no server .{0,3}nobody.{0,3}\. Known: patchbay, box, off/);
    }
  });

  it('of a disabled server says so', async () => {
    const answer = await post(patchbay().endpoint('off'), rpc(1, 'tools/list'));
    expect(error(answer)).toMatchObject({
      message: expect.stringMatching(/"off" is disabled\..*enable off/) as unknown,
    });
  });

  it('that does not exist is 404, and says where MCP is', async () => {
    const answer = await send('GET', `${patchbay().url}/elsewhere`);
    expect([answer.status, answer.text]).toEqual([404, expect.stringContaining('/mcp/<server>')]);
    expect((await send('GET', `${patchbay().url}/.well-known/oauth-authorization-server`)).status).toBe(404);
  });

  it('takes POST, GET and DELETE only', async () => {
    for (const method of ['PUT', 'OPTIONS', 'HEAD'] as const) {
      const headers = { accept: 'text/event-stream', ...(await openSession(box())) };
      const answer = await send(method, box(), { headers });
      expect([404, 405]).toContain(answer.status);
    }
  });
});

describe('a GET', () => {
  it('needs to accept event streams, and on /mcp a session', async () => {
    const session = await openSession(box());
    expect((await send('GET', box(), { headers: { ...session, accept: 'application/json' } })).status).toBe(
      406,
    );
    const url = patchbay().endpoint();
    const answer = await send('GET', url, { headers: { accept: 'text/event-stream' } });
    expect([answer.status, answer.headers['allow']]).toEqual([405, 'POST']);
  });
});

describe('MCP-Protocol-Version', () => {
  it('that is none of ours is 400 and names what is', async () => {
    const session = await openSession(box());
    for (const version of ['1999-01-01', 'garbage']) {
      const headers = { ...session, 'mcp-protocol-version': version };
      const answer = await post(box(), rpc(1, 'ping'), headers);
      expect(answer.status).toBe(400);
      expect(answer.text).toContain('2025-11-25');
      const stream = await send('GET', box(), { headers: { ...headers, accept: 'text/event-stream' } });
      expect(stream.status).toBe(400);
      expect((await send('DELETE', box(), { headers })).status).toBe(400);
    }
    expect((await post(box(), rpc(1, 'ping'), session)).status).toBe(200);
  });
});

describe('Host and Origin', () => {
  const everywhere = (): readonly (readonly ['GET' | 'POST' | 'DELETE', string])[] => [
    ['POST', '/mcp'],
    ['GET', '/mcp'],
    ['DELETE', '/mcp'],
    ['POST', '/mcp/box'],
    ['GET', '/mcp/box'],
    ['DELETE', '/mcp/box'],
    ['POST', '/mcp/nobody'],
    ['GET', '/health'],
    ['GET', '/health/box'],
    ['GET', '/proxy/health'],
    ['GET', '/nowhere'],
    ['POST', '/nowhere'],
  ];
  const statuses = (headers: Readonly<Record<string, string>>): Promise<readonly number[]> =>
    Promise.all(
      everywhere().map(async ([method, path]) => {
        const body = method === 'POST' ? 'not even JSON' : undefined;
        return (await send(method, `${patchbay().url}${path}`, { body, headers })).status;
      }),
    );
  const port = (): string => new URL(patchbay().url).port;

  it.each(['evil.example', 'evil.example:80', '127.0.0.1.evil.example', '127.0.0.1:1', '169.254.1.1'])(
    'of %s in Host is refused on every route, before anything else',
    async (host) => {
      expect(new Set(await statuses({ host }))).toEqual(new Set([403]));
    },
  );

  it.each(['https://evil.example', 'null', 'http://127.0.0.1:1', 'https://app.test.evil.example', 'file://'])(
    'of %s in Origin is refused on every route, before anything else',
    async (origin) => {
      expect(new Set(await statuses({ origin }))).toEqual(new Set([403]));
    },
  );

  it('are accepted when they are ours or configured', async () => {
    const accepted: readonly Headers[] = [
      { host: `localhost:${port()}` },
      { host: `[::1]:${port()}` },
      { host: 'box.test' },
      { origin: `http://localhost:${port()}` },
      { origin: 'https://app.test' },
    ];
    for (const headers of accepted) {
      expect((await post(box(), rpc(1, 'ping'), headers)).status).toBe(200);
    }
  });
});
