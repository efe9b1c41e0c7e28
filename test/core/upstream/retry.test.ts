import { expect, it } from 'vitest';
import { waitToResume } from '../../../src/main/core/upstream/http/retry.ts';
import { fakeClock } from '../../support/fake-clock.ts';

/** After how many milliseconds the wait is over. */
async function waited(retryMs: number | null, usualMs: number, atLeastMs?: number): Promise<number> {
  const clock = fakeClock();
  let isOver = false;
  const wait = waitToResume({ lastEventId: null, retryMs }, usualMs, clock, atLeastMs).then(
    () => (isOver = true),
  );
  for (let ms = 0; ms <= 60_000; ms += 100) {
    if (ms > 0) clock.advance(100);
    await Promise.resolve();
    await Promise.resolve();
    if (isOver) {
      await wait;
      return ms;
    }
  }
  throw new Error('It waits for more than a minute.');
}

it.each([
  ['the usual time where the server names none', null, 1000, undefined, 1000],
  ['as long as the server wishes', 500, 1000, undefined, 500],
  ['a moment at least, when the server says at once', 0, 1000, undefined, 100],
  ['half a minute at most, whatever the server says', 9_999_999_999, 1000, undefined, 30_000],
  ['no less than the back-off', 0, 1000, 4000, 4000],
])('a stream is resumed after %s', async (_what, retryMs, usualMs, atLeastMs, expected) => {
  expect(await waited(retryMs, usualMs, atLeastMs)).toBe(expected);
});
