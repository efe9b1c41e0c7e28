// An HTTP server of the smallest kind: Streamable HTTP, legacy era, every answer plain JSON. Tools: echo and big.
// Usage: node http-echo-server.ts; prints its URL.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Incoming {
  readonly id?: unknown;
  readonly method?: string;
  readonly params?: {
    readonly protocolVersion?: string;
    readonly name?: string;
    readonly arguments?: { readonly message?: string };
  };
}

const tools = ['echo', 'big'].map((name) => ({
  name,
  description: name,
  inputSchema: { type: 'object', properties: { message: { type: 'string' } } },
}));
let sessions = 0;

function resultOf({ method, params }: Incoming): unknown {
  if (method === 'initialize') {
    const protocolVersion = params?.protocolVersion ?? '2025-06-18';
    return { protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'http-echo', version: '1' } };
  }
  if (method === 'tools/list') return { tools };
  if (method !== 'tools/call') return {};
  const message = params?.arguments?.message ?? '';
  const text = params?.name === 'big' ? 'x'.repeat(Number(message)) : `Echo: ${message}`;
  return { content: [{ type: 'text', text }] };
}

const server = createServer((request, response) => {
  if (request.method !== 'POST') {
    response.writeHead(request.method === 'DELETE' ? 200 : 405).end();
    return;
  }
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const message = JSON.parse(Buffer.concat(parts).toString()) as Incoming;
    if (message.id === undefined) {
      response.writeHead(202).end();
      return;
    }
    const session = message.method === 'initialize' ? { 'mcp-session-id': `s${++sessions}` } : {};
    const body = JSON.stringify({ jsonrpc: '2.0', id: message.id, result: resultOf(message) });
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      ...session,
    });
    response.end(body);
  });
});
server.listen(0, '127.0.0.1', () =>
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`),
);
