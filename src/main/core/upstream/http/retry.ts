// How long to wait before a server is asked again: what it wishes, within reason.
import type { Dispatcher } from 'undici';
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

/**
 * For how many milliseconds a server that is overloaded wants to be left alone (RFC 9110, Retry-After: seconds or a date);
 * null where it does not say. `now` is epoch milliseconds.
 */
export function wantedPauseMs(
  { statusCode, headers }: Pick<Dispatcher.ResponseData, 'statusCode' | 'headers'>,
  now: number,
): number | null {
  const value = headers['retry-after'];
  if ((statusCode !== 429 && statusCode !== 503) || typeof value !== 'string') return null;
  const text = value.trim();
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  // By the clock of whoever wrote it, where that is told.
  const written = Date.parse(String(headers['date']));
  return Number.isNaN(date) ? null : Math.max(0, date - (Number.isNaN(written) ? now : written));
}
