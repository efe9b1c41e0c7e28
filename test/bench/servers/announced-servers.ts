// A thousand MCP servers in one process, a path each, that announce themselves and send heartbeats every second.
// Usage: node announced-servers.ts PATCHBAY_URL COUNT SECONDS; prints one line of JSON when the time is over.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { request, setGlobalDispatcher, Agent } from 'undici';

const [patchbay = '', countText = '1000', secondsText = '20'] = process.argv.slice(2);
const count = Number(countText);
setGlobalDispatcher(new Agent({ connections: 64 }));

const http = createServer((incoming, response) => {
  void (async () => {
    const body = await textOf(incoming);
    if (incoming.method !== 'POST') {
      response.writeHead(incoming.url === '/health' ? 200 : 405).end();
      return;
    }
    const { id, method } = JSON.parse(body) as { id?: unknown; method?: string };
    if (id === undefined) {
      response.writeHead(202).end();
      return;
    }
    const answer = JSON.stringify({ jsonrpc: '2.0', id, ...outcome(method, incoming.url ?? '') });
    response
      .writeHead(200, {
        'content-type': 'application/json',
        ...(method === 'initialize' ? { 'mcp-session-id': 's' } : {}),
      })
      .end(answer);
  })();
});
await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
const { port } = http.address() as AddressInfo;

const bodies = Array.from({ length: count }, (_, index) => ({
  server_id: `server-${index}`,
  server_url: `http://127.0.0.1:${port}/${index}`,
}));
await Promise.all(bodies.map((body) => send('/register', body)));
await settled();

const listMs: number[] = [];
const beatMs: number[] = [];
const endsAt = performance.now() + Number(secondsText) * 1000;
const beating = Promise.all(
  bodies.map(async (body, index) => {
    await pause((index * 1000) / count);
    while (performance.now() < endsAt) {
      const next = performance.now() + 1000;
      beatMs.push(await timed(() => send('/proxy/heartbeat', { ...body, timestamp: Date.now() / 1000 })));
      await pause(Math.max(0, next - performance.now()));
    }
  }),
);
console.log(JSON.stringify({ begun: true }));
while (performance.now() < endsAt) {
  listMs.push(await timed(() => send('/list')));
  await pause(50);
}
await beating;
console.log(
  JSON.stringify({
    heartbeatsPerSecond: beatMs.length / Number(secondsText),
    heartbeatP50Ms: at(beatMs, 0.5),
    heartbeatP99Ms: at(beatMs, 0.99),
    listP50Ms: at(listMs, 0.5),
    listP99Ms: at(listMs, 0.99),
  }),
);
process.exit(0);

/** Until what stands behind each URL is known, and its tools are. */
async function settled(): Promise<void> {
  for (;;) {
    const { servers } = (await send('/registrations')) as { servers: { kind?: unknown }[] };
    if (servers.length === count && servers.every(({ kind }) => typeof kind === 'string')) return;
    await pause(200);
  }
}

async function send(path: string, body?: unknown): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const posted = body === undefined ? {} : ({ method: 'POST', body: JSON.stringify(body), headers } as const);
  const answer = await request(new URL(path, patchbay), posted);
  const text = await answer.body.text();
  if (answer.statusCode !== 200) throw new Error(`${path}: HTTP ${answer.statusCode} ${text}`);
  return JSON.parse(text);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function at(times: readonly number[], part: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

function outcome(method: string | undefined, path: string): Record<string, unknown> {
  const serverInfo = { name: path.slice(1), version: '1.0.0' };
  switch (method) {
    case 'initialize':
      return { result: { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo } };
    case 'tools/list':
      return { result: { tools: [{ name: 'echo', inputSchema: { type: 'object' } }] } };
    default:
      return { error: { code: -32_601, message: 'Method not found' } };
  }
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of incoming) text += String(chunk);
  return text;
}
