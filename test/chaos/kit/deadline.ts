// Waiting that ends.
import { setTimeout } from 'node:timers/promises';

export class DeadlinePassed extends Error {}

/** The promise's outcome; rejects with DeadlinePassed when there is none in time. */
export async function within<Value>(
  what: string,
  deadlineMs: number,
  promise: Promise<Value>,
): Promise<Value> {
  const stop = new AbortController();
  try {
    return await Promise.race([
      promise,
      setTimeout(deadlineMs, undefined, { signal: stop.signal }).then(() => {
        throw new DeadlinePassed(`${what} did not end within ${deadlineMs / 1000} s`);
      }),
    ]);
  } finally {
    stop.abort();
  }
}

/** Waits so long, or until the signal; never rejects. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
}
