// Everything that `/mcp` offers at one moment: all servers' lists merged, names and clashing URIs renamed, with the way
// back from each exposed name to its server. Built once per change, then only read.
import { isToolAllowed, type OfferRules } from '../tool-rules.ts';
import { allListKinds, listKinds, type Catalogue, type ListKind } from '../catalogue.ts';
import { clashingUri, templateShape, type Origin } from './clashing-uris.ts';
import { exposedItem, referredUris } from './exposed-items.ts';
import { exposedName, hashedName, type NamedKind } from './names.ts';

export interface AggregateServer {
  readonly name: string;
  readonly rules: OfferRules;
  /** null while nothing is known of it. */
  readonly catalogue: Catalogue | null;
}

export interface Naming {
  readonly prefix: 'always' | 'on-conflict';
  readonly separator: string;
}

export interface ExposedList {
  /** JSON objects in order, renamed. */
  readonly texts: readonly string[];
  readonly origins: ReadonlyMap<string, Origin>;
}

export interface Exposure extends Readonly<Record<ListKind, ExposedList>> {
  /** The server of each URI that is listed or referred to; of several the first. */
  readonly owners: ReadonlyMap<string, string>;
  /** By the bare name of a tool, the server's own or the one it was given: those that have it. */
  readonly bareTools: ReadonlyMap<string, readonly string[]>;
}

interface Candidate extends Origin {
  readonly text: string;
}

/** Merges the servers' lists, in the servers' order. */
export function buildExposure(servers: readonly AggregateServer[], naming: Naming): Exposure {
  const candidates = byKind((kind) => candidatesOf(kind, servers));
  const owners = ownersOf(servers);
  const lists = byKind((kind) => exposeList(kind, candidates[kind], naming, owners));
  const ownNames = candidates.tools.flatMap(({ own, ...tool }) =>
    own === undefined ? [] : [{ ...tool, key: own }],
  );
  const bareTools = serversBy([...candidates.tools, ...ownNames], ({ key }) => key);
  return { ...lists, owners, bareTools };
}

function byKind<Value>(of: (kind: ListKind) => Value): Record<ListKind, Value> {
  return {
    tools: of('tools'),
    resources: of('resources'),
    resourceTemplates: of('resourceTemplates'),
    prompts: of('prompts'),
    skills: of('skills'),
  };
}

function candidatesOf(kind: ListKind, servers: readonly AggregateServer[]): readonly Candidate[] {
  return servers.flatMap(({ name: server, rules, catalogue }) =>
    (catalogue?.lists[kind] ?? [])
      .filter(({ key }) => kind !== 'tools' || isToolAllowed(rules, key))
      .map(({ key, text }) => ({ server, ...named(kind, key, rules), text })),
  );
}

function named(kind: ListKind, own: string, { names }: OfferRules): Omit<Origin, 'server'> {
  const key = kind === 'tools' ? (names?.shown(own) ?? own) : own;
  return key === own ? { key } : { key, own };
}

/** Pages of apps need not be listed, nor files of skills. */
function ownersOf(servers: readonly AggregateServer[]): ReadonlyMap<string, string> {
  const owners = new Map<string, string>();
  for (const server of servers) {
    for (const kind of allListKinds) {
      for (const { key, text } of candidatesOf(kind, [server])) {
        const own = listKinds[kind].key === 'uri' ? [key] : [];
        for (const uri of [...own, ...referredUris(kind, text)])
          if (!owners.has(uri)) owners.set(uri, server.name);
      }
    }
  }
  return owners;
}

function exposeList(
  kind: ListKind,
  candidates: readonly Candidate[],
  naming: Naming,
  owners: ReadonlyMap<string, string>,
): ExposedList {
  const uriOf = (server: string, uri: string): string =>
    (owners.get(uri) ?? server) === server ? uri : clashingUri(server, uri);
  const texts: string[] = [];
  const origins = new Map<string, Origin>();
  const nameOf = namesFor(kind, candidates, { naming, taken: origins, uriOf });
  for (const { text, ...origin } of candidates) {
    const { server, key } = origin;
    const exposed = nameOf({ server, key });
    // The same server listing the same name twice: the first counts.
    if (origins.has(exposed)) continue;
    origins.set(exposed, origin);
    texts.push(exposedItem(kind, text, exposed, (uri) => uriOf(server, uri)));
  }
  return { texts, origins };
}

interface NamesOptions {
  readonly naming: Naming;
  /** The names that were given so far. */
  readonly taken: ReadonlyMap<string, Origin>;
  readonly uriOf: (server: string, uri: string) => string;
}

function namesFor(
  kind: ListKind,
  candidates: readonly Candidate[],
  { naming, taken, uriOf }: NamesOptions,
): (origin: Origin) => string {
  switch (kind) {
    case 'tools':
    case 'prompts': {
      const claims = serversBy(candidates, ({ key }) => key);
      return (origin) => nameOf(kind, origin, naming, taken, claims);
    }
    case 'resourceTemplates': {
      const claims = serversBy(candidates, ({ key }) => templateShape(key));
      return ({ server, key }) =>
        claims.get(templateShape(key))?.[0] === server ? key : clashingUri(server, key);
    }
    case 'resources':
    case 'skills':
      return ({ server, key }) => uriOf(server, key);
  }
}

function nameOf(
  kind: NamedKind,
  { server, key }: Origin,
  { prefix, separator }: Naming,
  taken: ReadonlyMap<string, Origin>,
  claims: ReadonlyMap<string, readonly string[]>,
): string {
  const isAlone = claims.get(key)?.length === 1 && !taken.has(key);
  const exposed = prefix === 'on-conflict' && isAlone ? key : exposedName(kind, server, separator, key);
  const owner = taken.get(exposed);
  const isOurs = owner === undefined || (owner.server === server && owner.key === key);
  return isOurs ? exposed : hashedName(kind, server, separator, key);
}

/** Which servers have each key, each once, in their order. */
function serversBy(
  candidates: readonly Candidate[],
  keyOf: (candidate: Candidate) => string,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const candidate of candidates) {
    const servers = found.get(keyOf(candidate)) ?? [];
    if (!servers.includes(candidate.server)) servers.push(candidate.server);
    found.set(keyOf(candidate), servers);
  }
  return found;
}
