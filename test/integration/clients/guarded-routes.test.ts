// Host and Origin are looked at before anything else: requests of either era, and of every transport, that would be served
// are refused when they come from elsewhere, and leave no trace.
import { describe, expect, it } from 'vitest';
import { modernCall, modernRpc } from '../../support/modern-edge.ts';
import { sharedPatchbay } from '../../support/patchbay.ts';
import {
  bothTypes,
  call,
  initializeParams,
  openSession,
  openStream,
  rpc,
  send,
  type Headers,
  type Json,
  type RawAnswer,
} from '../../support/raw-mcp.ts';
import { openSseSession } from '../../support/sse-client.ts';
import { mockServer } from '../../support/test-servers.ts';

const patchbay = sharedPatchbay(() => ({
  gateway: { allowedHosts: ['box.test'], allowedOrigins: ['https://app.test'] },
  mcpServers: { box: mockServer() },
}));

interface Sent {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: URL;
  readonly headers?: Headers;
  readonly body?: Json;
}

const at = (path: string): URL => new URL(path, patchbay().url);
const events = { accept: 'text/event-stream' };

/** Every kind of MCP request, each of which would be served. */
async function everyKind(): Promise<ReadonlyMap<string, Sent>> {
  const kinds = new Map<string, Sent>();
  for (const path of ['/mcp', '/mcp/box']) {
    const url = at(path);
    const tool = path === '/mcp' ? 'box__echo' : 'echo';
    const session = await openSession(url);
    const sse = await openSseSession(path === '/mcp' ? at('/sse') : url);
    const post = (body: Json, headers: Headers = {}): Sent => ({ method: 'POST', url, body, headers });
    kinds
      .set(`initialize on ${path}`, post(rpc(0, 'initialize', initializeParams)))
      .set(`a call in a session on ${path}`, post(call(1, tool), session))
      .set(`a call without a session on ${path}`, post(call(1, tool)))
      .set(`a batch on ${path}`, post([call(1, tool)] as unknown as Json))
      .set(`a stream on ${path}`, { method: 'GET', url, headers: { ...session, ...events } })
      .set(`a stream over HTTP+SSE for ${path}`, {
        method: 'GET',
        url: path === '/mcp' ? at('/sse') : url,
        headers: events,
      })
      .set(`a call over HTTP+SSE for ${path}`, { method: 'POST', url: sse.endpoint, body: call(1, tool) })
      .set(`a modern call on ${path}`, { method: 'POST', url, ...modernCall(1, tool) })
      .set(`server/discover on ${path}`, { method: 'POST', url, ...modernRpc(1, 'server/discover') })
      .set(`a subscription on ${path}`, {
        method: 'POST',
        url,
        ...modernRpc(1, 'subscriptions/listen', { notifications: { toolsListChanged: true } }),
      })
      .set(`the end of a session on ${path}`, { method: 'DELETE', url, headers: session });
  }
  return kinds;
}

const perform = ({ method, url, headers, body }: Sent, from: Headers): Promise<RawAnswer> =>
  send(method, url, {
    body,
    headers: { ...(method === 'POST' ? { accept: bothTypes } : {}), ...headers, ...from },
  });

/** Without waiting for the end of streams that have none. */
async function statusOf(sent: Sent, from: Headers): Promise<number> {
  const { method, url, headers, body } = sent;
  if (method === 'DELETE') return (await perform(sent, from)).status;
  const given = { headers: { ...headers, ...from }, ...(body === undefined ? {} : { body }) };
  const stream = await openStream(method, url, given);
  stream.cut();
  return stream.status;
}

describe('every kind of request', () => {
  it.each([
    ['a host that is not ours', { host: 'evil.example' }],
    ['our address under another name', { host: 'rebound.example:3004' }],
    ['a site that is not allowed', { origin: 'https://evil.example' }],
    ['a page without an address', { origin: 'null' }],
    ['a site under an allowed host', { origin: 'https://evil.example', host: 'box.test' }],
  ])('from %s is 403, and does nothing', async (_, from) => {
    const kinds = await everyKind();
    const { state } = patchbay().core;
    const before = state.get().gateway.sessions;
    for (const [kind, sent] of kinds) {
      const { status, text, headers } = await perform(sent, from);
      expect([kind, status, headers['mcp-session-id']]).toEqual([kind, 403, undefined]);
      expect(text).toMatch(/FORBIDDEN_(HOST|ORIGIN)/);
    }
    expect(state.get().gateway.sessions).toBe(before);
  });

  it('from an allowed host and site is served', async () => {
    const from = { host: 'box.test', origin: 'https://app.test' };
    const statuses = new Map<string, number>();
    for (const [kind, sent] of await everyKind()) statuses.set(kind, await statusOf(sent, from));
    const expected = [...statuses.keys()].map((kind) => [kind, kind.includes('call over') ? 202 : 200]);
    expect([...statuses]).toEqual(expected);
  });
});

describe('every other route', () => {
  it.each<Headers>([{ host: 'evil.example' }, { origin: 'https://evil.example' }])(
    'is closed to %j as well',
    async (from) => {
      const gets = [
        '/health',
        '/proxy/health',
        '/health/box',
        '/registrations',
        '/registrations/any',
        '/list',
        '/servers',
        '/proxy/list',
        '/metrics',
        '/openapi.json',
        '/.well-known/oauth-protected-resource',
        '/nowhere',
      ];
      const posts = [
        '/register',
        '/api/register',
        '/mcp/register',
        '/proxy/register',
        '/unregister',
        '/proxy/unregister',
        '/proxy/heartbeat',
        '/cmd',
        '/api/jsonrpc',
        '/sse',
        '/messages',
        '/mcp/box/messages',
      ];
      const answers = await Promise.all([
        ...gets.map(async (path) => [path, (await send('GET', at(path), { headers: from })).status] as const),
        ...posts.map(
          async (path) => [path, (await send('POST', at(path), { body: {}, headers: from })).status] as const,
        ),
      ]);
      expect(answers.filter(([, status]) => status !== 403)).toEqual([]);
    },
  );
});
