// When what depends on the configuration is to be read: at first, whenever the gateway has read its file or moved, and when
// somebody looks at the page again, as much is changed elsewhere.
import { useEffect } from 'react';
import type { AppState } from '../../../shared/state.ts';
import { usePage, useValue } from '../../page.ts';

/** `read` must stay the same function from one painting to the next. */
export function useFreshReading(read: () => void): void {
  const { bridge, state } = usePage();
  const connection = useValue(bridge.connection);
  useEffect(() => {
    if (connection !== 'live') return undefined;
    let seen = markOf(state.get());
    const unsubscribe = state.subscribe(() => {
      const now = markOf(state.get());
      if (now === seen) return;
      seen = now;
      read();
    });
    read();
    window.addEventListener('focus', read);
    return () => {
      unsubscribe();
      window.removeEventListener('focus', read);
    };
  }, [read, state, connection]);
}

function markOf(state: AppState | null): string {
  const { loadedAt, faults } = state?.config ?? {};
  return JSON.stringify([loadedAt, faults, state?.gateway.url]);
}
