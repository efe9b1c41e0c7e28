// A few at once, in order, and nobody held up by who is slow.
import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { deferred } from '../../../src/main/core/deferred.ts';
import { Turns } from '../../../src/main/core/servers/turns.ts';
import { fakeClock } from '../../support/fake-clock.ts';

it('begins so many at once, and the next when one is done, failed or slow', async () => {
  const clock = fakeClock();
  const turns = new Turns(clock, 2);
  const begun: number[] = [];
  const works = [0, 1, 2, 3, 4].map(() => deferred<number>());
  const results = works.map(({ promise }, index) =>
    turns.run(() => {
      begun.push(index);
      return promise;
    }),
  );
  const outcomes = Promise.allSettled(results);
  await setImmediate();
  expect(begun).toEqual([0, 1]);
  works[1]?.resolve(1);
  await setImmediate();
  expect(begun).toEqual([0, 1, 2]);
  works[2]?.reject(new Error('It broke.'));
  await setImmediate();
  expect(begun).toEqual([0, 1, 2, 3]);
  // The first two of those that run are slow: their turns are over.
  clock.advance(1000);
  await setImmediate();
  expect(begun).toEqual([0, 1, 2, 3, 4]);
  for (const [index, work] of works.entries()) work.resolve(index);
  expect((await outcomes).map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
    'fulfilled',
    'fulfilled',
  ]);
});

it('gives the turns of who was slow to nobody twice', async () => {
  const clock = fakeClock();
  const turns = new Turns(clock, 1);
  const slow = deferred<void>();
  const running = turns.run(() => slow.promise);
  await setImmediate();
  clock.advance(1000);
  await setImmediate();
  let atOnce = 0;
  let most = 0;
  const others = Array.from({ length: 5 }, () =>
    turns.run(async () => {
      most = Math.max(most, ++atOnce);
      await setImmediate();
      atOnce--;
    }),
  );
  slow.resolve();
  await Promise.all([running, ...others]);
  expect(most).toBe(1);
});
