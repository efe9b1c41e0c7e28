import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultBounds } from '../../../../src/main/core/bounds/bounds.ts';
import { ParkedCalls } from '../../../../src/main/core/relay/modern/parked-calls.ts';
import { StateSeal } from '../../../../src/main/core/relay/modern/request-state.ts';
import { fakeClock } from '../../../support/fake-clock.ts';

const key = randomBytes(32);

function setUp(waitMs = 1000) {
  const clock = fakeClock();
  const expired: string[] = [];
  const parked = new ParkedCalls<{ name: string; expire(): void }>({
    bounds: defaultBounds(),
    clock,
    seal: new StateSeal(key),
    waitMs,
  });
  const call = (name: string) => ({ name, expire: () => void expired.push(name) });
  return { clock, expired, parked, call };
}

describe('a parked call', () => {
  it('is brought back by its requestState, once', () => {
    const { parked, call } = setUp();
    const one = call('one');
    const state = parked.park(one, 'digest');
    expect(parked.take(state, 'digest')).toBe(one);
    expect(() => parked.take(state, 'digest')).toThrow(/used already/);
  });

  it('gets another requestState each time', () => {
    const { parked, call } = setUp();
    const one = call('one');
    const first = parked.park(one, 'digest');
    parked.take(first, 'digest');
    const second = parked.park(one, 'digest');
    expect(second).not.toBe(first);
    expect(() => parked.take(first, 'digest')).toThrow(/used already/);
    expect(parked.take(second, 'digest')).toBe(one);
  });

  it('expires, is told so, and leaves no timer', () => {
    const { clock, parked, call, expired } = setUp();
    const state = parked.park(call('one'), 'digest');
    clock.advance(1000);
    expect(expired).toEqual(['one']);
    expect(() => parked.take(state, 'digest')).toThrow(/expired/);
    expect([parked.size, clock.pending()]).toEqual([0, 0]);
  });

  it('is not given to another request, and waits on for its own', () => {
    const { parked, call } = setUp();
    const state = parked.park(call('one'), 'digest');
    expect(() => parked.take(state, 'other')).toThrow(/another request/);
    expect(parked.take(state, 'digest').name).toBe('one');
  });

  it('is gone when its call has ended, and all are when everything ends', () => {
    const { clock, parked, call, expired } = setUp();
    const one = call('one');
    const state = parked.park(one, 'digest');
    parked.drop(one);
    expect(() => parked.take(state, 'digest')).toThrow(/its call has ended/);
    parked.park(call('two'), 'digest');
    parked.park(call('three'), 'digest');
    parked.close();
    expect(expired).toEqual(['two', 'three']);
    expect(clock.pending()).toBe(0);
  });
});

describe('a requestState of an earlier run', () => {
  it('is told apart from one that was used, and from one of somebody else', () => {
    const earlier = setUp();
    const state = earlier.parked.park(earlier.call('one'), 'digest');
    expect(() => setUp().parked.take(state, 'digest')).toThrow(
      expect.objectContaining({ code: 'CALL_INTERRUPTED', details: { retryable: true } }),
    );
    const foreign = new StateSeal(randomBytes(32)).seal({ callId: 'id', digest: 'digest', expiresAt: 1e15 });
    expect(() => setUp().parked.take(foreign, 'digest')).toThrow(/not one that this gateway gave out/);
  });
});

describe('a requestState', () => {
  it('comes out as it went in, for any digest and time', () => {
    const seal = new StateSeal(key);
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.nat(), (callId, digest, expiresAt) => {
        const claim = { callId, digest, expiresAt };
        const state = seal.seal(claim);
        fc.pre(state.length <= 1024);
        expect(seal.open(state)).toEqual({ ...claim, isOfThisRun: true });
      }),
    );
  });

  it('is nothing when any of its characters was changed, or another key made it', () => {
    const seal = new StateSeal(key);
    const state = seal.seal({ callId: 'id', digest: 'digest', expiresAt: 5 });
    fc.assert(
      fc.property(fc.nat(state.length - 1), fc.string({ maxLength: 3 }), (at, put) => {
        const changed = state.slice(0, at) + put + state.slice(at + 1);
        fc.pre(changed !== state);
        expect(seal.open(changed)).toBeNull();
      }),
    );
    expect(new StateSeal(randomBytes(32)).open(state)).toBeNull();
  });

  it('is nothing when it is any other text', () => {
    const seal = new StateSeal(key);
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(seal.open(text)).toBeNull();
      }),
    );
    expect(seal.open('x'.repeat(100_000))).toBeNull();
  });
});
