// How long to wait before a stream is taken up again: what the server wishes, within reason.
import type { Clock } from '../../ports.ts';
import type { StreamPosition } from './event-reader.ts';

/** A server that says "at once", again and again, is not asked more often than this. */
const shortestMs = 100;
const longestMs = 30_000;

/** Resolves after the server's `retry`, or `usualMs` where it named none; never sooner than `atLeastMs`. */
export async function waitToResume(
  { retryMs }: StreamPosition,
  usualMs: number,
  clock: Clock,
  atLeastMs = shortestMs,
): Promise<void> {
  const wantedMs = Math.max(retryMs ?? usualMs, atLeastMs, shortestMs);
  await new Promise<void>((resolve) => clock.after(Math.min(wantedMs, longestMs), resolve));
}
