// The making of what deals with other programs on this machine, over what is opened in every run.
import { homedir } from 'node:os';
import type { Tokens } from './auth/tokens.ts';
import { clientPrograms } from './clients/client-programs.ts';
import { openClients, type ClientsCommands } from './clients/open-clients.ts';
import type { Consents } from './consent/consents.ts';
import type { Ground } from './ground.ts';
import type { Launcher } from './launcher/launcher.ts';
import { createProcessTable } from './launcher/process-table/index.ts';
import { createSpawner } from './launcher/spawner.ts';
import { systemHost } from './launcher/system-host.ts';
import type { CoreOptions } from './types.ts';

export interface ClientsParts {
  readonly ground: Ground;
  readonly auth: { readonly tokens: Tokens };
  readonly consents: Consents;
  readonly launcher: Pick<Launcher, 'searchPath'>;
  readonly gatewayUrl: () => string | null;
  /** Resolves when the newest configuration is in force everywhere. */
  readonly applied: () => Promise<void>;
}

/** Nothing is read before the first call. */
export function createClients(
  { dataDir, env, bridge, homeDir = homedir(), overrides = {} }: CoreOptions,
  { ground, auth, launcher, ...rest }: ClientsParts,
): ClientsCommands {
  const { config, clock } = ground;
  const platform = process.platform;
  const host = systemHost();
  const searchPath = (): Promise<string> => launcher.searchPath();
  const spawner = createSpawner({ host, table: createProcessTable(host), env, searchPath });
  return openClients({
    ...ground,
    ...rest,
    tokens: auth.tokens,
    dataDir,
    env,
    platform,
    homeDir,
    bridge,
    programs: clientPrograms({ spawner, searchPath, platform, env, homeDir, dataDir, clock }),
    needsToken: () => (overrides.authMode ?? config.current.settings.auth.mode) === 'token',
  });
}
