// The time of day for what changes by the minute at most, such as whether a token ends soon.
import { useEffect, useState } from 'react';

/** Epoch milliseconds; paints again every minute. */
export function useMinute(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 60_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
