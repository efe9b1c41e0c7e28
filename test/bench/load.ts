// The load: legacy Streamable HTTP sessions on plain node:http with connections kept alive, each calling one tool.
// Runs in a process of its own. Usage: node load.ts URL SESSIONS CALLS TOOL MESSAGE; prints one line of JSON.
import { Agent, request } from 'node:http';

const [target = '', sessionCount = '1', callCount = '1000', tool = 'echo', message = 'hello'] =
  process.argv.slice(2);
const url = new URL(target);
const agent = new Agent({ keepAlive: true, maxSockets: 256 });
const warmUps = 200;

class Session {
  private id = 0;
  private sessionId: string | undefined;

  async open(): Promise<this> {
    const clientInfo = { name: 'load', version: '1' };
    await this.send({
      id: ++this.id,
      method: 'initialize',
      params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo },
    });
    await this.send({ method: 'notifications/initialized' });
    return this;
  }

  async call(): Promise<void> {
    const answer = await this.send({
      id: ++this.id,
      method: 'tools/call',
      params: { name: tool, arguments: { message } },
    });
    const isRight = tool === 'echo' ? answer.includes(`Echo: ${message}`) : answer.length > Number(message);
    if (!isRight) throw new Error(`A wrong answer: ${answer.slice(0, 200)}`);
  }

  private send(content: Record<string, unknown>): Promise<string> {
    const body = JSON.stringify({ jsonrpc: '2.0', ...content });
    const headers: Record<string, string | number> = {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'content-length': Buffer.byteLength(body),
    };
    const token = process.env['LOAD_TOKEN'];
    if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
    if (this.sessionId !== undefined)
      Object.assign(headers, { 'mcp-session-id': this.sessionId, 'mcp-protocol-version': '2025-06-18' });
    return new Promise((resolve, reject) => {
      const { hostname: host, port, pathname: path } = url;
      const outgoing = request({ host, port, path, method: 'POST', agent, headers }, (response) => {
        const id = response.headers['mcp-session-id'];
        if (typeof id === 'string') this.sessionId = id;
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => {
          if ((response.statusCode ?? 500) < 300) resolve(text);
          else reject(new Error(`HTTP ${response.statusCode}: ${text.slice(0, 200)}`));
        });
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
}

const sessions = await Promise.all(Array.from({ length: Number(sessionCount) }, () => new Session().open()));
const [first] = sessions;
for (let count = 0; count < warmUps; count++) await first?.call();

const times: number[] = [];
let left = Number(callCount);
const begin = performance.now();
await Promise.all(
  sessions.map(async (session) => {
    while (left-- > 0) {
      const start = performance.now();
      await session.call();
      times.push(performance.now() - start);
    }
  }),
);
const seconds = (performance.now() - begin) / 1000;
times.sort((a, b) => a - b);
const at = (part: number): number => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0;
console.log(JSON.stringify({ callsPerSecond: times.length / seconds, p50Ms: at(0.5), p99Ms: at(0.99) }));
process.exit(0);
