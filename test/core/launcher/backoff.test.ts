// Delays before restarts.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffMs } from '../../../src/main/core/launcher/backoff.ts';

const range = { firstMs: 1000, longestMs: 30_000 };

describe('the delay before a restart', () => {
  it('doubles with each restart in a row up to the longest', () => {
    const delays = [1, 2, 3, 4, 5, 6, 7, 100].map((restart) => backoffMs(restart, range, 0));
    expect(delays).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('is shortened by chance, by a quarter at most', () => {
    const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), chance, (restart, random) => {
        const full = backoffMs(restart, range, 0);
        const delay = backoffMs(restart, range, random);
        expect(delay).toBeLessThanOrEqual(full);
        expect(delay).toBeGreaterThanOrEqual(full * 0.75);
      }),
    );
  });
});
