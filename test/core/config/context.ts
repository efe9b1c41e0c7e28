// What loading needs, for tests that look at single texts.
import type { LoadContext } from '../../../src/main/core/config/load-config.ts';
import { loadConfig } from '../../../src/main/core/config/load-config.ts';
import type { LoadedConfig, ServerConfig } from '../../../src/main/core/config/types.ts';
import type { ConfigFault } from '../../../src/shared/state.ts';

export const context: LoadContext = {
  env: { API_KEY: 'sk-1234567890', EMPTY: '', WORD: 'hello' },
  platform: 'linux',
  homeDir: '/home/ada',
  baseDir: '/home/ada/.config/patchbay',
  now: 1000,
};

export function faultsOf(text: string): readonly ConfigFault[] {
  return loadConfig(text, context).faults;
}

/** The configuration of a text without faults. */
export function loaded(text: string, changes: Partial<LoadContext> = {}): LoadedConfig {
  const { config, faults } = loadConfig(text, { ...context, ...changes });
  if (config === null) throw new Error(`Not valid: ${JSON.stringify(faults)}`);
  return config;
}

/** One server, from its entry. */
export function resolved(entry: unknown, changes: Partial<LoadContext> = {}): ServerConfig {
  const server = loaded(JSON.stringify({ mcpServers: { one: entry } }), changes).servers.get('one');
  if (server === undefined) throw new Error('There is no such server.');
  return server;
}
