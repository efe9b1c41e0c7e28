// A server on stdio, of either era, without an SDK. Run: node stdio-server.ts --name NAME --era legacy|modern --folder FOLDER.
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { createRandom } from '../kit/random.ts';
import { createEcho, readArguments } from './echo.ts';
import { rudeLines } from './rude-lines.ts';

interface Request {
  readonly id?: string | number;
  readonly method: string;
  readonly params?: {
    readonly arguments?: unknown;
    readonly protocolVersion?: string;
    readonly _meta?: { readonly progressToken?: string | number };
  };
}

const { values } = parseArgs({
  options: {
    name: { type: 'string', default: 'echo' },
    era: { type: 'string', default: 'legacy' },
    folder: { type: 'string', default: '.' },
  },
});
const isModern = values.era === 'modern';
const echo = createEcho(values.folder, values.name);
const serverInfo = { name: values.name, version: '1.0.0' };
const capabilities = { tools: { listChanged: true } };
const tools = [{ name: 'echo', inputSchema: { type: 'object' } }];
const complete = isModern ? { resultType: 'complete' } : {};
const lasting = isModern ? { ttlMs: 60_000, cacheScope: 'private' } : {};

const say = (message: object): void =>
  void process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);

async function call({ params }: Request): Promise<object> {
  const args = readArguments(params?.arguments);
  const progressToken = params?._meta?.progressToken;
  const isRude = echo.mood()?.isRude === true;
  const random = createRandom(0, args.token);
  if (isRude) process.stdout.write(rudeLines(random));
  const text = await echo.run(args, (progress) => {
    if (progressToken === undefined) return;
    const report = { progressToken, progress, total: args.steps, message: args.token };
    say({ method: 'notifications/progress', params: report });
  });
  if (isRude) process.stdout.write(rudeLines(random));
  return { ...complete, content: [{ type: 'text', text }] };
}

/** undefined: no such method here; null: nothing is said. */
function answer(request: Request): object | null | undefined | Promise<object> {
  switch (request.method) {
    case 'tools/list':
      return { ...complete, ...lasting, tools };
    case 'tools/call':
      return call(request);
    case 'server/discover':
      if (!isModern) return undefined;
      return { ...complete, ...lasting, supportedVersions: ['2026-07-28'], capabilities, serverInfo };
    case 'subscriptions/listen':
      return isModern ? null : undefined;
    case 'initialize': {
      const { protocolVersion = '2025-11-25' } = request.params ?? {};
      return isModern ? undefined : { protocolVersion, capabilities, serverInfo };
    }
    case 'ping':
      return isModern ? undefined : {};
    default:
      return undefined;
  }
}

async function receive(line: string): Promise<void> {
  const request = JSON.parse(line) as Request;
  const { id, method } = request;
  if (id === undefined) return;
  const result = await answer(request);
  if (result === null) return;
  if (result === undefined) say({ id, error: { code: -32_601, message: `Method not found: ${method}` } });
  else say({ id, result });
}

process.stdout.on('error', () => undefined);
createInterface({ input: process.stdin })
  .on('line', (line) => void receive(line))
  .on('close', () => process.exit(0));
