// The bridge as clients start it: a program with pipes, driven by the official clients or by hand.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { ClientCapabilities } from '@modelcontextprotocol/sdk/types.js';
import { onTestFinished } from 'vitest';
import { compileCache } from './compile-cache.ts';

export const bridgeFile = fileURLToPath(new URL('../../src/main/bridge.ts', import.meta.url));

const environment = (): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  NODE_COMPILE_CACHE: compileCache,
});

export interface BridgedClient {
  readonly client: Client;
  readonly pid: number;
  /** What the bridge has said on stderr. */
  log(): string;
}

/** The official client, version 1, by way of a bridge with these words. Call from within a test, with which it ends. */
export async function connectBridge(
  words: readonly string[],
  capabilities: ClientCapabilities = {},
  prepare: (client: Client) => void = () => undefined,
): Promise<BridgedClient> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [bridgeFile, ...words],
    env: environment(),
    stderr: 'pipe',
  });
  let log = '';
  transport.stderr?.on('data', (chunk: Buffer) => (log += chunk.toString('utf8')));
  const client = new Client({ name: 'stdio-only', version: '1.0.0' }, { capabilities });
  prepare(client);
  onTestFinished(() => client.close());
  await client.connect(transport);
  return { client, pid: transport.pid ?? 0, log: () => log };
}

export interface BridgeProgram {
  readonly pid: number;
  /** Everything it has printed. */
  output(): string;
  log(): string;
  say(line: string): void;
  /** The client says nothing more. */
  endInput(): void;
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<number | null>;
}

/** A bridge with these words, by hand. Call from within a test, with which it ends. */
export function startBridge(words: readonly string[]): BridgeProgram {
  const child = spawn(process.execPath, [bridgeFile, ...words], { env: environment() });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  let log = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  child.stdin.on('error', () => undefined);
  return {
    pid: child.pid ?? 0,
    output: () => output,
    log: () => log,
    say: (line) => void child.stdin.write(`${line}\n`),
    endInput: () => child.stdin.end(),
    kill: (signal) => void child.kill(signal),
    ended: once(child, 'close').then(([status]) => status as number | null),
  };
}
