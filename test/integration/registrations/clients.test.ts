// Clients that register before they speak MCP (S3.1): their session ids, used with the gateway.
import { describe, expect, it } from 'vitest';
import { startPatchbay } from '../../support/patchbay.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { mockServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

const clientInfo = { name: 'registered', version: '2.1' };

async function register(url: string): Promise<string> {
  const response = await fetch(`${url}/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client_info: clientInfo, capabilities: {} }),
  });
  expect(response.status).toBe(200);
  return ((await response.json()) as { session_id: string }).session_id;
}

function post(url: string, id: string, method: string, params: unknown = {}): Promise<Response> {
  return fetch(`${url}/mcp`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-session-id': id,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  });
}

const introduction = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };

it('opens an MCP session under the id that was registered', async () => {
  const { url } = await startPatchbay({});
  const id = await register(url);
  const opened = await post(url, id, 'initialize', introduction);
  expect(opened.status).toBe(200);
  expect(opened.headers.get('mcp-session-id')).toBe(id);
  expect(await (await post(url, id, 'tools/list')).json()).toHaveProperty('result.tools');
});

it('takes a registered id without initialize, as later requests use it', async () => {
  const { url } = await startPatchbay({});
  const id = await register(url);
  const answer = await post(url, id, 'tools/list');
  expect(answer.status).toBe(200);
  expect(await answer.json()).toHaveProperty('result.tools');
});

it('ends the MCP session with the registration', async () => {
  const { url } = await startPatchbay({});
  const id = await register(url);
  await (await post(url, id, 'initialize', introduction)).text();
  const gone = await fetch(`${url}/unregister`, { method: 'POST', body: JSON.stringify({ session_id: id }) });
  expect(await gone.json()).toEqual({ success: true, message: 'Client unregistered successfully' });
  expect((await post(url, id, 'tools/list')).status).toBe(404);
});

it('gives an id of its own to a client that opens a second session with one that is in use', async () => {
  const { url } = await startPatchbay({});
  const id = await register(url);
  await (await post(url, id, 'initialize', introduction)).text();
  const second = await post(url, id, 'initialize', introduction);
  expect(second.status).toBe(200);
  expect(second.headers.get('mcp-session-id')).not.toBe(id);
});

it('says that nobody can register where tokens are wanted', async () => {
  const { url } = await startPatchbay({ registration: { auth: 'token' } });
  const response = await fetch(`${url}/register`, { method: 'POST', body: '{}' });
  expect(response.status).toBe(401);
});

describe('on the wire of a whole gateway', () => {
  it.each(['/register', '/api/register', '/mcp/register', '/proxy/register', '/register/'])(
    'is answered with what is true of it, at %s, for the address that was called',
    async (path) => {
      const { url, core } = await startPatchbay({});
      const base = url.replace('127.0.0.1', 'localhost');
      const response = await fetch(`${base}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': 'Claude-Desktop/1.0' },
        body: JSON.stringify({
          client_info: { name: 'Claude Desktop', version: '1.0.0' },
          capabilities: { tools: true, resources: true, prompts: true },
        }),
      });
      expect(response.status).toBe(200);
      const id = response.headers.get('x-session-id');
      expect(response.headers.get('x-mcp-server')).toBe('patchbay');
      expect(await response.json()).toEqual({
        success: true,
        session_id: id,
        server: { name: 'patchbay', version: core.state.get().version, protocol_version: '2026-07-28' },
        endpoints: {
          mcp: `${base}/mcp/`,
          initialize: `${base}/mcp/`,
          tools: `${base}/mcp/`,
          health: `${base}/health`,
        },
        transport: 'streamable-http',
        authentication: {
          required: false,
          type: 'Bearer',
          header: 'Authorization',
          format: 'Bearer YOUR_JWT_TOKEN_HERE',
        },
        capabilities: { tools: true, resources: true, prompts: true, logging: true, progress: true },
        instructions: {
          next_step: 'Send initialize by POST to /mcp',
          authentication: 'No token is needed on this gateway',
          protocol: 'Use the MCP protocol for all further requests',
        },
      });
      const list = (await (await fetch(`${base}/registrations`)).json()) as Record<string, unknown>;
      expect(list).toEqual({
        active_registrations: 1,
        sessions: [id],
        details: [
          {
            session_id: id,
            client_ip: expect.stringMatching(/^(127\.0\.0\.1|::1)$/) as string,
            user_agent: 'Claude-Desktop/1.0',
            client_info: { name: 'Claude Desktop', version: '1.0.0' },
            registered_at: expect.any(String) as string,
            last_activity: expect.any(String) as string,
          },
        ],
        servers: [],
      });
    },
  );

  it('is asked first by pages of allowed origins, and by no others', async () => {
    const { url } = await startPatchbay({ gateway: { allowedOrigins: ['https://app.test'] } });
    const ask = (origin: string) =>
      fetch(`${url}/register`, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST' },
      });
    const allowed = await ask('https://app.test');
    expect(allowed.status).toBe(204);
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://app.test');
    const refused = await ask('https://evil.test');
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([403, null]);
  });

  it('goes through the sequence of the documentation: register, initialize, list, call, with slashes at the end', async () => {
    const { url } = await startPatchbay({ mcpServers: { box: mockServer() } });
    const id = await register(url);
    const ask = async (number: number, method: string, params: unknown, headers = {}): Promise<unknown> => {
      const response = await fetch(`${url}/mcp/`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          authorization: 'Bearer whatever',
          ...headers,
        },
        body: JSON.stringify({ jsonrpc: '2.0', id: number, method, params }),
      });
      expect([response.status, response.headers.get('content-type')]).toEqual([
        200,
        expect.stringContaining('application/json'),
      ]);
      return response.json();
    };
    const opening = { ...introduction, protocolVersion: '2024-11-05' };
    // With the session that was registered, and without any, as the bridge of the documentation does.
    for (const headers of [{ 'mcp-session-id': id }, { 'x-session-id': id }, {}]) {
      expect(await ask(1, 'initialize', opening, headers)).toMatchObject({
        id: 1,
        result: { protocolVersion: '2024-11-05', serverInfo: { name: 'patchbay' } },
      });
      expect(await ask(2, 'tools/list', {}, headers)).toMatchObject({
        id: 2,
        result: {
          tools: expect.arrayContaining([expect.objectContaining({ name: 'box__echo' })]) as unknown,
        },
      });
      const call = { name: 'box__echo', arguments: { message: 'hello' } };
      expect(await ask(3, 'tools/call', call, headers)).toMatchObject({
        id: 3,
        result: { content: [{ type: 'text' }] },
      });
    }
  });

  it('outlasts a restart: listed with its version, and good for MCP at once', async () => {
    const dataDir = await tempFolder();
    const first = await startPatchbay({}, { dataDir });
    const [unused, used] = [await register(first.url), await register(first.url)];
    await (await post(first.url, used, 'initialize', introduction)).text();
    await first.stop();
    const second = await startPatchbay({}, { dataDir });
    expect(second.core.state.get().registrations.clients).toMatchObject([
      { name: 'registered', version: '2.1', sessions: 2 },
    ]);
    for (const id of [unused, used]) {
      const answer = await post(second.url, id, 'tools/list');
      expect([answer.status, await answer.json()]).toEqual([
        200,
        expect.objectContaining({ result: expect.objectContaining({ tools: expect.any(Array) }) }),
      ]);
    }
  });

  it('is idle from its last request on, of whatever kind', async () => {
    const { url, core } = await startPatchbay({});
    const id = await register(url);
    const lastActivity = () => core.state.get().registrations.clients[0]?.lastActivityAt ?? 0;
    const registeredAt = lastActivity();
    await (await post(url, id, 'initialize', introduction)).text();
    await until('a later activity', async () => {
      await (await post(url, id, 'tools/list')).text();
      return lastActivity() > registeredAt;
    });
    expect(core.state.get().registrations.clients).toHaveLength(1);
  });
});
