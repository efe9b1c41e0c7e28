// The time of day as components see it, for what counts up or down.
import { useEffect, useState } from 'react';

/** Epoch milliseconds; paints again every second. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
