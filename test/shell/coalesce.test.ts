import { array, assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coalesce } from '../../src/main/shell/coalesce.ts';
import { fakeClock } from '../support/fake-clock.ts';

describe('coalesced work', () => {
  it('runs at once, then not before the time is over', () => {
    const clock = fakeClock();
    let runs = 0;
    const work = coalesce(clock, 100, () => (runs += 1));
    work();
    work();
    work();
    expect(runs).toBe(1);
    clock.advance(99);
    expect(runs).toBe(1);
    clock.advance(1);
    expect(runs).toBe(2);
  });

  it('does not run again by itself', () => {
    const clock = fakeClock();
    let runs = 0;
    const work = coalesce(clock, 100, () => (runs += 1));
    work();
    clock.advance(1000);
    expect(runs).toBe(1);
  });

  it('forgets what waits when it is cancelled', () => {
    const clock = fakeClock();
    let runs = 0;
    const work = coalesce(clock, 100, () => (runs += 1));
    work();
    work();
    work.cancel();
    clock.advance(1000);
    expect(runs).toBe(1);
  });

  it('never loses the last call and never runs twice within the time, whenever calls come', () => {
    assert(
      property(array(integer({ min: 0, max: 250 }), { minLength: 1, maxLength: 50 }), (pauses) => {
        const clock = fakeClock();
        const ranAt: number[] = [];
        const work = coalesce(clock, 100, () => ranAt.push(clock.now()));
        for (const pause of pauses) {
          clock.advance(pause);
          work();
        }
        const lastCall = clock.now();
        clock.advance(1000);
        expect(ranAt.at(-1)).toBeGreaterThanOrEqual(lastCall);
        for (const [index, time] of ranAt.entries()) {
          expect(time - (ranAt[index - 1] ?? -100)).toBeGreaterThanOrEqual(100);
        }
      }),
    );
  });
});
