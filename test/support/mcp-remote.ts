// mcp-remote as programs start it that only know stdio: the official client, a child, and behind it Patchbay. Its home and
// its folder are the test's, and it has no display to open a browser on.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { ClientCapabilities } from '@modelcontextprotocol/sdk/types.js';
import { onTestFinished } from 'vitest';
import { tempFolder } from './temp-folder.ts';

const program = fileURLToPath(new URL('../../node_modules/mcp-remote/dist/proxy.js', import.meta.url));

export interface McpRemote {
  readonly client: Client;
  /** What it has said on stderr. */
  log(): string;
  /** Files that it keeps: there are some as soon as it tries to sign in. */
  keptFiles(): Promise<readonly string[]>;
}

export interface McpRemoteOptions {
  readonly capabilities?: ClientCapabilities;
  /** Called before it connects. */
  readonly prepare?: (client: Client) => void;
}

/** Starts it with these words after the URL; ended when the test is over. Call from within a test. */
export async function connectMcpRemote(
  url: URL,
  words: readonly string[],
  { capabilities = {}, prepare }: McpRemoteOptions = {},
): Promise<McpRemote> {
  const home = await tempFolder();
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [program, url.href, ...words],
    env: { HOME: home, USERPROFILE: home, MCP_REMOTE_CONFIG_DIR: join(home, 'kept') },
    stderr: 'pipe',
  });
  let log = '';
  transport.stderr?.on('data', (chunk: Buffer) => (log += chunk.toString('utf8')));
  const client = new Client({ name: 'stdio-only', version: '1.0.0' }, { capabilities });
  prepare?.(client);
  onTestFinished(() => client.close());
  await client.connect(transport);
  return {
    client,
    log: () => log,
    keptFiles: async () => {
      const entries = await readdir(home, { recursive: true, withFileTypes: true });
      return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
    },
  };
}
