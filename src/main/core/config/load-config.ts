// From the text of config.json to the configuration in force, or to all that is wrong with it.
import { imitationFault } from '../../../shared/imitation.ts';
import { configSchema, type Config, type ServerEntry } from '../../../shared/config-schema.ts';
import type { ErrorView } from '../../../shared/errors.ts';
import { listedServerName } from '../../../shared/server-entry-schema.ts';
import type { ConfigFault } from '../../../shared/state.ts';
import { parseText, type ConfigDocument } from './document.ts';
import { expandText, secretPrefix, type Lookup } from './expand-text.ts';
import { absolutePath } from './paths.ts';
import { faultAt, nearestNode } from './places.ts';
import { resolveServer } from './resolve-server.ts';
import { schemaFaults } from './schema-faults.ts';
import type { LoadedConfig, ServerConfig, TlsConfig } from './types.ts';

export interface LoadContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The secret of a name; undefined where there is none. Default: there are none. */
  readonly secret?: Lookup | undefined;
  readonly platform: NodeJS.Platform;
  readonly homeDir: string;
  /** Where relative paths start. */
  readonly baseDir: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

export interface LoadOutcome {
  /** Null where there are faults. */
  readonly config: LoadedConfig | null;
  readonly faults: readonly ConfigFault[];
}

/** Reads the text of the file; a byte order mark is allowed. Never throws. */
export function loadConfig(raw: string, context: LoadContext): LoadOutcome {
  const { document, faults } = parseText(withoutMark(raw));
  if (document === null) return { config: null, faults };
  const parsed = configSchema.safeParse(document.value);
  const objections = parsed.success
    ? repeatedNames(document, parsed.data)
    : schemaFaults(document, parsed.error.issues);
  if (!parsed.success || faults.length + objections.length > 0) {
    return { config: null, faults: [...faults, ...objections].sort(byPlace) };
  }
  return { config: configOf(parsed.data, context), faults: [] };
}

function byPlace(one: ConfigFault, other: ConfigFault): number {
  return one.line - other.line || one.column - other.column;
}

/** What is in force before any file was read. */
export function defaultConfig(now: number): LoadedConfig {
  return {
    settings: configSchema.parse({}),
    servers: new Map(),
    tls: null,
    registeredCaFile: null,
    loadedAt: now,
  };
}

/** The text without the byte order mark that some editors put in front. */
export function withoutMark(raw: string): string {
  return raw.startsWith('\u{feff}') ? raw.slice(1) : raw;
}

function configOf(settings: Config, context: LoadContext): LoadedConfig {
  const resolveContext = {
    ...context,
    lookup: lookupIn(context),
    toolTimeoutSeconds: settings.gateway.toolTimeoutSeconds,
  };
  const entries: readonly (readonly [string, ServerEntry])[] = [
    ...Object.entries(settings.mcpServers),
    ...(settings.servers ?? []).map((item) => [listedServerName(item), item] as const),
  ];
  const servers = new Map<string, ServerConfig>();
  for (const [name, entry] of entries) {
    const server = resolveServer(name, entry, resolveContext);
    const imitates = imitationFault(name, servers.keys(), settings.aggregate.separator);
    servers.set(name, imitates === null ? server : { ...server, fault: imitating(name, imitates) });
  }
  const { ca_cert } = settings.registration;
  return {
    settings: withProxyToken(settings, resolveContext.lookup),
    servers,
    tls: tlsOf(settings.gateway.tls, context),
    registeredCaFile: ca_cert === undefined ? null : absolutePath(ca_cert, context),
    loadedAt: context.now,
  };
}

/** A variable that is not set leaves the words of the file, which the other proxy then refuses. */
function withProxyToken(settings: Config, lookup: Lookup): Config {
  const { proxy_registration: section } = settings;
  if (section.token === undefined) return settings;
  const { text, missing, malformed } = expandText(section.token, lookup);
  if (missing.length + malformed.length > 0) return settings;
  return { ...settings, proxy_registration: { ...section, token: text } };
}

/** The later one does not run; the others do. */
function imitating(name: string, fault: string): ErrorView {
  const message = `The name of server "${name}" ${fault}.`;
  return { code: 'NAME_IMITATES', message, expected: 'Take another name.', details: { server: name } };
}

function tlsOf(tls: Config['gateway']['tls'], context: LoadContext): TlsConfig | null {
  if (tls === null) return null;
  const { mode, cert_file, key_file, ca_cert } = tls;
  return {
    mode,
    certFile: absolutePath(cert_file, context),
    keyFile: absolutePath(key_file, context),
    caFile: mode === 'mtls' && ca_cert !== undefined ? absolutePath(ca_cert, context) : null,
  };
}

/** A name may stand once, in either form. Objects are looked at when parsed; this is for the list. */
function repeatedNames({ text, root }: ConfigDocument, settings: Config): readonly ConfigFault[] {
  const taken = new Set(Object.keys(settings.mcpServers));
  const faults: ConfigFault[] = [];
  for (const [index, item] of (settings.servers ?? []).entries()) {
    const name = listedServerName(item);
    if (taken.has(name)) {
      const path = ['servers', index, item.path === undefined ? 'name' : 'path'];
      const message = `There is a server "${name}" already.`;
      const words = { message, expected: 'each name once', reason: { code: 'name-repeated', name } } as const;
      faults.push(faultAt(text, nearestNode(root, path).offset, path, words));
    }
    taken.add(name);
  }
  return faults;
}

/** Names of variables are the same in any case on Windows; HOME is known everywhere. */
export function lookupIn({
  env,
  secret,
  platform,
  homeDir,
}: Pick<LoadContext, 'env' | 'secret' | 'platform' | 'homeDir'>): Lookup {
  const same = (name: string): string => (platform === 'win32' ? name.toUpperCase() : name);
  const variables = new Map(Object.entries(env).map(([name, value]) => [same(name), value]));
  return (name) => {
    if (name.startsWith(secretPrefix)) return secret?.(name.slice(secretPrefix.length));
    return variables.get(same(name)) ?? (name === 'HOME' ? homeDir : undefined);
  };
}
