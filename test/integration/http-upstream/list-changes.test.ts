// A server behind a URL that nobody uses: clients of `/mcp` hear all the same that its lists changed.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { startPatchbay } from '../../support/patchbay.ts';
import { openSession, openStream, post, rpc, send } from '../../support/raw-mcp.ts';
import { until } from '../../support/until.ts';

interface ChangingServer {
  readonly url: string;
  /** Sessions that it has not been asked to end. */
  readonly sessions: ReadonlySet<string>;
  readonly streams: ReadonlySet<ServerResponse>;
  offer(tool: string): void;
  tellChange(): void;
  forgetSessions(): void;
}

async function bodyOf(request: IncomingMessage): Promise<{ id?: unknown; method: string }> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString()) as { id?: unknown; method: string };
}

/** A legacy server with sessions and standalone streams, whose tools change. */
async function startChangingServer(): Promise<ChangingServer> {
  const sessions = new Set<string>();
  const streams = new Set<ServerResponse>();
  let opened = 0;
  const tools = ['first'];
  const results: Record<string, () => unknown> = {
    initialize: () => ({
      protocolVersion: '2025-11-25',
      capabilities: { tools: { listChanged: true } },
      serverInfo: { name: 'changing', version: '1' },
    }),
    'tools/list': () => ({ tools: tools.map((name) => ({ name, inputSchema: { type: 'object' } })) }),
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const session = String(request.headers['mcp-session-id']);
    if (request.method === 'DELETE') {
      sessions.delete(session);
      response.writeHead(200).end();
      return;
    }
    if (request.method === 'GET') {
      if (!sessions.has(session)) {
        response.writeHead(404).end();
        return;
      }
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      streams.add(response);
      response.on('close', () => streams.delete(response));
      return;
    }
    const { id, method } = await bodyOf(request);
    const result = results[method];
    if (id === undefined) response.writeHead(202).end();
    else if (method !== 'initialize' && !sessions.has(session)) response.writeHead(404).end();
    else {
      const fresh = method === 'initialize' ? `session-${++opened}` : null;
      if (fresh !== null) sessions.add(fresh);
      const told =
        result === undefined
          ? { error: { code: -32_601, message: 'Method not found' } }
          : { result: result() };
      response.writeHead(200, {
        'content-type': 'application/json',
        ...(fresh === null ? {} : { 'mcp-session-id': fresh }),
      });
      response.end(JSON.stringify({ jsonrpc: '2.0', id, ...told }));
    }
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const changed = { jsonrpc: '2.0', method: 'notifications/tools/list_changed' };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    sessions,
    streams,
    offer: (tool) => void tools.push(tool),
    tellChange: () => {
      for (const stream of streams) stream.write(`data: ${JSON.stringify(changed)}\n\n`);
    },
    forgetSessions: () => {
      sessions.clear();
      for (const stream of streams) stream.end();
    },
  };
}

it('a client that only listens on /mcp is told, with one session at the server however many clients there are', async () => {
  const server = await startChangingServer();
  const patchbay = await startPatchbay({ mcpServers: { changing: { url: server.url } } });
  const endpoint = patchbay.endpoint();
  const headers = await openSession(endpoint);
  await openSession(endpoint);
  const tools = async (): Promise<string> => (await post(endpoint, rpc(1, 'tools/list'), headers)).text;
  await until('the first list', async () => (await tools()).includes('changing__first'));
  await until('the stream of the gateway at the server', () => server.streams.size > 0);
  const stream = await openStream('GET', endpoint, { headers });
  server.offer('second');
  server.tellChange();
  await until('the news', () =>
    stream.messages().some(({ method }) => method === 'notifications/tools/list_changed'),
  );
  expect(await tools()).toContain('changing__second');
  expect(server.sessions.size).toBe(1);
});

it('also after the server lost its sessions', async () => {
  const server = await startChangingServer();
  const patchbay = await startPatchbay({ mcpServers: { changing: { url: server.url } } });
  const headers = await openSession(patchbay.endpoint());
  const tools = async (): Promise<string> =>
    (await post(patchbay.endpoint(), rpc(1, 'tools/list'), headers)).text;
  await until('the first list', async () => (await tools()).includes('changing__first'));
  await until('the stream of the gateway at the server', () => server.streams.size > 0);
  server.offer('second');
  server.forgetSessions();
  await until('the new list', async () => (await tools()).includes('changing__second'));
  expect(server.sessions.size).toBe(1);
});

it('nothing is kept open at the server when the last client has left', async () => {
  const server = await startChangingServer();
  const patchbay = await startPatchbay({ mcpServers: { changing: { url: server.url } } });
  const headers = await openSession(patchbay.endpoint());
  await until('the stream of the gateway at the server', () => server.streams.size > 0);
  expect((await send('DELETE', patchbay.endpoint(), { headers })).status).toBeLessThan(300);
  await until('the end of all that', () => server.streams.size === 0 && server.sessions.size === 0);
});

it('changes without end are heard while they go on', async () => {
  const server = await startChangingServer();
  const patchbay = await startPatchbay({ mcpServers: { changing: { url: server.url } } });
  const headers = await openSession(patchbay.endpoint());
  await until('the stream of the gateway at the server', () => server.streams.size > 0);
  const storm = setInterval(() => server.tellChange(), 2);
  onTestFinished(() => clearInterval(storm));
  server.offer('second');
  const list = await until('the list in the middle of the storm', async () => {
    const { text } = await post(patchbay.endpoint(), rpc(1, 'tools/list'), headers);
    return text.includes('changing__second') && text;
  });
  expect(list).toContain('changing__first');
});
