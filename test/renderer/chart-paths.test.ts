import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  areaPath,
  bandPath,
  linePath,
  minutesOf,
  niceEnd,
  slotsOf,
} from '../../src/renderer/pages/overview/chart-paths.ts';
import { noCalls, sampleNumbers } from '../support/sample-numbers.ts';

describe('the points of a chart', () => {
  test('stand at their places in time, the newest last, with a gap where the machine slept', () => {
    const view = sampleNumbers(1_000_000, () => 1);
    const slept = view.points.filter((_, index) => index < 10 || index >= 110);
    const slots = slotsOf({ ...view, points: slept.slice(5) });
    expect(slots).toHaveLength(120);
    expect(slots.map((slot) => (slot === null ? '.' : 'x')).join('')).toBe(
      `${'.'.repeat(5)}${'x'.repeat(5)}${'.'.repeat(100)}${'x'.repeat(10)}`,
    );
    expect(slotsOf(noCalls()).every((slot) => slot === null)).toBe(true);
  });

  test('count what came within a minute', () => {
    const view = sampleNumbers(1_000_000, (step) => (step === 100 ? 7 : 0));
    const minutes = minutesOf(slotsOf(view), view.stepMs).map((minute) => minute?.calls);
    expect(minutes.slice(99, 113)).toEqual([0, ...Array.from({ length: 12 }, () => 7), 0]);
  });
});

describe('the end of an axis', () => {
  test('is a round number that is not less than the highest value, and not much more', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), (value) => {
        const end = niceEnd(value);
        expect(end).toBeGreaterThanOrEqual(value * (1 - 1e-6));
        expect(end).toBeLessThanOrEqual(value * 2.5 * (1 + 1e-6));
        expect(['1', '2', '5']).toContain(end.toExponential(5).replace(/\.0+e.*$/, ''));
      }),
    );
    expect(niceEnd(0)).toBe(1);
  });
});

describe('a path', () => {
  test('goes along the steps and back on the ground, once for each run', () => {
    expect(areaPath([0.5, 1, null, 0, 0.25])).toBe('M0 0.5V0.5H1V0H2V1H1V1H0ZM4 0.75V0.75H5V1H4Z');
    expect(areaPath([null, 0])).toBe('');
  });

  test('of a band goes back along its lower edge, and that of a line not at all', () => {
    expect(bandPath([[0.25, 0.75]])).toBe('M0 0.25V0.25H1V0.75H0Z');
    expect(linePath([0.25, 0.5, null])).toBe('M0 0.75V0.75H1V0.5H2');
  });
});
