// The same on Streamable HTTP, at any path, with sessions and standalone streams that stay open. Prints its port.
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';
import { answersTo, type Request } from './answers.ts';

const sessions = new Set<string>();

const server = createServer((request, response) => {
  answer(request, response).catch(() => response.destroy());
});
// Idle connections are to be gone soon after the load.
server.keepAliveTimeout = 10_000;
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
// Whoever started it is gone.
process.stdin.on('end', () => process.exit(0)).resume();

async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const id = incoming.headers['mcp-session-id'];
  const isStream = String(incoming.headers.accept).includes('text/event-stream');
  switch (incoming.method) {
    case 'POST':
      post(JSON.parse(await text(incoming)) as Request, id, response);
      break;
    case 'DELETE':
      response.writeHead(sessions.delete(String(id)) ? 200 : 404).end();
      break;
    default:
      if (isStream && sessions.has(String(id))) beginStream(response);
      else response.writeHead(405).end();
  }
}

function post(request: Request, id: string | string[] | undefined, response: ServerResponse): void {
  if (request.method === 'initialize') {
    const fresh = randomUUID();
    sessions.add(fresh);
    response.setHeader('mcp-session-id', fresh);
  } else if (!sessions.has(String(id))) {
    const error = { code: -32_001, message: 'Session not found' };
    response.writeHead(404).end(JSON.stringify({ jsonrpc: '2.0', id: null, error }));
    return;
  }
  const messages = answersTo(request).map((message) => JSON.stringify(message));
  const [only, ...more] = messages;
  if (request.id === undefined) response.writeHead(202).end();
  else if (only !== undefined && more.length === 0 && request.params?.name !== 'begin')
    response.writeHead(200, { 'content-type': 'application/json' }).end(only);
  else {
    beginStream(response);
    for (const message of messages) response.write(`event: message\ndata: ${message}\n\n`);
    // What gets no answer keeps its stream.
    if (more.length > 0) response.end();
  }
}

function beginStream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
}
