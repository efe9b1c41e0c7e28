// Which server is open, kept in the address (`#/servers/NAME`): a reload keeps it, Back works, links can point at it.
import { useSyncExternalStore } from 'react';
import { routeHash } from '../state/routes.ts';
import { parseSelection, selectionHash } from '../state/selection.ts';

export interface Selection {
  /** null: none. */
  readonly name: string | null;
  readonly select: (name: string | null) => void;
}

/** The open server. */
export function useSelection(): Selection {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return { name: parseSelection(hash), select };
}

function select(name: string | null): void {
  window.location.hash = name === null ? routeHash('servers') : selectionHash(name);
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}
