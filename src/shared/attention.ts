// When a server's trouble is somebody's concern: the same for the page, the tray and notifications.
import type { ServerView } from './state.ts';

/** Not of one that is switched off or paused, nor of a registered one that left: it comes back by itself, or is forgotten. */
export function isConcern({ enabled, paused, problem }: ServerView): boolean {
  return enabled && paused !== true && problem?.code !== 'SERVER_OFFLINE';
}
