// Everything that `/mcp` offers at one moment: all servers' lists merged, names and clashing URIs renamed, with the way
// back from each exposed name to its server. Built once per change, then only read.
import { isToolAllowed } from '../tool-rules.ts';
import { listKinds, type Catalogue, type ListKind } from '../catalogue.ts';
import type { ToolRules } from '../../../../shared/config-schema.ts';
import { splice } from '../wire/edit.ts';
import { pickMembers } from '../wire/message.ts';
import { exposedName, hashedName } from './names.ts';

export interface AggregateServer {
  readonly name: string;
  readonly rules: ToolRules;
  /** null while nothing is known of it. */
  readonly catalogue: Catalogue | null;
}

export interface Naming {
  readonly prefix: 'always' | 'on-conflict';
  readonly separator: string;
}

/** Where an exposed item comes from. */
export interface Origin {
  readonly server: string;
  /** The name, URI or template as the server knows it. */
  readonly key: string;
}

interface Candidate extends Origin {
  readonly text: string;
}

export interface ExposedList {
  /** JSON objects in order, renamed. */
  readonly texts: readonly string[];
  readonly origins: ReadonlyMap<string, Origin>;
}

export type Exposure = Readonly<Record<ListKind, ExposedList>>;

/** Merges the servers' lists, in the servers' order. */
export function buildExposure(servers: readonly AggregateServer[], naming: Naming): Exposure {
  const [tools, resources, resourceTemplates, prompts] = (
    ['tools', 'resources', 'resourceTemplates', 'prompts'] as const
  ).map((kind) => exposeList(kind, candidatesOf(kind, servers), naming));
  const nothing: ExposedList = { texts: [], origins: new Map() };
  return {
    tools: tools ?? nothing,
    resources: resources ?? nothing,
    resourceTemplates: resourceTemplates ?? nothing,
    prompts: prompts ?? nothing,
  };
}

function candidatesOf(kind: ListKind, servers: readonly AggregateServer[]): readonly Candidate[] {
  return servers.flatMap(({ name: server, rules, catalogue }) =>
    (catalogue?.lists[kind] ?? [])
      .filter(({ key }) => kind !== 'tools' || isToolAllowed(rules, key))
      .map(({ key, text }) => ({ server, key, text })),
  );
}

function exposeList(kind: ListKind, candidates: readonly Candidate[], naming: Naming): ExposedList {
  const claims = new Map<string, Set<string>>();
  for (const { key, server } of candidates) claims.set(key, (claims.get(key) ?? new Set()).add(server));
  const texts: string[] = [];
  const origins = new Map<string, Origin>();
  for (const candidate of candidates) {
    const clashes = (claims.get(candidate.key)?.size ?? 0) > 1;
    const exposed = nameOf(kind, candidate, naming, clashes, origins);
    // The same server listing the same name twice: the first counts.
    if (origins.has(exposed)) continue;
    origins.set(exposed, { server: candidate.server, key: candidate.key });
    texts.push(exposed === candidate.key ? candidate.text : renamed(kind, candidate.text, exposed));
  }
  return { texts, origins };
}

function nameOf(
  kind: ListKind,
  { server, key }: Candidate,
  naming: Naming,
  clashes: boolean,
  taken: ReadonlyMap<string, Origin>,
): string {
  if (kind === 'tools' || kind === 'prompts') {
    const bare = naming.prefix === 'on-conflict' && !clashes && !taken.has(key);
    const exposed = bare ? key : exposedName(server, naming.separator, key);
    const owner = taken.get(exposed);
    const isOurs = owner === undefined || (owner.server === server && owner.key === key);
    return isOurs ? exposed : hashedName(server, naming.separator, key);
  }
  // URIs stay as they are; of several servers that claim one, the first keeps it.
  return clashes && taken.get(key) !== undefined && taken.get(key)?.server !== server
    ? clashingUri(server, key)
    : key;
}

/** A URI for what another server offers under the same one. Templates stay templates: `{…}` is kept. */
export function clashingUri(server: string, uri: string): string {
  return `patchbay://${server}/${uri}`;
}

function renamed(kind: ListKind, text: string, exposed: string): string {
  const bytes = Buffer.from(text);
  const span = pickMembers(bytes, { start: 0, end: bytes.length }, [listKinds[kind].key])[
    listKinds[kind].key
  ];
  return span === undefined
    ? text
    : splice(bytes, [{ span, text: JSON.stringify(exposed) }]).toString('utf8');
}

/** The server that a URI belongs to, and the URI as it knows it: listed, clashing, or fitting a template; null if none. */
export function originOfUri(
  exposure: Exposure,
  servers: readonly AggregateServer[],
  uri: string,
): Origin | null {
  const listed = exposure.resources.origins.get(uri);
  if (listed !== undefined) return listed;
  const clash = /^patchbay:\/\/([A-Za-z0-9._-]+)\/(.+)$/s.exec(uri);
  if (clash?.[1] !== undefined && clash[2] !== undefined && servers.some(({ name }) => name === clash[1])) {
    return { server: clash[1], key: clash[2] };
  }
  for (const [template, { server }] of exposure.resourceTemplates.origins) {
    if (fitsTemplate(template, uri)) return { server, key: uri };
  }
  return null;
}

/** Some servers read what they do not list. With one that has resources at all there is nothing to guess. */
export function onlyReader(servers: readonly AggregateServer[]): string | null {
  const readers = servers.filter(({ catalogue }) => (catalogue?.lists.resources.length ?? 0) > 0);
  return readers.length === 1 ? (readers[0]?.name ?? null) : null;
}

/** Whether a URI can come from a template (RFC 6570): its literal parts stand in it, in order. */
function fitsTemplate(template: string, uri: string): boolean {
  const [head = '', ...rest] = template.split(/\{[^{}]*\}/);
  const tail = rest.pop();
  if (tail === undefined) return template === uri;
  if (head === '' || !uri.startsWith(head) || !uri.endsWith(tail) || uri.length < head.length + tail.length)
    return false;
  let at = head.length;
  for (const part of rest) {
    const found = uri.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= uri.length - tail.length;
}
