// The short way of messages lets nothing pass that the long way refuses, and leaves it everything that is not plain.
import { request as httpRequest } from 'node:http';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/shared/errors.ts';
import { anybody, type Caller } from '../../../src/main/core/auth/token-gate.ts';
import { stopping } from '../../../src/main/core/relay/sessions.ts';
import { gatewayStage, resultFor } from '../../support/gateway-stage.ts';
import { initializeParams, post, rpc, send, type Headers } from '../../support/raw-mcp.ts';

const opening = rpc(1, 'initialize', initializeParams);
const bearer: Headers = { authorization: 'Bearer good' };

const good: Caller = { ...anybody, access: { ...anybody.access, owner: 'somebody' } };
const callers: Readonly<Record<string, Caller>> = {
  'Bearer good': good,
  'Bearer metrics': { ...good, permissions: new Set(['metrics']) },
  'Bearer two': { ...good, access: { ...good.access, servers: new Set(['two']) } },
};

/** What the long way was asked for, by the headers that it saw. */
async function stage(options: Parameters<typeof gatewayStage>[0] = {}) {
  const long: (string | undefined)[] = [];
  const unauthorized = new AppError('UNAUTHORIZED', 'Who are you?');
  const gateway = await gatewayStage({
    guard: {
      check: ({ rawHeaders }) =>
        rawHeaders.includes('evil.example') ? new AppError('FORBIDDEN_HOST', 'Not this one.') : null,
    },
    callers: {
      gate: {
        check: (_need, authorization) => {
          long.push(authorization);
          const caller = callers[authorization ?? ''];
          if (caller === undefined) throw unauthorized;
          return caller;
        },
        known: (need, authorization) => (need === 'mcp' ? (callers[authorization ?? ''] ?? null) : null),
        permissionFor: (need) => (need === 'registration' ? null : need),
        tokenUse: () => 'needed',
      },
      isNamed: (server, names) => names.has(server),
    },
    ...options,
  });
  return { ...gateway, long };
}

it.each(['', '/one', '/one-more_1.2'])('takes a plain message at /mcp%s', async (path) => {
  const { url, long } = await stage();
  expect((await post(url + path, opening, bearer)).status).toBe(200);
  expect(long).toEqual([]);
});

describe('leaves to the long way, which refuses it,', () => {
  it.each([
    ['a foreign Host', '', { ...bearer, host: 'evil.example' }, 403],
    ['a foreign Origin', '', { ...bearer, origin: 'evil.example' }, 403],
    ['no token', '', {}, 401],
    ['an unknown token', '', { authorization: 'Bearer other' }, 401],
    ['a token for something else', '', { authorization: 'Bearer metrics' }, 403],
    ['a token for another server', '/one', { authorization: 'Bearer two' }, 403],
    ['another type', '', { ...bearer, 'content-type': 'text/plain' }, 415],
    ['an address that is none', '/one/two', bearer, 404],
  ])('%s', async (_what, path, headers, status) => {
    const { url, sessions } = await stage();
    expect((await post(url + path, opening, headers)).status).toBe(status);
    expect(sessions.size).toBe(0);
  });

  it('more than is taken at once', async () => {
    const { url, long } = await stage();
    const much = { ...opening, more: 'x'.repeat(1_000_000) };
    expect((await post(url, much, bearer)).status).toBe(413);
    expect(long).toEqual(['Bearer good']);
  });

  it('what comes too often, and counts each once', async () => {
    const { url, clock } = await stage({ rateLimit: () => ({ perMinute: 3, countsMessages: true }) });
    const statuses: number[] = [];
    for (let count = 0; count < 5; count++) statuses.push((await post(url, opening, bearer)).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    clock.advance(20_000);
    expect((await post(url, opening, bearer)).status).toBe(200);
    expect((await post(url, opening, bearer)).status).toBe(429);
  });

  it('what comes when the gateway leaves', async () => {
    const { url, gateway, long } = await stage();
    void gateway.leave(stopping());
    expect((await post(url, opening, bearer)).status).toBe(503);
    expect(long).toEqual(['Bearer good']);
  });
});

describe('leaves to the long way, which takes it,', () => {
  it.each([
    ['an encoded name', '/%6Fne', {}],
    ['a slash at the end', '/one/', {}],
    ['a query', '?a=1', {}],
    ['parameters of the type', '', { 'content-type': 'application/json; charset=utf-8' }],
  ])('%s', async (_what, path, headers) => {
    const { url, long } = await stage();
    expect((await post(url + path, opening, { ...bearer, ...headers })).status).toBe(200);
    expect(long).toEqual(['Bearer good']);
  });

  it('a body of unknown length', async () => {
    const { url, long } = await stage();
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { ...bearer, 'content-type': 'application/json', 'transfer-encoding': 'chunked' };
      const outgoing = httpRequest(url, { method: 'POST', headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      outgoing.on('error', reject).end(JSON.stringify(opening));
    });
    expect(status).toBe(200);
    expect(long).toEqual(['Bearer good']);
  });

  it('a route of its own below /mcp', async () => {
    const { url, long } = await stage();
    const answer = await post(`${url}/register`, {}, bearer);
    expect(answer.json()).toMatchObject({ success: true });
    expect(long).toEqual(['Bearer good']);
  });
});

it('answers as the long way does', async () => {
  const { url } = await stage();
  const strange = [
    'nonsense',
    '[]',
    '{"jsonrpc":"2.0","id":7}',
    JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' }),
  ];
  for (const headers of [
    bearer,
    { ...bearer, 'mcp-session-id': 'unknown' },
    { ...bearer, 'mcp-protocol-version': '1999-01-01' },
    { ...bearer, 'mcp-protocol-version': '2026-07-28' },
  ])
    for (const body of strange) {
      const [short, long] = await Promise.all(
        [url, `${url}/`].map(async (each) => {
          const answer = await send('POST', each, { body, headers });
          const { date: _date, 'mcp-session-id': id, ...others } = answer.headers;
          return { ...answer, headers: { ...others, hasSession: id !== undefined }, json: null };
        }),
      );
      expect(short).toEqual(long);
    }
});

it('takes a body that comes in pieces, and nothing of one that never comes whole', async () => {
  const { url, held, sessions } = await stage();
  const headers = { ...bearer, ...(await openSessionAs(url)) };
  const body = Buffer.from(
    JSON.stringify(rpc(5, 'tools/call', { name: 'x', arguments: { text: 'y'.repeat(9000) } })),
  );
  const begin = (): ReturnType<typeof httpRequest> => {
    const all = { ...headers, 'content-type': 'application/json', 'content-length': String(body.length) };
    const outgoing = httpRequest(url, { method: 'POST', headers: all });
    outgoing.on('error', () => undefined);
    outgoing.write(body.subarray(0, 4000));
    return outgoing;
  };
  const cut = begin();
  const whole = begin();
  const answered = new Promise<number | undefined>((resolve) => {
    whole.on('response', (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
  });
  await new Promise<void>((resolve) => cut.on('close', resolve).destroy());
  whole.end(body.subarray(4000));
  while (held.length === 0) await new Promise(setImmediate);
  const [only] = held;
  expect(only?.message.bytes.equals(body)).toBe(true);
  if (only !== undefined) only.exchange.finish(resultFor(only.message));
  expect(await answered).toBe(200);
  expect(held.length).toBe(1);
  expect(sessions.size).toBe(1);
});

async function openSessionAs(url: string): Promise<Headers> {
  const id = (await post(url, opening, bearer)).headers['mcp-session-id'];
  return { 'mcp-session-id': String(id), 'mcp-protocol-version': '2025-11-25' };
}
