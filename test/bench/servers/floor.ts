// The floor: the least that Node can do between an HTTP client and a child. No sessions, no checks, no log; nothing that is
// correct can be expected to beat it by much. Usage: node floor.ts SERVER_FILE; prints its URL.
import { spawn } from 'node:child_process';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const child = spawn(process.execPath, process.argv.slice(2), { stdio: ['pipe', 'pipe', 'inherit'] });
const waiting = new Map<number, { id: unknown; response: ServerResponse }>();
let lastId = 0;
let rest = '';

child.stdout.setEncoding('utf8');
child.stdout.on('data', (chunk: string) => {
  const lines = (rest + chunk).split('\n');
  rest = lines.pop() ?? '';
  for (const line of lines) {
    const message = JSON.parse(line) as { id: unknown };
    const asked = waiting.get(Number(message.id));
    if (asked === undefined) continue;
    waiting.delete(Number(message.id));
    const body = Buffer.from(JSON.stringify({ ...message, id: asked.id }));
    asked.response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
    asked.response.end(body);
  }
});

const server = createServer((request, response) => {
  // Sessions, which it does not have, are ended so.
  if (request.method === 'DELETE') {
    response.writeHead(200).end();
    return;
  }
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const message = JSON.parse(Buffer.concat(parts).toString()) as { id?: unknown };
    if (message.id === undefined) {
      response.writeHead(202).end();
      child.stdin.write(`${JSON.stringify(message)}\n`);
      return;
    }
    waiting.set(++lastId, { id: message.id, response });
    child.stdin.write(`${JSON.stringify({ ...message, id: lastId })}\n`);
  });
});
server.listen(0, '127.0.0.1', () =>
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`),
);
process.on('SIGTERM', () => {
  child.kill();
  process.exit(0);
});
