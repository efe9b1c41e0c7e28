// Servers behind a URL that keep to the letter of little: what can be used of them is used.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { sendJson } from '../../fixtures/raw-http-server.ts';
import { startPatchbay } from '../../support/patchbay.ts';
import { call, openSession, post, rpc } from '../../support/raw-mcp.ts';
import { rawStage } from '../../support/raw-stage.ts';

interface Asked {
  readonly id?: unknown;
  readonly method: string;
}

/** 'silent': there is no answer at all. */
type Answer = (asked: Asked, response: ServerResponse) => 'silent' | undefined;

async function bodyOf(request: IncomingMessage): Promise<Asked> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString()) as Asked;
}

const usual: Record<string, unknown> = {
  initialize: {
    protocolVersion: '2025-11-25',
    capabilities: { tools: {}, resources: {}, prompts: {} },
    serverInfo: { name: 'odd', version: '1' },
  },
  'tools/list': { tools: [{ name: 'any', inputSchema: { type: 'object' } }] },
  'resources/list': { resources: [] },
  'resources/templates/list': { resourceTemplates: [] },
  'prompts/list': { prompts: [] },
  'tools/call': { content: [{ type: 'text', text: 'done' }] },
};

const json = (response: ServerResponse, body: unknown, type = 'application/json'): void => {
  response.writeHead(200, { 'content-type': type, 'mcp-session-id': 'only' }).end(JSON.stringify(body));
};

/** A server that does as usual wherever `odd` does nothing. */
async function startOddServer(odd: Answer): Promise<string> {
  const server = createServer((request, response) => {
    if (request.method !== 'POST') {
      response.writeHead(405).end();
      return;
    }
    void bodyOf(request).then((asked) => {
      if (odd(asked, response) === 'silent' || response.headersSent) return undefined;
      if (asked.id === undefined) response.writeHead(202).end();
      else if (asked.method in usual)
        json(response, { jsonrpc: '2.0', id: asked.id, result: usual[asked.method] });
      else
        json(response, {
          jsonrpc: '2.0',
          id: asked.id,
          error: { code: -32_601, message: 'Method not found' },
        });
      return undefined;
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
}

async function callThrough(odd: Answer): Promise<string> {
  const patchbay = await startPatchbay({ mcpServers: { odd: { url: await startOddServer(odd) } } });
  const headers = await openSession(patchbay.endpoint('odd'));
  return (await post(patchbay.endpoint('odd'), call(1, 'any'), headers)).text;
}

it('one that never ends its answer to a notification holds up no call', async () => {
  const answer = await callThrough(({ id }, response) => {
    if (id === undefined) response.writeHead(202, { 'content-type': 'text/plain' }).write('…');
    return undefined;
  });
  expect(answer).toContain('done');
});

it('one that never answers notifications at all holds up no call for long', async () => {
  const answer = await callThrough(({ id }) => (id === undefined ? 'silent' : undefined));
  expect(answer).toContain('done');
});

it('one that writes its media types in capitals is understood', async () => {
  const answer = await callThrough(({ id, method }, response) => {
    if (id === undefined) return undefined;
    if (method !== 'tools/call') {
      json(response, { jsonrpc: '2.0', id, result: usual[method] }, 'Application/JSON; Charset=UTF-8');
      return undefined;
    }
    response.writeHead(200, { 'content-type': 'Text/Event-Stream' });
    response.end(`data: ${JSON.stringify({ jsonrpc: '2.0', id, result: usual[method] })}\n\n`);
    return undefined;
  });
  expect(answer).toContain('done');
});

it.each([
  ['1.0', '1'],
  ['9007199254740993', '9007199254740992'],
  [String.raw`"\u0061\u00e9"`, '"aé"'],
])('one that prints ids otherwise than it read them (%s) is understood', async (id, printed) => {
  const { server, patchbay } = await rawStage('legacy');
  const session = await openSession(patchbay.endpoint('raw'));
  const answer = `{"jsonrpc":"2.0","id":${printed},"result":{}}`;
  server.answer = (received) => received.method === 'odd/method' && sendJson(received, answer);
  const body = `{"jsonrpc":"2.0","id":${id},"method":"odd/method"}`;
  expect((await post(patchbay.endpoint('raw'), body, session)).text).toBe(answer);
});

it('one that sends events that are no messages is heard all the same', async () => {
  const answer = await callThrough(({ id, method }, response) => {
    if (method !== 'tools/call') return undefined;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const batch = [{ neither: 'nor' }, { jsonrpc: '2.0', id, result: usual[method] }];
    response.end(`data: working on it\n\ndata: {"half":\n\ndata: ${JSON.stringify(batch)}\n\n`);
    return undefined;
  });
  expect(answer).toContain('done');
});

it('one whose lists fail in part is offered with the others', async () => {
  const url = await startOddServer(({ id, method }, response) => {
    if (method === 'resources/list' || method === 'prompts/list')
      json(response, { jsonrpc: '2.0', id, error: { code: -32_603, message: 'database is locked' } });
    return undefined;
  });
  const patchbay = await startPatchbay({ mcpServers: { odd: { url } } });
  const headers = await openSession(patchbay.endpoint());
  expect((await post(patchbay.endpoint(), rpc(1, 'tools/list'), headers)).text).toContain('odd__any');
});
