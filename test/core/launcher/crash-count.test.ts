import { describe, expect, it } from 'vitest';
import { CrashCount } from '../../../src/main/core/launcher/crash-count.ts';

const timing = { firstBackoffMs: 1000, longestBackoffMs: 3000, healthyMs: 60_000 };

describe('crashes in a row', () => {
  it('put the next start off longer each time, until they are too many', () => {
    const crashes = new CrashCount({ maxRestarts: 3, timing, random: () => 0 });
    const seen = [1, 2, 3, 4].map(() => {
      crashes.add(59_999);
      return [crashes.delayMs(), crashes.isTooMany];
    });
    expect(seen).toEqual([
      [1000, false],
      [2000, false],
      [3000, false],
      [3000, true],
    ]);
  });

  it('are counted anew after a healthy time, and after somebody decided', () => {
    const crashes = new CrashCount({ maxRestarts: 3, timing, random: () => 0 });
    for (const readyMs of [0, 0, 60_000]) crashes.add(readyMs);
    expect(crashes.count).toBe(1);
    crashes.reset();
    expect(crashes.count).toBe(0);
  });
});
