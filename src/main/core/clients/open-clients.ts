// The parts that deal with other programs on this machine, put together for the contract.
import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Commands } from '../../../shared/contract.ts';
import type { Audit } from '../audit/audit.ts';
import type { Tokens } from '../auth/tokens.ts';
import { lookupIn } from '../config/load-config.ts';
import type { ConfigStore, ServerConfig } from '../config/types.ts';
import type { Consents } from '../consent/consents.ts';
import { isLoopbackHost, parseAuthority } from '../http-guards/authority.ts';
import type { Clock, Logger } from '../ports.ts';
import { isOwnUrl } from '../registry/own-url.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import { clientChecks } from './client-checks.ts';
import type { ClientPrograms } from './client-programs.ts';
import { clientSnippets } from './client-snippets.ts';
import { clientCommands, type ClientCommands } from './client-commands.ts';
import { ClientLinks } from './client-links.ts';
import { connectionBook } from './connection-book.ts';
import { Connections, type ConnectionsOptions } from './connections.ts';
import { importBook } from './import-book.ts';
import { Imports } from './imports.ts';
import type { BridgeStart } from './types.ts';

export interface ClientsOptions {
  readonly dataDir: string;
  readonly platform: NodeJS.Platform;
  readonly homeDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly config: ConfigStore;
  readonly secrets: SecretStore;
  readonly tokens: Tokens;
  readonly consents: Consents;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly gatewayUrl: () => string | null;
  readonly bridge: BridgeStart | undefined;
  readonly programs: ClientPrograms;
  /** How clients' files are reached. Default: as this machine does. */
  readonly files?: ConnectionsOptions['files'];
  /** Whether the gateway asks for tokens. */
  readonly needsToken: () => boolean;
  /** Resolves when the newest configuration is in force everywhere. */
  readonly applied: () => Promise<void>;
}

/** All of the contract that is about other programs. */
export type ClientsCommands = ClientCommands & Pick<Commands, 'clientSnippet' | 'checkClient'>;

/** Nothing is read before the first call. */
export function openClients(options: ClientsOptions): ClientsCommands {
  const { dataDir, platform, homeDir, env, config, secrets, clock, gatewayUrl } = options;
  const connections = new Connections({
    surroundings: { platform, homeDir, env, list: namesIn },
    book: connectionBook(dataDir, platform, clock),
    now: () => clock.now(),
    ...(options.files === undefined ? {} : { files: options.files }),
  });
  const links = new ClientLinks({
    ...options,
    connections,
    bridge: options.bridge ?? { command: 'patchbay', args: ['bridge'] },
  });
  const imports = new Imports({
    ...options,
    links,
    book: importBook(dataDir, platform, clock),
    resolve: () => ({
      platform,
      homeDir,
      baseDir: dirname(config.path),
      lookup: lookupIn({ env, secret: (name) => secrets.get(name), platform, homeDir }),
      toolTimeoutSeconds: config.current.settings.gateway.toolTimeoutSeconds,
    }),
    isOurs: (server) => leadsHere(server, gatewayUrl()),
    onSecrets: () => config.reload(),
  });
  return {
    ...clientCommands({ ...options, links, imports }),
    ...clientChecks({ connections, programs: options.programs }),
    ...clientSnippets({ links, tokens: options.tokens, needsToken: options.needsToken }),
  };
}

/** By its address, or by a program that is given that (`mcp-remote`), or by our own bridge. */
function leadsHere(server: ServerConfig, gatewayUrl: string | null): boolean {
  const isHere = (text: string): boolean => {
    if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return false;
    const isLoopback = isLoopbackHost(parseAuthority(new URL(text).hostname)?.host ?? '');
    return isOwnUrl({ url: text, isLoopback }, gatewayUrl);
  };
  if (server.kind !== 'stdio') return isHere(server.url);
  const words = [server.command, ...server.args].map((word) => word.replaceAll('\\', '/'));
  const isBridge = /(?:^|\/)patchbay(?:\.(?:cmd|exe))?$/.test(words[0] ?? '') && words[1] === 'bridge';
  return isBridge || words.some((word) => word.endsWith('/out/main/bridge.js')) || words.some(isHere);
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
