// The load, in a process of its own: sessions on plain node:http with connections kept alive, each doing one thing again
// and again. Usage: node load-client.ts JSON, a LoadOrder; prints one line of JSON, LoadFigures. Ends with 1 on any wrong answer.
import { Agent, request } from 'node:http';

export interface LoadOrder {
  readonly url: string;
  readonly token: string | null;
  readonly sessions: number;
  readonly calls: number;
  /** `call`, `progress` and `list` on sessions that stay; `modern` without any; `session`: open, call once, end. */
  readonly kind: 'call' | 'progress' | 'modern' | 'session' | 'list';
  readonly tool: string;
  readonly message: string;
}

export interface LoadFigures {
  readonly callsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

interface Answer {
  readonly text: string;
  readonly sessionId: string | undefined;
}

const order = JSON.parse(process.argv[2] ?? '{}') as LoadOrder;
const url = new URL(order.url);
const agent = new Agent({ keepAlive: true, maxSockets: 512 });
const revisions = { legacy: '2025-06-18', modern: '2026-07-28' };
const claim = {
  'io.modelcontextprotocol/protocolVersion': revisions.modern,
  'io.modelcontextprotocol/clientInfo': { name: 'load', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

function send(
  method: 'POST' | 'DELETE',
  content: Readonly<Record<string, unknown>> | null,
  more: Readonly<Record<string, string>>,
): Promise<Answer> {
  const body = content === null ? '' : JSON.stringify({ jsonrpc: '2.0', ...content });
  const headers: Record<string, string | number> = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'content-length': Buffer.byteLength(body),
    ...(order.token === null ? {} : { authorization: `Bearer ${order.token}` }),
    ...more,
  };
  return new Promise((resolve, reject) => {
    const { hostname: host, port, pathname: path } = url;
    const outgoing = request({ host, port, path, method, agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        const id = response.headers['mcp-session-id'];
        if ((response.statusCode ?? 500) < 300)
          resolve({ text, sessionId: typeof id === 'string' ? id : undefined });
        else reject(new Error(`HTTP ${response.statusCode}: ${text.slice(0, 200)}`));
      });
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      // Whoever is asked may end a connection that rests in the very moment in which it is used again.
      const isLate = outgoing.reusedSocket && error.code === 'ECONNRESET';
      if (isLate) resolve(send(method, content, more));
      else reject(error);
    });
    outgoing.end(body);
  });
}

class Session {
  private id = 0;
  private headers: Readonly<Record<string, string>> = {};

  async open(): Promise<this> {
    const clientInfo = { name: 'load', version: '1' };
    const params = { protocolVersion: revisions.legacy, capabilities: {}, clientInfo };
    const { sessionId } = await send('POST', { id: ++this.id, method: 'initialize', params }, {});
    this.headers = {
      'mcp-protocol-version': revisions.legacy,
      ...(sessionId === undefined ? {} : { 'mcp-session-id': sessionId }),
    };
    await send('POST', { method: 'notifications/initialized' }, this.headers);
    return this;
  }

  async call(): Promise<void> {
    const id = ++this.id;
    const { tool: name, message, kind } = order;
    const _meta = kind === 'progress' ? { _meta: { progressToken: id } } : {};
    const params = { name, arguments: { message }, ..._meta };
    check((await send('POST', { id, method: 'tools/call', params }, this.headers)).text);
  }

  async list(): Promise<void> {
    const { text } = await send('POST', { id: ++this.id, method: 'tools/list' }, this.headers);
    if (text.length < Number(order.message)) throw new Error(`A short list: ${text.slice(0, 200)}`);
  }

  async close(): Promise<void> {
    await send('DELETE', null, this.headers).catch(() => undefined);
  }
}

async function callModern(id: number): Promise<void> {
  const { tool: name, message } = order;
  const headers = { 'mcp-protocol-version': revisions.modern, 'mcp-method': 'tools/call', 'mcp-name': name };
  const params = { name, arguments: { message }, _meta: claim };
  check((await send('POST', { id, method: 'tools/call', params }, headers)).text);
}

function check(text: string): void {
  const { tool, message, kind } = order;
  const isBig = tool === 'big';
  if (isBig ? text.length <= Number(message) : !text.includes(`Echo: ${message}`))
    throw new Error(`A wrong answer: ${text.slice(0, 200)}`);
  if (kind === 'progress' && !text.includes('notifications/progress'))
    throw new Error(`No progress came: ${text.slice(0, 200)}`);
}

const { kind, calls } = order;
const hasSessions = kind !== 'modern' && kind !== 'session';
const sessions = hasSessions
  ? await Promise.all(Array.from({ length: order.sessions }, () => new Session().open()))
  : [];
let modernId = 0;
async function once(lane: number): Promise<void> {
  const session = sessions[lane];
  if (kind === 'modern') await callModern(++modernId);
  else if (kind === 'list') await session?.list();
  else if (session !== undefined) await session.call();
  else {
    const opened = await new Session().open();
    await opened.call();
    await opened.close();
  }
}

const warmUps = Math.min(200, Math.max(5, Math.round(calls / 10)));
for (let count = 0; count < warmUps; count++) await once(0);
const times: number[] = [];
let left = calls;
const begin = performance.now();
await Promise.all(
  Array.from({ length: order.sessions }, async (_, lane) => {
    while (left-- > 0) {
      const start = performance.now();
      await once(lane);
      times.push(performance.now() - start);
    }
  }),
);
const seconds = (performance.now() - begin) / 1000;
times.sort((a, b) => a - b);
const at = (part: number): number => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0;
await Promise.all(sessions.map((session) => session.close()));
const figures: LoadFigures = { callsPerSecond: times.length / seconds, p50Ms: at(0.5), p99Ms: at(0.99) };
console.log(JSON.stringify(figures));
process.exit(0);
