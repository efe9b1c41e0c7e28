import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { deferred } from '../../../src/main/core/deferred.ts';
import { Learners } from '../../../src/main/core/servers/learners.ts';
import { fakeClock } from '../../support/fake-clock.ts';

function learner() {
  const { promise, resolve } = deferred<void>();
  let asked = 0;
  return {
    learnIfUnknown: () => {
      asked++;
      return promise;
    },
    finish: resolve,
    asked: () => asked,
  };
}

describe('servers that are asked for their lists', () => {
  it('are asked four at a time, in order', async () => {
    const learners = new Learners(fakeClock());
    const all = Array.from({ length: 6 }, learner);
    for (const each of all) void learners.learn(each);
    await setImmediate();
    expect(all.map(({ asked }) => asked())).toEqual([1, 1, 1, 1, 0, 0]);
    all[1]?.finish();
    await setImmediate();
    expect(all.map(({ asked }) => asked())).toEqual([1, 1, 1, 1, 1, 0]);
  });

  it('are not held up by slow ones, which go on beside them', async () => {
    const clock = fakeClock();
    const learners = new Learners(clock);
    const slow = Array.from({ length: 4 }, learner);
    const quick = learner();
    const done = [...slow, quick].map((each) => learners.learn(each));
    await setImmediate();
    clock.advance(1000);
    await setImmediate();
    expect(quick.asked()).toBe(1);
    quick.finish();
    await done.at(-1);
    for (const each of slow) each.finish();
    await Promise.all(done);
  });

  it('are asked once, however many wait for it', async () => {
    const learners = new Learners(fakeClock());
    const one = learner();
    const waiting = [learners.learn(one), learners.learn(one)];
    one.finish();
    await Promise.all(waiting);
    expect(one.asked()).toBe(1);
    await learners.learn(one);
    expect(one.asked()).toBe(2);
  });
});
