// A server on HTTP: Streamable HTTP or HTTP+SSE by the official SDK, or JSON-RPC commands without MCP.
// Run: node http-server.ts --kind http|http-sse|commands --name NAME --folder FOLDER --port PORT. Prints "ready".
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { createRandom } from '../kit/random.ts';
import { commandHandler } from './commands.ts';
import { createEcho } from './echo.ts';
import { mcpHandler } from './mcp.ts';
import { answerRudely } from './rude-answers.ts';
import { sseHandler } from './sse.ts';

/** `body`: what was POSTed, '' for anything else. */
export type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => Promise<void>;

const { values } = parseArgs({
  options: {
    kind: { type: 'string', default: 'http' },
    name: { type: 'string', default: 'echo' },
    folder: { type: 'string', default: '.' },
    port: { type: 'string', default: '0' },
  },
});
const echo = createEcho(values.folder, values.name);
const handlers = { http: mcpHandler, 'http-sse': sseHandler, commands: commandHandler };
const handle = handlers[values.kind as keyof typeof handlers](values.name, echo);
const random = createRandom(process.pid, values.name);
const rudeness = 0.5;

const server = createServer((request, response) => {
  serve(request, response).catch(() => response.destroy());
});

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await text(request);
  if (echo.mood()?.isRude === true && random.chance(rudeness)) answerRudely(response, random);
  else await handle(request, response, body);
}

// One that runs already is no reason to wait: it may be on its way out.
server.listen(Number(values.port), '127.0.0.1', () => process.stdout.write('ready\n'));
process.on('SIGTERM', () => process.exit(0));
