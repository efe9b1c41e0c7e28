// What a screen reader is told when the state changes: changes of status only, never each new number.
import type { Messages } from '../messages/messages.ts';
import type { AppState, ServerView } from '../../shared/state.ts';

const mostNames = 3;

/** One sentence or two about what changed between two snapshots; null when nothing worth saying did. `now` in epoch milliseconds. */
export function announce(
  previous: AppState | null,
  next: AppState,
  messages: Messages,
  now: number,
): string | null {
  if (previous === null) return null;
  const known = new Map(previous.servers.map((server) => [server.name, server]));
  const changed = next.servers.filter((server) => isNews(known.get(server.name), server));
  if (changed.length === 0) return null;
  if (changed.length > mostNames) return messages.announcements.manyChanged(changed.length);
  return changed.map((server) => `${server.name}: ${messages.server.summary(server, now)}`).join('. ');
}

function isNews(before: ServerView | undefined, now: ServerView): boolean {
  return before === undefined || before.status !== now.status || before.enabled !== now.enabled;
}
