// What stands in front of the same server: Patchbay, the floor, the peers.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readOwnToken } from '../../../src/main/core/auth/own-token.ts';
import { freePort } from '../../chaos/kit/place.ts';
import { startProgram, type Started, type Target } from './child.ts';
import { peersFolder } from './peers.ts';

const bench = resolve(import.meta.dirname, '..');
/** The built command line, as it is installed. */
export const program = resolve(bench, '../../out/main/cli.js');
export const echoServer = join(bench, 'servers/echo-server.ts');
const floorFile = join(bench, 'servers/floor.ts');

export interface PatchbayOptions {
  readonly mcpServers?: Readonly<Record<string, unknown>>;
  readonly config?: Readonly<Record<string, unknown>>;
  /** Words of the command line besides the usual ones. */
  readonly words?: readonly string[];
}

export interface Patchbay extends Target {
  readonly origin: string;
  readonly dataDir: string;
}

/** One server on stdio, as every row has it. */
export const echoEntry = { command: process.execPath, args: [echoServer] };

/** With everything on: tokens, guards, call log, metrics. Nothing that clients send is refused for being much. */
export async function startPatchbay(path: string, options: PatchbayOptions = {}): Promise<Patchbay> {
  const dataDir = mkdtempSync(join(tmpdir(), 'patchbay-bench-'));
  const { mcpServers = { echo: echoEntry }, config = {}, words = ['--no-console'] } = options;
  writeFileSync(
    join(dataDir, 'config.json'),
    JSON.stringify({
      gateway: {
        rateLimitPerMinute: 1_000_000_000,
        maxSessions: 20_000,
        limits: { maxSessionsPerToken: 20_000 },
      },
      mcpServers,
      ...config,
    }),
  );
  const started = await startProgram({
    file: program,
    words: ['serve', '--data-dir', dataDir, '--port', '0', ...words],
    ready: /ready on (http:\S+)/,
  });
  return {
    name: 'Patchbay',
    origin: started.said,
    url: `${started.said}${path}`,
    pid: started.child.pid ?? 0,
    token: await readOwnToken(dataDir),
    dataDir,
    end: async () => {
      await started.end();
      rmSync(dataDir, { recursive: true });
    },
  };
}

/** The least that Node can do. */
export async function startFloor(file = floorFile, words: readonly string[] = [echoServer]): Promise<Target> {
  const started = await startProgram({ file, words, ready: /(http:\S+)/ });
  return { name: 'floor', url: started.said, pid: started.child.pid ?? 0, token: null, end: started.end };
}

/** Both peers; installs them when they are not there. */
export async function startPeers(): Promise<readonly Target[]> {
  const modules = await peersFolder();
  const [proxyPort, gatewayPort] = [await freePort(), await freePort()];
  const node = process.execPath;
  const proxy = await startProgram({
    file: join(modules, 'mcp-proxy/dist/bin/mcp-proxy.mjs'),
    words: ['--host', '127.0.0.1', '--port', String(proxyPort), '--server', 'stream', '--', node, echoServer],
    ready: proxyPort,
  });
  const gateway = await startProgram({
    file: join(modules, 'supergateway/dist/index.js'),
    words: [
      '--stdio',
      `"${node}" "${echoServer}"`,
      '--outputTransport',
      'streamableHttp',
      '--stateful',
      '--sessionTimeout',
      '60000',
      '--port',
      String(gatewayPort),
      '--logLevel',
      'none',
    ],
    ready: gatewayPort,
  });
  return [peer('mcp-proxy', proxyPort, proxy), peer('supergateway', gatewayPort, gateway)];
}

function peer(name: string, port: number, started: Started): Target {
  const url = `http://127.0.0.1:${port}/mcp`;
  return { name, url, pid: started.child.pid ?? 0, token: null, end: started.end };
}

/** Ends them, whatever comes of `use`. */
export async function using<Result>(targets: readonly Target[], use: () => Promise<Result>): Promise<Result> {
  try {
    return await use();
  } finally {
    await Promise.all(targets.map((target) => target.end()));
  }
}
