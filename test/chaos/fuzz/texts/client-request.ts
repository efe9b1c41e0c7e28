// What clients of each kind might POST, or ask otherwise, at /mcp and /mcp/:server.
import type { Random } from '../../kit/random.ts';
import { oddHeaders, type RequestParts } from './http-request.ts';
import { batchBytes, methods, rpcBytes, type RpcWishes } from './rpc-text.ts';

export type ClientKind = 'legacy' | 'modern' | 'batch';

type Header = readonly [name: string, value: string];

const goodPaths = ['/mcp', '/mcp/echo', '/mcp/patchbay'] as const;
const paths = [
  '/mcp/',
  '/mcp/nobody',
  '/mcp/__proto__',
  '/mcp/%2e%2e',
  '/mcp/echo?a=b',
  '/mcp/%ff',
  '/mcp/echo/',
  '/mcp/echo/more',
  '/sse',
  '/messages',
  '/messages?sessionId=x',
  '/messages?sessionId=x&sessionId=y',
  '/mcp/echo/messages?sessionId=x',
  '/',
  '//mcp',
] as const;
const verbs = ['GET', 'GET', 'DELETE', 'PUT', 'PATCH', 'OPTIONS', 'HEAD', 'TRACE', 'NONSENSE'] as const;
/** Of the built-in server only what changes nothing. */
const tools = ['echo', 'echo__echo', 'no_such'] as const;

const claim = [
  '"io.modelcontextprotocol/protocolVersion":"2026-07-28"',
  '"io.modelcontextprotocol/clientCapabilities":{"elicitation":{},"sampling":{}}',
  '"io.modelcontextprotocol/clientInfo":{"name":"fuzz","version":"1"}',
].join(',');

/** A path where a session of this address is known; the one that a session was opened at, mostly. */
export interface KnownSession {
  readonly path: string;
  readonly id: string;
}

export function clientRequest(random: Random, kind: ClientKind, session: KnownSession): RequestParts {
  const hasSession = random.chance(kind === 'modern' ? 0.05 : 0.6);
  const isOdd = random.chance(0.15);
  const path = isOdd ? random.pick(paths) : hasSession ? session.path : random.pick(goodPaths);
  const method = random.chance(0.9) ? 'POST' : random.pick(verbs);
  const headers: Header[] = random.chance(0.25) ? [...oddHeaders(random)] : [];
  if (random.chance(0.9))
    headers.push(['Accept', method === 'GET' ? 'text/event-stream' : 'application/json, text/event-stream']);
  if (hasSession) headers.push(['Mcp-Session-Id', session.id]);
  if (method === 'GET' || method === 'HEAD') {
    if (random.chance(0.4)) headers.push(['Last-Event-ID', lastEventId(random)]);
    return { method, path, headers, body: Buffer.alloc(0) };
  }
  return { method, path, headers, ...bodyOf(random, kind, headers) };
}

function bodyOf(random: Random, kind: ClientKind, headers: Header[]): Pick<RequestParts, 'body'> {
  const wishes: RpcWishes = { tools: [...tools] };
  if (random.chance(0.002)) return { body: Buffer.alloc(random.int(1_040_000, 1_100_000), '[') };
  if (kind === 'batch') return { body: batchBytes(random, wishes, 8) };
  if (kind === 'legacy') {
    if (random.chance(0.3)) headers.push(['MCP-Protocol-Version', '2025-11-25']);
    return { body: rpcBytes(random, wishes) };
  }
  const method = random.pick(methods);
  const name = random.pick(tools);
  const uri = 'mem://a';
  const mirrored = method.startsWith('resources/') ? uri : name;
  if (random.chance(0.95)) headers.push(['MCP-Protocol-Version', '2026-07-28']);
  if (random.chance(0.95)) headers.push(['Mcp-Method', method]);
  if (random.chance(0.95)) headers.push(['Mcp-Name', mirrored]);
  return { body: rpcBytes(random, { tools: [name], uri, method, meta: `{${claim}}` }) };
}

function lastEventId(random: Random): string {
  return random.pick(['0', '-1', 'x', '1_1', 'a_b_c', '9'.repeat(400), '0_99999999', '%00']);
}
