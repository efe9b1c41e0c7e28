// What there is to import from a client: each of its servers said in our words, with the name it would have, whether it
// is here already, and what of it may be kept as a secret. Changes nothing.
import type { ImportEntry } from '../../../shared/clients.ts';
import { serverEntrySchema, type ServerEntryInput } from '../../../shared/server-entry-schema.ts';
import type { LoadedConfig, ServerConfig } from '../config/types.ts';
import { resolveServer, type ResolveContext } from '../config/resolve-server.ts';
import type { Consents } from '../consent/consents.ts';
import { valuesOf } from './entry-values.ts';
import { readForeignEntry } from './foreign-entry.ts';
import { freeServerName } from './import-names.ts';
import { serverIdentity } from './same-server.ts';
import type { ClientKind } from './types.ts';

export interface ReadImportContext {
  readonly kind: ClientKind;
  readonly config: LoadedConfig;
  /** Names of the secrets that there are. */
  readonly secretNames: readonly string[];
  readonly resolve: ResolveContext;
  readonly consents: Pick<Consents, 'show'>;
  /** Whether a server leads back to this very gateway. */
  readonly isOurs: (server: ServerConfig) => boolean;
}

/** An entry as shown, and what it would be here; null for what cannot be imported. */
export interface ReadEntry {
  readonly shown: ImportEntry;
  readonly entry: ServerEntryInput | null;
}

/** In the file's order. */
export function readImport(
  servers: Readonly<Record<string, unknown>>,
  context: ReadImportContext,
): readonly ReadEntry[] {
  const { kind, config, resolve, consents, isOurs } = context;
  const known = new Map<string, string>();
  for (const [name, server] of config.servers) known.set(serverIdentity(server, resolve.platform), name);
  const names = [...config.servers.keys()];
  const secretNames = [...context.secretNames];
  return Object.entries(servers).map(([key, raw]): ReadEntry => {
    const none = { key, name: key, problem: null, notes: [], view: null, values: [] };
    const read = readForeignEntry(raw, kind, resolve);
    if ('problem' in read) return { shown: { ...none, status: 'unusable', ...read }, entry: null };
    const { entry, notes, leftOut, inputs } = read;
    const server = resolveServer(key, serverEntrySchema.parse(entry), resolve);
    if (isOurs(server)) return { shown: { ...none, status: 'ours' }, entry: null };
    const identity = serverIdentity(server, resolve.platform);
    const same = known.get(identity);
    if (same !== undefined)
      return {
        shown: { ...none, name: same, status: 'duplicate', view: consents.show(same, entry) },
        entry: null,
      };
    const name = freeServerName(key, names, config.settings.aggregate.separator);
    names.push(name);
    known.set(identity, name);
    const values = valuesOf(name, entry, inputs, secretNames);
    secretNames.push(...values.map(({ secret }) => secret));
    const view = consents.show(name, entry);
    return { shown: { ...none, name, status: 'new', notes, leftOut, view, values }, entry };
  });
}
