// Which server is open, kept in the address (`#/servers/NAME`): a reload keeps it, Back works, links can point at it.
import { useSyncExternalStore } from 'react';
import { parseSelection, registrationsHash, selectionHash, tokensHash } from '../state/selection.ts';

export interface Selection {
  /** null: none. */
  readonly name: string | null;
  /** Those who registered by themselves are open; no server is then. */
  readonly showsRegistrations: boolean;
  /** The gateway's tokens are open; no server is then. */
  readonly showsTokens: boolean;
  readonly select: (name: string | null) => void;
}

/** The open server. */
export function useSelection(): Selection {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return {
    name: parseSelection(hash),
    showsRegistrations: hash === registrationsHash,
    showsTokens: hash === tokensHash,
    select,
  };
}

function select(name: string | null): void {
  window.location.hash = name === null ? '#/' : selectionHash(name);
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}
