import { expect, it } from 'vitest';
import { Soon } from '../../../src/main/core/servers/soon.ts';
import { fakeClock } from '../../support/fake-clock.ts';

it('happens at the earliest of the times that were asked for, once', () => {
  const clock = fakeClock();
  const times: number[] = [];
  const soon = new Soon(clock, () => times.push(clock.monotonic()));
  soon.within(30_000);
  soon.within(50);
  soon.within(200);
  clock.advance(60_000);
  expect(times).toEqual([50]);
  soon.within(10);
  clock.advance(10);
  expect(times).toEqual([50, 60_010]);
});

it('happens again and again while it is asked for without end, and never after it was cancelled', () => {
  const clock = fakeClock();
  let count = 0;
  const soon = new Soon(clock, () => count++);
  for (let ms = 0; ms < 1000; ms += 10) {
    soon.within(50);
    clock.advance(10);
  }
  expect(count).toBe(20);
  soon.within(50);
  soon.cancel();
  clock.advance(1000);
  expect(count).toBe(20);
});
