import { expect, it } from 'vitest';
import { LearnPace } from '../../../src/main/core/servers/learn-pace.ts';
import { fakeClock } from '../../support/fake-clock.ts';

it('asks soon after a change, and ever more seldom while changes do not end', () => {
  const clock = fakeClock();
  const pace = new LearnPace(clock);
  const waits: number[] = [];
  for (let count = 0; count < 12; count++) {
    waits.push(pace.delayMs);
    clock.advance(pace.delayMs);
    pace.asked();
  }
  expect(waits).toEqual([50, 50, 100, 200, 400, 800, 1600, 3200, 5000, 5000, 5000, 5000]);
  clock.advance(9999);
  expect(pace.delayMs).toBe(5000);
  clock.advance(1);
  expect(pace.delayMs).toBe(50);
  pace.asked();
  expect(pace.delayMs).toBe(50);
});
