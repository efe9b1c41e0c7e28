// What a changed configuration would mean, worked out before anything is written: servers, settings, the address, and
// which commands a person has to see first. Pure.
import { isDeepStrictEqual } from 'node:util';
import type { Config, ServerEntry } from '../../../shared/config-schema.ts';
import type { ConfigReview } from '../../../shared/configuration.ts';
import { listedServerName } from '../../../shared/server-entry-schema.ts';
import type { ConfigFault } from '../../../shared/state.ts';
import { diffServers } from '../config/diff-servers.ts';
import { changedKeys } from '../config/hand-edits.ts';
import type { LoadedConfig } from '../config/types.ts';
import type { NamedEntry } from '../consent/consents.ts';
import { gatewayUrl } from '../gateway/published-host.ts';
import type { CoreOptions } from '../types.ts';

export type Overrides = NonNullable<CoreOptions['overrides']>;

/** Servers whose command is new, or not the one that is in force. Switching one on again is no new command. */
export function newCommands(before: Config, after: Config): readonly NamedEntry[] {
  const known = entriesOf(before);
  return [...entriesOf(after)].filter(
    ([name, entry]) => entry.command !== undefined && !isDeepStrictEqual(runs(known.get(name)), runs(entry)),
  );
}

/** The part of a review that needs nobody but the two configurations. */
export function compareConfigs(
  before: LoadedConfig,
  after: LoadedConfig,
): Pick<ConfigReview, 'servers' | 'keys'> {
  const { added, removed, restart, update } = diffServers(before.servers, after.servers);
  return {
    servers: { added, removed, restarted: restart, updated: update },
    keys: changedKeys(withoutServers(before.settings), withoutServers(after.settings)),
  };
}

/** Where the gateway would be, if that is another place; `to` is null for any free port. */
export function moveOf(
  before: Config,
  after: Config,
  overrides: Overrides,
): { readonly to: string | null } | null {
  const [old, next] = [placeOf(before, overrides), placeOf(after, overrides)];
  if (isDeepStrictEqual(old, next)) return null;
  return { to: next.port === 0 ? null : gatewayUrl(next.scheme, next.host, next.port) };
}

/** A review of a text that cannot be saved. */
export function faultyReview(faults: readonly ConfigFault[]): ConfigReview {
  return {
    faults,
    servers: { added: [], removed: [], restarted: [], updated: [] },
    keys: [],
    move: null,
    commands: [],
    consent: null,
  };
}

interface Place {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly port: number;
}

function placeOf({ gateway }: Config, { host, port }: Overrides): Place {
  return {
    scheme: gateway.tls === null ? 'http' : 'https',
    host: host ?? gateway.host,
    port: port ?? gateway.port,
  };
}

function entriesOf({ mcpServers, servers = [] }: Config): ReadonlyMap<string, ServerEntry> {
  return new Map([
    ...Object.entries(mcpServers),
    ...servers.map((item) => [listedServerName(item), item] as const),
  ]);
}

/** What of an entry decides what runs. */
function runs(entry: ServerEntry | undefined): unknown {
  const { command, args = [], env = {}, cwd } = entry ?? {};
  return { command, args, env, cwd };
}

function withoutServers({ mcpServers: _map, servers: _list, ...rest }: Config): unknown {
  return rest;
}
