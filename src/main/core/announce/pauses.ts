// How long to wait before a proxy is asked again. Pure.
import type { AnnouncementSettings } from './types.ts';

/** Once the attempts are used up it is not asked more often than this, */
const shortestMs = 5000;
/** and as long as nobody wants longer waits, not less often than this. */
const longestMs = 60_000;

/**
 * Milliseconds to wait after so many failures in a row, from 1: `retry_delay`, doubled each time (S1.5). A proxy that went
 * away is asked for as long as Patchbay runs.
 */
export function pauseAfter(
  failures: number,
  { retryDelayMs, retryAttempts }: Pick<AnnouncementSettings, 'retryDelayMs' | 'retryAttempts'>,
): number {
  const doubled = Math.min(retryDelayMs * 2 ** Math.min(failures - 1, 30), Math.max(longestMs, retryDelayMs));
  return failures > retryAttempts ? Math.max(doubled, shortestMs) : doubled;
}
