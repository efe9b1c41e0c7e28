// Entries of `mcpServers` for the servers that tests use: our own mock server, and two of the official ones.
import { fileURLToPath } from 'node:url';
import type { ServerEntryInput } from '../../src/shared/server-entry-schema.ts';

const root = new URL('../../', import.meta.url);
/** Stripping types takes most of a start; the second one finds it done. */
const env = { NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/node-compile', root)) };
const fileIn = (path: string): string => fileURLToPath(new URL(path, root));

/** test/fixtures/mock-server.ts with these flags; `entry` adds to it. */
export function mockServer(flags: readonly string[] = [], entry: ServerEntryInput = {}): ServerEntryInput {
  const file = fileIn('test/fixtures/mock-server.ts');
  return { command: process.execPath, args: [file, ...flags], env, ...entry };
}

/** test/fixtures/echo-server.ts. */
export function echoServer(): ServerEntryInput {
  return { command: process.execPath, args: [fileIn('test/fixtures/echo-server.ts')], env };
}

/** @modelcontextprotocol/server-everything on stdio. */
export function everythingServer(): ServerEntryInput {
  return npmServer('server-everything', []);
}

/** @modelcontextprotocol/server-filesystem on stdio. */
export function filesystemServer(folder: string): ServerEntryInput {
  return npmServer('server-filesystem', [folder]);
}

function npmServer(name: string, args: readonly string[]): ServerEntryInput {
  const file = fileIn(`node_modules/@modelcontextprotocol/${name}/dist/index.js`);
  return { command: process.execPath, args: [file, ...args], env };
}
