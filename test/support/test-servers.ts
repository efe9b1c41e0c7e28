// Entries of `mcpServers` for the servers that tests use: our own mock server, and two of the official ones.
import { fileURLToPath } from 'node:url';
import type { ServerEntryInput } from '../../src/shared/server-entry-schema.ts';
import { canaryEnv } from './canary.ts';

const root = new URL('../../', import.meta.url);
/** Stripping types takes most of a start; the second one finds it done. */
const env = {
  NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/node-compile', root)),
  ...canaryEnv,
};
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

/** test/fixtures/pairing-server.ts. */
export function pairingServer(): ServerEntryInput {
  return { command: process.execPath, args: [fileIn('test/fixtures/pairing-server.ts')], env };
}

/** test/fixtures/loud-server.ts. */
export function loudServer(): ServerEntryInput {
  return { command: process.execPath, args: [fileIn('test/fixtures/loud-server.ts')], env };
}

/** test/fixtures/extension-server.ts with these flags. */
export function extensionServer(flags: readonly string[] = []): ServerEntryInput {
  return { command: process.execPath, args: [fileIn('test/fixtures/extension-server.ts'), ...flags], env };
}

/** The program of @modelcontextprotocol/server-everything; `streamableHttp` makes it listen on PORT. */
export const everythingProgram = npmProgram('server-everything');

/** @modelcontextprotocol/server-everything on stdio. */
export function everythingServer(): ServerEntryInput {
  return { command: process.execPath, args: [everythingProgram], env };
}

/** @modelcontextprotocol/server-filesystem on stdio. */
export function filesystemServer(folder: string): ServerEntryInput {
  return { command: process.execPath, args: [npmProgram('server-filesystem'), folder], env };
}

function npmProgram(name: string): string {
  return fileIn(`node_modules/@modelcontextprotocol/${name}/dist/index.js`);
}
