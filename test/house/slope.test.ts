// What the load test takes for growth.
import { describe, expect, it } from 'vitest';
import { isGrowing, slopeOf, type Sample } from '../chaos/load/slope.ts';

const samples = (value: (index: number) => number): readonly Sample[] =>
  Array.from({ length: 16 }, (_, index) => ({ count: index * 100, value: value(index) }));
/** Up and down, the same each time. */
const noise = (index: number): number => ((index * 7919) % 13) - 6;

describe('a slope', () => {
  it('is what each operation adds, with the error that the noise leaves', () => {
    const { slope, error, growth } = slopeOf(samples((index) => 1000 + index * 200 + noise(index)));
    expect(slope).toBeCloseTo(2, 1);
    expect(Math.abs(slope - 2)).toBeLessThan(3 * error);
    expect(growth).toBeCloseTo(slope * 1500);
  });

  it('is growth where it is more than its noise and more than nothing', () => {
    expect(isGrowing(slopeOf(samples((index) => index * 100 + noise(index))), 500)).toBe(true);
    expect(isGrowing(slopeOf(samples((index) => index * 100 + noise(index))), 5000)).toBe(false);
    expect(isGrowing(slopeOf(samples((index) => 300 * noise(index))), 0)).toBe(false);
    expect(isGrowing(slopeOf(samples((index) => -index * 100)), 0)).toBe(false);
  });

  it('is not told of three looks', () => {
    expect(() => slopeOf(samples(noise).slice(0, 3))).toThrow('too few');
  });
});
