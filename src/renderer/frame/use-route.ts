// The place in the page, followed in the address: a reload keeps it, Back works, links can point at it.
import { useMemo, useSyncExternalStore } from 'react';
import { parseRoute } from '../state/routes.ts';
import type { Route } from '../state/routes.ts';

/** Where the page is now. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return useMemo(() => parseRoute(hash), [hash]);
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}
