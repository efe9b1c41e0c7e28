// The making of what people edit the configuration with: its commands over the file, its versions and the clients' files.
import { clientAddresses } from './clients/addresses.ts';
import { connectionBook } from './clients/connection-book.ts';
import type { Consents } from './consent/consents.ts';
import type { Ground } from './ground.ts';
import { configurationCommands, type ConfigurationCommands } from './settings/configuration-commands.ts';
import type { CoreOptions } from './types.ts';

export interface ConfigurationParts {
  readonly ground: Ground;
  readonly consents: Consents;
  readonly gatewayUrl: () => string | null;
  readonly sessions: () => number;
  /** Resolves when the newest configuration is in force everywhere. */
  readonly applied: () => Promise<void>;
}

/** Opens nothing that would have to be closed. */
export function createConfiguration(
  { dataDir, overrides = {}, loginItem = null }: CoreOptions,
  { ground, consents, gatewayUrl, sessions, applied }: ConfigurationParts,
): ConfigurationCommands {
  const book = connectionBook(dataDir, process.platform, ground.clock);
  return configurationCommands({
    config: ground.config,
    history: ground.history,
    audit: ground.audit,
    consents,
    overrides,
    loginItem,
    clientAddresses: () => clientAddresses(book, gatewayUrl()),
    gateway: () => ({ url: gatewayUrl(), sessions: sessions() }),
    applied,
  });
}
