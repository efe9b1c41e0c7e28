// The numbers of the last minutes: asked for at each step while somebody looks, and at once when they look again.
import { useEffect, useState } from 'react';
import type { RecentCallsView } from '../../../shared/calls-numbers.ts';
import { usePage, useValue } from '../../page.ts';

const pauseMs = 5000;

/** null until the first answer; the last known ones while there is no connection. */
export function useRecentCalls(): RecentCallsView | null {
  const { bridge } = usePage();
  const connection = useValue(bridge.connection);
  const [recent, setRecent] = useState<RecentCallsView | null>(null);

  useEffect(() => {
    if (connection !== 'live') return undefined;
    let isOver = false;
    const ask = async (): Promise<void> => {
      try {
        const answer = await bridge.client.readRecentCalls({});
        if (!isOver) setRecent(answer);
      } catch {
        // The next step asks again; that the connection is gone is said elsewhere.
      }
    };
    const read = (): void => {
      if (document.visibilityState !== 'hidden') void ask();
    };
    read();
    const timer = setInterval(read, pauseMs);
    document.addEventListener('visibilitychange', read);
    return () => {
      isOver = true;
      clearInterval(timer);
      document.removeEventListener('visibilitychange', read);
    };
  }, [bridge, connection]);

  return recent;
}
