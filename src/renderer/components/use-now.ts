// The time of day as components see it, for what counts up or down.
import { useEffect, useState } from 'react';

/** Epoch milliseconds; paints again so often. */
export function useNow(everyMs = 1000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
