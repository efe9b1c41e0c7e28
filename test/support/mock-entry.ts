// The mock server as an entry of config.json, marked so that its processes are found in /proc.
import { resolve } from 'node:path';
import type { ServerEntryInput } from '../../src/shared/config-schema.ts';
import { canaryEnv } from './canary.ts';
import { compileCache } from './compile-cache.ts';
import { markerVariable } from './program.ts';

const mockFile = resolve(import.meta.dirname, '../fixtures/mock-server.ts');

export interface MockEntryOptions extends Partial<ServerEntryInput> {
  /** Flags of the mock server, as on its command line. */
  readonly flags?: string;
}

/** An entry that runs the mock server; the rest of the options are keys of the entry. */
export function mockEntry({ flags = '', env = {}, ...keys }: MockEntryOptions = {}): ServerEntryInput {
  const words = flags.split(' ').filter((word) => word !== '');
  return {
    command: process.execPath,
    args: [mockFile, ...words],
    env: {
      NODE_COMPILE_CACHE: compileCache,
      [markerVariable]: `\${${markerVariable}}`,
      ...canaryEnv,
      ...env,
    },
    ...keys,
  };
}

/** config.json with these servers. */
export function configWith(
  mcpServers: Readonly<Record<string, ServerEntryInput>>,
  rest: Readonly<Record<string, unknown>> = {},
): unknown {
  return { ...rest, mcpServers };
}
