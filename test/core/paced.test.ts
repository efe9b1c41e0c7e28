// Work that is wanted often is done seldom.
import { expect, it } from 'vitest';
import { Paced } from '../../src/main/core/paced.ts';
import { fakeClock } from '../support/fake-clock.ts';

function stage(workMs: number) {
  const clock = fakeClock();
  const doneAt: number[] = [];
  // Time goes by during the work, for who looks at the clock.
  const seen = { ...clock, monotonic: () => clock.monotonic() + doneAt.length * workMs };
  const work = (): void => void doneAt.push(clock.monotonic());
  return { clock, doneAt, paced: new Paced({ clock: seen, delayMs: 30, work }) };
}

it('is done once, soon after the first of many wishes', () => {
  const { clock, doneAt, paced } = stage(0);
  paced.want();
  clock.advance(20);
  paced.want();
  clock.advance(1000);
  expect(doneAt).toEqual([30]);
  paced.want();
  clock.advance(30);
  expect(doneAt).toEqual([30, 1050]);
});

it('takes a tenth of the time at most, however long it takes', () => {
  const { clock, doneAt, paced } = stage(100);
  const stop = clock.every(10, () => paced.want());
  clock.advance(10_000);
  stop();
  const pauses = doneAt.slice(1).map((at, index) => at - (doneAt[index] ?? 0));
  expect(pauses.length).toBeGreaterThan(5);
  for (const pause of pauses) expect(pause).toBeGreaterThanOrEqual(900);
});

it('can be wanted by itself, and is not done when it is not wanted any more', () => {
  const { clock, doneAt, paced } = stage(0);
  paced.want();
  paced.cancel();
  clock.advance(1000);
  expect(doneAt).toEqual([]);
});
