// Clients that register before they speak MCP (S3.1): their session ids, used with the gateway.
import { expect, it } from 'vitest';
import { startPatchbay } from '../../support/patchbay.ts';

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
