// Where in the playground somebody is: a server, a kind of thing, one of them. In the address, so that it can be kept.
import type { AppState } from '../../../shared/state.ts';
import { routeHash } from '../../state/routes.ts';

export const kinds = ['tools', 'resources', 'templates', 'prompts'] as const;

export type Kind = (typeof kinds)[number];

export interface Place {
  readonly server: string;
  readonly kind: Kind;
  /** null: none is open. */
  readonly item: string | null;
}

export interface PlaygroundServer {
  readonly name: string;
  readonly isReady: boolean;
}

/** The servers that can be tried: those that are enabled, and those that registered. */
export function playgroundServers({ servers, registrations }: AppState): readonly PlaygroundServer[] {
  const own = servers
    .filter(({ enabled }) => enabled)
    .map(({ name, status }) => ({ name, isReady: status === 'ready' }));
  const known = new Set(own.map(({ name }) => name));
  const registered = registrations.servers
    .filter(({ key, state }) => state !== 'pending' && !known.has(key))
    .map(({ key, state }) => ({ name: key, isReady: state === 'healthy' }));
  return [...own, ...registered];
}

/** The place of an address; what it does not say is the first that there is. null: there is no server. */
export function placeOf(rest: readonly string[], servers: readonly PlaygroundServer[]): Place | null {
  const [server, kind, item] = rest;
  const first = servers.find(({ isReady, name }) => isReady && name !== 'patchbay') ?? servers[0];
  const name = server ?? first?.name;
  if (name === undefined) return null;
  return { server: name, kind: kinds.find((one) => one === kind) ?? 'tools', item: item ?? null };
}

export function placeHash({ server, kind, item }: Place): string {
  return routeHash('playground', server, kind, ...(item === null ? [] : [item]));
}
