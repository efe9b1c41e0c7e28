// Which servers of the list are shown, and in which order. Pure.
import type { ServerSource, ServerStatus, ServerView } from '../../shared/state.ts';
import { needsAttention } from './server-rules.ts';

export const serverOrders = ['file', 'name', 'state', 'sessions', 'lastSeen'] as const;
export type ServerOrder = (typeof serverOrders)[number];

const sourceChoices = ['all', 'config', 'registered', 'built-in', 'attention'] as const;
export type SourceChoice = 'all' | ServerSource | 'attention';

const ranks: Readonly<Record<ServerStatus, number>> = {
  failed: 0,
  'backing-off': 1,
  starting: 2,
  stopping: 3,
  ready: 4,
  stopped: 5,
};

export function ofSource(servers: readonly ServerView[], choice: SourceChoice): readonly ServerView[] {
  if (choice === 'all') return servers;
  if (choice === 'attention') return servers.filter(needsAttention);
  return servers.filter(({ source }) => source === choice);
}

/** The choices that would show something other than all of them. */
export function usefulChoices(servers: readonly ServerView[]): readonly SourceChoice[] {
  return sourceChoices.filter((choice) => {
    if (choice === 'all') return true;
    const { length } = ofSource(servers, choice);
    return length > 0 && length < servers.length;
  });
}

/** A sorted copy; what is equal stays as the gateway has it. */
export function orderServers(servers: readonly ServerView[], order: ServerOrder): readonly ServerView[] {
  const by = comparers[order];
  return by === null ? servers : servers.toSorted((one, other) => by(one, other));
}

type Comparer = (one: ServerView, other: ServerView) => number;

const byName: Comparer = (one, other) => one.name.localeCompare(other.name);

const comparers: Readonly<Record<ServerOrder, Comparer | null>> = {
  file: null,
  name: byName,
  state: (one, other) => rank(one) - rank(other) || byName(one, other),
  sessions: (one, other) => other.sessions - one.sessions || byName(one, other),
  lastSeen: (one, other) => (other.lastSeenAt ?? 0) - (one.lastSeenAt ?? 0) || byName(one, other),
};

function rank({ enabled, status }: ServerView): number {
  return enabled ? ranks[status] : 6;
}
