// Servers that do not end the event streams of their answers, which the specification only recommends.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { startPatchbay } from '../../support/patchbay.ts';
import { call, openSession, post } from '../../support/raw-mcp.ts';
import { until } from '../../support/until.ts';

interface Asked {
  readonly id?: unknown;
  readonly method: string;
}

async function bodyOf(request: IncomingMessage): Promise<Asked> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString()) as Asked;
}

/** Answers everything on an event stream that stays open; counts those that are. */
async function startOpenEndedServer(): Promise<{ url: string; openStreams: () => number }> {
  const open = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    if (request.method !== 'POST') {
      response.writeHead(405).end();
      return;
    }
    void bodyOf(request).then(({ id, method }) => {
      if (id === undefined) {
        response.writeHead(202).end();
        return;
      }
      const opening = {
        protocolVersion: '2025-11-25',
        capabilities: { tools: {} },
        serverInfo: { name: 'o', version: '1' },
      };
      const answers: Record<string, unknown> = { initialize: opening, 'tools/list': { tools: [] } };
      const result = answers[method] ?? { content: [] };
      response.writeHead(200, { 'content-type': 'text/event-stream', 'mcp-session-id': 'only' });
      response.write(`data: ${JSON.stringify({ jsonrpc: '2.0', id, result })}\n\n`);
      open.add(response);
      response.on('close', () => open.delete(response));
      return undefined;
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    openStreams: () => open.size,
  };
}

it('are usable, and their connections are not kept', async () => {
  const { url, openStreams } = await startOpenEndedServer();
  const patchbay = await startPatchbay({ mcpServers: { open: { url } } });
  const endpoint = patchbay.endpoint('open');
  const headers = await openSession(endpoint);
  for (const id of [1, 2, 3]) {
    const { text } = await post(endpoint, call(id, 'any'), headers);
    expect(text).toContain(`data: {"jsonrpc":"2.0","id":${id},"result":{"content":[]}}\n\n`);
  }
  await until('the streams to be left', () => openStreams() === 0);
});
