// The making of what deals with other programs on this machine, over what is opened in every run.
import { homedir } from 'node:os';
import type { Tokens } from './auth/tokens.ts';
import { openClients, type ClientsCommands } from './clients/open-clients.ts';
import type { Consents } from './consent/consents.ts';
import type { Ground } from './ground.ts';
import type { CoreOptions } from './types.ts';

export interface ClientsParts {
  readonly ground: Ground;
  readonly auth: { readonly tokens: Tokens };
  readonly consents: Consents;
  readonly gatewayUrl: () => string | null;
  /** Resolves when the newest configuration is in force everywhere. */
  readonly applied: () => Promise<void>;
}

/** Nothing is read before the first call. */
export function createClients(
  { dataDir, env, bridge, homeDir = homedir(), overrides = {} }: CoreOptions,
  { ground, auth, ...rest }: ClientsParts,
): ClientsCommands {
  const { config } = ground;
  return openClients({
    ...ground,
    ...rest,
    tokens: auth.tokens,
    dataDir,
    env,
    platform: process.platform,
    homeDir,
    bridge,
    needsToken: () => (overrides.authMode ?? config.current.settings.auth.mode) === 'token',
  });
}
