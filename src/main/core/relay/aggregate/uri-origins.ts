// Which server a URI on `/mcp` belongs to, and the URI under which a server's resources are known there (S2.5).
import { offeredKinds, type Catalogue } from '../catalogue.ts';
import { clashingUri, fitsTemplate, literalLength, originOfClashing, type Origin } from './clashing-uris.ts';
import type { AggregateServer, Exposure } from './exposure.ts';
import type { MentionedUris } from './mentioned-uris.ts';

export interface UriSource {
  /** Enabled servers, in the configuration's order. */
  servers(): readonly AggregateServer[];
  exposure(): Exposure;
  readonly mentioned: MentionedUris;
}

/** The URI under which clients of `/mcp` know a resource of one server. */
export type ExposedUri = (uri: string) => string;

/** The server that a URI belongs to, and the URI as it knows it; null if none. */
export function originOfUri(source: UriSource, uri: string): Origin | null {
  const exposure = source.exposure();
  const isThere = (server: string): boolean => source.servers().some(({ name }) => name === server);
  const owner = exposure.owners.get(uri);
  if (owner !== undefined) return { server: owner, key: uri };
  const clash = originOfClashing(uri);
  if (clash !== null && isThere(clash.server)) return clash;
  const mentioning = source.mentioned.serverOf(uri);
  if (mentioning !== undefined && isThere(mentioning)) return { server: mentioning, key: uri };
  const fitting = [...exposure.resourceTemplates.origins]
    .filter(([template, { key }]) => template === key && fitsTemplate(template, uri))
    .toSorted(([one], [other]) => literalLength(other) - literalLength(one));
  const [best] = fitting;
  if (best !== undefined) return { server: best[1].server, key: uri };
  for (const [skill, { server, key }] of exposure.skills.origins) {
    if (skill === key && isWithin(skill, uri)) return { server, key: uri };
  }
  return null;
}

/** Some servers read what they do not list. With one that has resources at all there is nothing to guess. */
export function onlyReader(servers: readonly AggregateServer[]): string | null {
  const declaring = only(servers, ({ capabilities }) => Object.hasOwn(capabilities, 'resources'));
  return declaring ?? only(servers, ({ lists }) => lists.resources.length > 0);
}

/** The same for skills. */
export function onlyTeacher(servers: readonly AggregateServer[]): string | null {
  return only(servers, ({ capabilities }) => offeredKinds(capabilities).includes('skills'));
}

function only(servers: readonly AggregateServer[], fits: (catalogue: Catalogue) => boolean): string | null {
  const found = servers.filter(({ catalogue }) => catalogue !== null && fits(catalogue));
  return found.length === 1 ? (found[0]?.name ?? null) : null;
}

/**
 * Reads the merged lists at each use. A URI that leads to this server stays as it is, as does one that nobody had named so
 * far; any other gets the form that leads back.
 */
export function exposedUris(server: string, source: UriSource): ExposedUri {
  return (uri) => {
    const origin = originOfUri(source, uri);
    if (origin === null)
      return source.mentioned.mention(uri, server) === server ? uri : clashingUri(server, uri);
    return origin.server === server && origin.key === uri ? uri : clashingUri(server, uri);
  };
}

/** Whether a URI is of a file or a folder of this skill, or of its folder itself (MCP skills, resource mapping). */
function isWithin(skill: string, uri: string): boolean {
  if (!skill.endsWith('/SKILL.md')) return false;
  const folder = skill.slice(0, -'/SKILL.md'.length);
  return uri === folder || uri.startsWith(`${folder}/`);
}
