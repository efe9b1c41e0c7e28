// How often one may ask, and how long one waits who fails to log in.
import { describe, expect, it } from 'vitest';
import { LoginDelays } from '../../../src/main/core/http-guards/login-delays.ts';
import { RateLimits } from '../../../src/main/core/http-guards/rate-limits.ts';
import { fakeClock } from '../../support/fake-clock.ts';

/** How many of `tries` requests in a row go on. */
function admitted(limits: RateLimits, asker: string, tries: number): number {
  return Array.from({ length: tries }, () => limits.take(asker)).filter((wait) => wait === null).length;
}

describe('the limit of requests', () => {
  it('lets a minute’s requests through at once, and later as many as time has brought back', () => {
    const clock = fakeClock();
    const limits = new RateLimits({ perMinute: () => 60, clock });
    expect(admitted(limits, 'a', 100)).toBe(60);
    expect(limits.take('a')).toBe(1000);
    expect(admitted(limits, 'b', 100)).toBe(60);
    clock.advance(10_000);
    expect(admitted(limits, 'a', 100)).toBe(10);
    clock.advance(600_000);
    expect(admitted(limits, 'a', 100)).toBe(60);
  });

  it('follows the configuration, and one request always goes on', () => {
    const clock = fakeClock();
    let perMinute = 1;
    const limits = new RateLimits({ perMinute: () => perMinute, clock });
    expect(admitted(limits, 'a', 5)).toBe(1);
    perMinute = 1000;
    expect(admitted(limits, 'b', 5)).toBe(5);
  });

  it('forgets whom it has not heard of for longest, so that memory has an end', () => {
    const limits = new RateLimits({ perMinute: () => 1, clock: fakeClock() });
    expect(admitted(limits, 'first', 2)).toBe(1);
    for (let index = 0; index < 10_000; index++) limits.take(`other ${index}`);
    expect(limits.take('first')).toBeNull();
    expect(limits.take('other 9999')).not.toBeNull();
  });
});

describe('the delay after failed logins', () => {
  it('doubles with each failure after the first twenty, up to five minutes', () => {
    const clock = fakeClock();
    const delays = new LoginDelays(clock);
    const fail = (): number | null => delays.failed('10.0.0.1');
    expect(Array.from({ length: 20 }, fail)).toEqual(Array.from({ length: 20 }, () => null));
    const waits: (number | null)[] = [];
    for (let index = 0; index < 11; index++) {
      const wait = fail();
      waits.push(wait);
      clock.advance(wait ?? 0);
    }
    expect(waits.slice(0, 4)).toEqual([1000, 2000, 4000, 8000]);
    expect(waits.slice(-2)).toEqual([300_000, 300_000]);
  });

  it('does not grow by trying while it lasts, is each address’s own, and ends', () => {
    const clock = fakeClock();
    const delays = new LoginDelays(clock);
    for (let index = 0; index < 21; index++) delays.failed('10.0.0.1');
    clock.advance(400);
    expect(delays.failed('10.0.0.1')).toBe(600);
    expect(delays.failed('10.0.0.1')).toBe(600);
    expect(delays.failed('10.0.0.2')).toBeNull();
    clock.advance(700_000);
    expect(delays.failed('10.0.0.1')).toBeNull();
  });
});
