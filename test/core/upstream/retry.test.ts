import { expect, it } from 'vitest';
import { waitToResume, wantedPauseMs } from '../../../src/main/core/upstream/http/retry.ts';
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

it.each([
  [429, '3', undefined, 3000],
  [503, '3', undefined, 3000],
  [500, '3', undefined, null],
  [429, 'soon', undefined, null],
  [429, undefined, undefined, null],
  [429, 'Wed, 15 Nov 2023 00:00:10 GMT', 'Wed, 15 Nov 2023 00:00:00 GMT', 10_000],
  [429, 'Wed, 15 Nov 2023 00:00:00 GMT', 'Wed, 15 Nov 2023 00:00:10 GMT', 0],
  [429, 'Tue, 14 Nov 2023 22:13:30 GMT', undefined, 10_000],
])(
  'an answer of %i with Retry-After %s, dated %s, wants a pause of %s ms',
  (statusCode, after, date, expected) => {
    const headers = {
      ...(after === undefined ? {} : { 'retry-after': after }),
      ...(date === undefined ? {} : { date }),
    };
    expect(wantedPauseMs({ statusCode, headers }, 1_700_000_000_000)).toBe(expected);
  },
);
