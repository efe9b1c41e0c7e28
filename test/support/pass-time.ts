// Lets fake time go by for as long as something takes.
import { setImmediate } from 'node:timers/promises';
import type { FakeClock } from './fake-clock.ts';

/** The outcome of `work`, time passing in small steps whenever somebody waits for it. */
export async function passTimeUntil<Value>(clock: FakeClock, work: Promise<Value>): Promise<Value> {
  const over = new AbortController();
  const outcome = work.finally(() => over.abort());
  while (!over.signal.aborted) {
    await setImmediate();
    if (!over.signal.aborted && clock.pending() > 0) clock.advance(10);
  }
  return outcome;
}
