// When a server's trouble is somebody's concern: the same for the page, the tray and notifications.
import type { ServerView } from './state.ts';

/** Not of one that is switched off or paused, nor of a registered one that left: it comes back by itself, or is forgotten. */
export function isConcern({ enabled, paused, problem }: ServerView): boolean {
  return enabled && paused !== true && problem?.code !== 'SERVER_OFFLINE';
}

/** Of its tools that changed nobody has to decide while it is switched off: they are not offered then. */
export function hasToolsToDecide({ enabled, changedTools = [] }: ServerView): boolean {
  return enabled && changedTools.length > 0;
}
