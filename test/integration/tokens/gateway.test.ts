// The gateway with tokens on, as installed: who gets in, for what, and whose a session is.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startPatchbay, type ConfigInput, type RunningPatchbay } from '../../support/patchbay.ts';
import { bothTypes, post, rpc, type Headers, type Json } from '../../support/raw-mcp.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { mockServer } from '../../support/test-servers.ts';
import { forge, goodClaims, sharedSecret } from '../../support/tokens.ts';

const tokens: ConfigInput = { auth: { mode: 'token' } };
const claim = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } };

async function makeToken({ core }: RunningPatchbay, ...scopes: readonly string[]) {
  return core.commands.createToken({ name: 'test', expires: '90d', scopes: [...scopes] });
}

async function bearer(patchbay: RunningPatchbay, ...scopes: readonly string[]): Promise<Headers> {
  return { authorization: `Bearer ${(await makeToken(patchbay, ...scopes)).token}` };
}

async function open(url: string, headers: Headers): Promise<Headers> {
  const answer = await post(url, rpc(0, 'initialize', claim), headers);
  expect(answer.status).toBe(200);
  return { ...headers, 'mcp-session-id': String(answer.headers['mcp-session-id']) };
}

const namesIn = (answer: { json(): Json }): string[] =>
  ((answer.json()['result'] as Json)['tools'] as Json[]).map(({ name }) => String(name));

describe('without a token', () => {
  it.each([
    ['POST', '/mcp'],
    ['POST', '/mcp/patchbay'],
    ['GET', '/mcp'],
    ['DELETE', '/mcp'],
    ['GET', '/mcp/patchbay'],
    ['GET', '/sse'],
    ['POST', '/messages?sessionId=x'],
    ['POST', '/mcp/patchbay/messages?sessionId=x'],
    ['POST', '/cmd'],
    ['POST', '/api/jsonrpc'],
  ])('%s %s is 401, and says how to get one', async (method, path) => {
    const { url } = await startPatchbay(tokens);
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { accept: bothTypes, ...(method === 'POST' ? { 'content-type': 'application/json' } : {}) },
      ...(method === 'POST' ? { body: JSON.stringify(rpc(1, 'ping')) } : {}),
    });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="patchbay"');
    expect(await response.text()).toContain('patchbay token create');
  });

  it.each([
    ['GET', '/health', 200],
    ['GET', '/health/patchbay', 200],
    ['GET', '/registrations', 200],
    ['POST', '/register', 200],
    ['GET', '/.well-known/oauth-protected-resource', 404],
    ['GET', '/.well-known/oauth-authorization-server', 404],
    ['GET', '/nowhere', 404],
  ])('%s %s is %i', async (method, path, status) => {
    const { url } = await startPatchbay(tokens);
    expect((await fetch(`${url}${path}`, { method })).status).toBe(status);
  });

  it('nobody registers where that needs one', async () => {
    const patchbay = await startPatchbay({ ...tokens, registration: { auth: 'token' } });
    const register = (headers: Headers) =>
      fetch(`${patchbay.url}/register`, { method: 'POST', body: '{}', headers: { ...headers } });
    const refused = await register({});
    expect(refused.status).toBe(401);
    expect(await refused.json()).toMatchObject({ success: false, error_code: 'UNAUTHORIZED' });
    expect((await register(await bearer(patchbay, 'server:patchbay'))).status).toBe(403);
    expect((await register(await bearer(patchbay, 'registry'))).status).toBe(200);
    expect((await register(await bearer(patchbay))).status).toBe(200);
    expect((await fetch(`${patchbay.url}/list`)).status).toBe(401);
  });
});

describe('a token of somebody who has the secret', () => {
  const env = { PATCHBAY_JWT_SECRET: sharedSecret };

  it('opens the sequence of S3: register, initialize, tools/list, tools/call, trailing slash included', async () => {
    const { url } = await startPatchbay(tokens, { env });
    const registered = (await (
      await fetch(`${url}/register`, { method: 'POST', body: '{}' })
    ).json()) as Json;
    expect(registered).toMatchObject({ authentication: { required: true, type: 'Bearer' } });
    const headers = {
      authorization: `Bearer ${forge(goodClaims(Date.now()))}`,
      'mcp-session-id': String(registered['session_id']),
    };
    const session = await open(`${url}/mcp/`, headers);
    expect(session['mcp-session-id']).toBe(registered['session_id']);
    expect(namesIn(await post(`${url}/mcp/`, rpc(1, 'tools/list'), session))).toContain(
      'patchbay__list_servers',
    );
    const called = rpc(2, 'tools/call', { name: 'patchbay__list_servers', arguments: {} });
    expect((await post(`${url}/mcp/`, called, session)).json()['result']).toBeDefined();
  });

  it.each([
    ['is forged', { secret: 'x'.repeat(40) }, {}],
    ['is of algorithm none', { header: { alg: 'none' } }, {}],
    ['has expired', {}, { exp: 1 }],
    ['is not valid yet', {}, { nbf: 4_000_000_000 }],
  ])('that %s is 401', async (_what, forging, claims) => {
    const { url } = await startPatchbay(tokens, { env });
    const token = forge({ ...goodClaims(Date.now()), ...claims }, forging);
    const answer = await post(`${url}/mcp`, rpc(0, 'initialize', claim), {
      authorization: `Bearer ${token}`,
    });
    expect(answer.status).toBe(401);
    expect(String(answer.headers['www-authenticate'])).toMatch(
      /^Bearer realm="patchbay", error="invalid_token"/,
    );
    expect(String(answer.headers['www-authenticate'])).not.toContain('resource_metadata');
  });

  it('that is guessed is 429 before long, which keeps no good one out', async () => {
    const { url } = await startPatchbay(tokens, { env });
    const statuses: number[] = [];
    for (let guess = 0; guess < 22; guess++) {
      const authorization = `Bearer ${forge(goodClaims(Date.now()), { secret: `guess ${guess}` })}`;
      statuses.push((await post(`${url}/mcp`, rpc(0, 'initialize', claim), { authorization })).status);
    }
    expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 401));
    expect(statuses.at(-1)).toBe(429);
    const authorization = `Bearer ${forge(goodClaims(Date.now()))}`;
    expect((await post(`${url}/mcp`, rpc(0, 'initialize', claim), { authorization })).status).toBe(200);
  });

  it('without the scope for MCP is 403', async () => {
    const { url } = await startPatchbay(tokens, { env });
    const token = forge({ ...goodClaims(Date.now()), scopes: ['read:mail'] });
    const answer = await post(`${url}/mcp`, rpc(0, 'initialize', claim), {
      authorization: `Bearer ${token}`,
    });
    expect(answer.status).toBe(403);
    expect(String(answer.headers['www-authenticate'])).toContain(
      'error="insufficient_scope", scope="execute:mcp"',
    );
  });
});

describe('a session', () => {
  it('is the token’s that opened it: with another it is 404 in every way', async () => {
    const patchbay = await startPatchbay(tokens);
    const endpoint = `${patchbay.url}/mcp/patchbay`;
    const mine = await open(endpoint, await bearer(patchbay));
    const thief = { ...mine, ...(await bearer(patchbay)) };
    expect((await post(endpoint, rpc(1, 'ping'), thief)).status).toBe(404);
    const get = await fetch(endpoint, { headers: { ...thief, accept: 'text/event-stream' } as HeadersInit });
    expect(get.status).toBe(404);
    const resumed = { ...thief, accept: 'text/event-stream', 'last-event-id': '0_0' } as HeadersInit;
    expect((await fetch(endpoint, { headers: resumed })).status).toBe(404);
    expect((await fetch(endpoint, { method: 'DELETE', headers: thief as HeadersInit })).status).toBe(404);
    // The lost id is not his from now on, either.
    expect((await post(endpoint, rpc(1, 'ping'), thief)).status).toBe(404);
    expect((await post(endpoint, rpc(2, 'ping'), mine)).status).toBe(200);
  });

  it('stays its owner’s over a restart', async () => {
    const first = await startPatchbay(
      { ...tokens, mcpServers: { mock: mockServer() } },
      { dataDir: await tempFolder() },
    );
    const mine = await open(`${first.url}/mcp/mock`, await bearer(first));
    const other = await bearer(first);
    await first.stop();
    const next = await startPatchbay(
      { ...tokens, mcpServers: { mock: mockServer() } },
      { dataDir: first.dataDir },
    );
    expect((await post(`${next.url}/mcp/mock`, rpc(1, 'ping'), { ...mine, ...other })).status).toBe(404);
    expect((await post(`${next.url}/mcp/mock`, rpc(1, 'ping'), mine)).status).toBe(200);
  });

  it('of HTTP+SSE takes no messages of another token', async () => {
    const patchbay = await startPatchbay(tokens);
    const mine = await bearer(patchbay);
    const stream = await fetch(`${patchbay.url}/sse`, {
      headers: { ...mine, accept: 'text/event-stream' } as HeadersInit,
    });
    const reader = stream.body?.getReader();
    const text = new TextDecoder().decode((await reader?.read())?.value);
    const path = /data: (\S+)/.exec(text)?.[1] ?? '';
    const ping = rpc(1, 'ping');
    expect((await post(`${patchbay.url}${path}`, ping, await bearer(patchbay))).status).toBe(404);
    expect((await post(`${patchbay.url}${path}`, ping, mine)).status).toBe(202);
    await reader?.cancel();
  });

  it('is not ended by somebody else who unregisters its id', async () => {
    const patchbay = await startPatchbay(tokens);
    const { url } = patchbay;
    const registered = (await (
      await fetch(`${url}/register`, { method: 'POST', body: '{}' })
    ).json()) as Json;
    const id = String(registered['session_id']);
    const mine = await open(`${url}/mcp`, { ...(await bearer(patchbay)), 'mcp-session-id': id });
    const gone = (headers: HeadersInit) =>
      fetch(`${url}/unregister`, { method: 'POST', headers, body: JSON.stringify({ session_id: id }) });
    await gone({});
    expect((await post(`${url}/mcp`, rpc(1, 'ping'), mine)).status).toBe(200);
  });
});

describe('a revoked token', () => {
  it('is 401 at once, its open streams are cut, and it stays so over a kill', async () => {
    const patchbay = await startPatchbay(tokens, { dataDir: await tempFolder() });
    const { token, id } = await makeToken(patchbay);
    const mine = await open(`${patchbay.url}/mcp`, { authorization: `Bearer ${token}` });
    const stream = await fetch(`${patchbay.url}/mcp`, {
      headers: { ...mine, accept: 'text/event-stream' } as HeadersInit,
    });
    const ended = stream.text().then(
      () => 'ended',
      () => 'cut',
    );
    await patchbay.core.commands.revokeToken({ id });
    expect(['ended', 'cut']).toContain(await ended);
    expect((await post(`${patchbay.url}/mcp`, rpc(1, 'ping'), mine)).status).toBe(401);
    await patchbay.stop();
    const next = await startPatchbay(tokens, { dataDir: patchbay.dataDir });
    expect((await post(`${next.url}/mcp`, rpc(0, 'initialize', claim), mine)).status).toBe(401);
  });
});

describe('a narrowed token', () => {
  const servers = { one: mockServer(), two: mockServer() };

  it('sees its servers alone, at /mcp and at /mcp/:server', async () => {
    const patchbay = await startPatchbay({ ...tokens, mcpServers: servers });
    const { url } = patchbay;
    const whole = await open(`${url}/mcp`, await bearer(patchbay));
    const all = namesIn(await post(`${url}/mcp`, rpc(1, 'tools/list'), whole));
    const one = await bearer(patchbay, 'server:one');
    const mine = await open(`${url}/mcp`, one);
    const seen = namesIn(await post(`${url}/mcp`, rpc(1, 'tools/list'), mine));
    expect(seen).toEqual(all.filter((name) => name.startsWith('one__')));
    expect(seen.length).toBeGreaterThan(0);
    const echo = (name: string) => rpc(2, 'tools/call', { name, arguments: { text: 'hi' } });
    expect((await post(`${url}/mcp`, echo('one__echo'), mine)).json()).toHaveProperty('result');
    expect((await post(`${url}/mcp`, echo('two__echo'), mine)).json()).toHaveProperty('error');
    const elsewhere = await post(`${url}/mcp/two`, rpc(0, 'initialize', claim), one);
    expect(elsewhere.status).toBe(403);
    expect((await post(`${url}/mcp/one`, rpc(0, 'initialize', claim), one)).status).toBe(200);
    expect((await post(`${url}/cmd`, rpc(0, 'health'), one)).status).toBe(403);
  });

  it('calls only what changes nothing with tools:read', async () => {
    const patchbay = await startPatchbay({ ...tokens, mcpServers: servers });
    const { url } = patchbay;
    const reader = await bearer(patchbay, 'tools:read');
    for (const path of ['/mcp', '/mcp/patchbay', '/mcp/one']) {
      const mine = await open(`${url}${path}`, reader);
      const names = namesIn(await post(`${url}${path}`, rpc(1, 'tools/list'), mine));
      expect(names.every((name) => !name.includes('echo'))).toBe(true);
      const name = path === '/mcp' ? 'one__echo' : 'echo';
      const call = rpc(2, 'tools/call', { name, arguments: { text: 'hi' } });
      expect((await post(`${url}${path}`, call, mine)).json()).toMatchObject({
        error: { data: { code: 'INSUFFICIENT_SCOPE' } },
      });
    }
    const mine = await open(`${url}/mcp/patchbay`, reader);
    const call = rpc(3, 'tools/call', { name: 'list_servers', arguments: {} });
    expect((await post(`${url}/mcp/patchbay`, call, mine)).json()).toHaveProperty('result');
  });
});

describe('another Patchbay that wants a token', () => {
  it('is registered with by the one in proxy_registration.token, variables put in', async () => {
    const proxy = await startPatchbay({ ...tokens, registration: { auth: 'token' } });
    const { token } = await makeToken(proxy, 'registry');
    const section = { enabled: true, proxy_url: proxy.url, server_id: 'other', token: '${PROXY_TOKEN}' };
    const other = await startPatchbay({ proxy_registration: section }, { env: { PROXY_TOKEN: token } });
    await expect
      .poll(() => proxy.core.state.get().registrations.servers.map(({ key }) => key))
      .toEqual(['other_1']);
    expect(JSON.stringify(other.core.logs.read({ after: -1, limit: 1000 }))).not.toContain(token);
  });
});

describe('the console', () => {
  it('takes no token of the gateway, nor the gateway the console’s', async () => {
    const patchbay = await startPatchbay(tokens, { console: { port: 0, pageDir: '/nonexistent' } });
    const { consoleUrl } = patchbay.core.state.get().gateway;
    const mine = await bearer(patchbay);
    const secret = (await readFile(join(patchbay.dataDir, 'console-token'), 'utf8')).trim();
    const ofConsole = { authorization: `Bearer ${secret}` };
    expect((await post(`${consoleUrl}/api/getState`, {}, ofConsole)).status).toBe(200);
    expect((await post(`${consoleUrl}/api/getState`, {}, mine)).status).toBe(401);
    expect((await post(`${consoleUrl}/api/createToken`, { name: 'x' }, mine)).status).toBe(401);
    expect((await post(`${patchbay.url}/mcp`, rpc(1, 'ping'), ofConsole)).status).toBe(401);
    expect((await post(`${patchbay.url}/cmd`, rpc(1, 'health'), ofConsole)).status).toBe(401);
  });
});
