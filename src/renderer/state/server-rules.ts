// Which actions make sense for a server as it stands, and which servers ask for a person. No painting here.
import { isConcern } from '../../shared/attention.ts';
import type { ServerStatus, ServerView } from '../../shared/state.ts';

export interface AvailableActions {
  /** Which of the two the one start-stop button shows. */
  readonly power: 'start' | 'stop';
  readonly canStart: boolean;
  readonly canStop: boolean;
  readonly canRestart: boolean;
  /** Whether enabling and disabling is offered at all: only for what stands in the configuration. */
  readonly canToggle: boolean;
}

const running: ReadonlySet<ServerStatus> = new Set(['starting', 'ready', 'backing-off', 'stopping']);

/** The actions of one server. The built-in server has none. */
export function availableActions(server: ServerView): AvailableActions {
  const managed = server.source !== 'built-in';
  const runs = running.has(server.status);
  const ends = server.status === 'stopping';
  return {
    power: runs ? 'stop' : 'start',
    canStart: managed && server.enabled && !runs,
    canStop: managed && runs && !ends,
    canRestart: managed && server.enabled && runs && !ends,
    canToggle: server.source === 'config',
  };
}

/** Whether something is wrong with it that people should look at. */
export function needsAttention(server: ServerView): boolean {
  const { status, problem } = server;
  // One that ended badly rests until it is wanted again; nobody has stopped it, or its problem would be forgotten.
  const isInTrouble =
    status === 'failed' || status === 'backing-off' || (status === 'stopped' && problem !== null);
  return isInTrouble && isConcern(server);
}

/** Whether there is anything but Patchbay's own server. */
export function hasOwnServers(servers: readonly ServerView[]): boolean {
  return servers.some((server) => server.source !== 'built-in');
}

/** Servers whose name or target has all the words, in the order given. */
export function filterServers(servers: readonly ServerView[], filter: string): readonly ServerView[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return servers;
  return servers.filter((server) => {
    const text = `${server.name} ${server.target} ${server.kind} ${server.status}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
