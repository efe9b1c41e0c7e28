// A folder with a config.json, and stores opened on it, for one test.
import { mkdtemp, realpath, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createConfigStore } from '../../../src/main/core/config/store.ts';
import type { ConfigStore } from '../../../src/main/core/config/types.ts';
import { systemClock } from '../../../src/main/core/ports.ts';

export interface ConfigPlace {
  readonly folder: string;
  /** Where config.json is to be; not written yet. */
  readonly file: string;
  /** All that was logged, whatever the level. */
  readonly logged: readonly string[];
  open(at?: string): Promise<ConfigStore>;
  clear(): Promise<void>;
}

export async function configPlace(): Promise<ConfigPlace> {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'patchbay-config-')));
  const file = path.join(folder, 'config.json');
  const logged: string[] = [];
  const stores: ConfigStore[] = [];
  const log = (text: string): void => void logged.push(text);
  return {
    folder,
    file,
    logged,
    open: async (at = file) => {
      const store = await createConfigStore({
        path: at,
        env: { API_KEY: 'sk-1234567890' },
        clock: systemClock(),
        logger: { error: log, warn: log, info: log, debug: log },
        platform: process.platform,
        homeDir: '/home/ada',
      });
      stores.push(store);
      return store;
    },
    clear: async () => {
      await Promise.all(stores.map((store) => store.close()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The text of a file with such servers. */
export function withServers(...names: readonly string[]): string {
  return JSON.stringify({ mcpServers: Object.fromEntries(names.map((name) => [name, { command: name }])) });
}

export function serverNames(store: ConfigStore): readonly string[] {
  return [...store.current.servers.keys()];
}

export async function modeOf(file: string): Promise<number> {
  return (await stat(file)).mode & 0o777;
}
