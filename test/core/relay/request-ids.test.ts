import { describe, expect, it } from 'vitest';
import { RequestIds } from '../../../src/main/core/relay/request-ids.ts';
import { fakeClock } from '../../support/fake-clock.ts';

function setUp() {
  const clock = fakeClock();
  return { clock, ids: new RequestIds(clock) };
}

describe('the ids of a client’s requests', () => {
  it('know a request that was cancelled before it came, once', () => {
    const { ids } = setUp();
    ids.cancel('1');
    expect([ids.begin('1'), ids.begin('2'), ids.begin('1')]).toEqual(['cancelled', 'begun', 'begun']);
  });

  it('tell when one is in use, until its request has ended', () => {
    const { ids } = setUp();
    expect([ids.begin('1'), ids.begin('1')]).toEqual(['begun', 'in use']);
    ids.end('1');
    expect(ids.begin('1')).toBe('begun');
  });

  it('tell 1 from "1"', () => {
    const { ids } = setUp();
    ids.cancel('"1"');
    expect([ids.begin('1'), ids.begin('"1"')]).toEqual(['begun', 'cancelled']);
  });

  it('leave a cancellation to others while its request is in flight, and forget a late one', () => {
    const { ids } = setUp();
    ids.begin('1');
    ids.cancel('1');
    ids.end('1');
    ids.cancel('1');
    // A client that uses an id again does what it should not, and is served all the same.
    expect(ids.begin('1')).toBe('begun');
  });

  it.each(['0', '7', '123456789', '1234567890', '007', '1.0', '-1', '"7"', '""', '7e0'])(
    'know that a request has ended, and no other, by its id as written: %s',
    (id) => {
      const { ids } = setUp();
      ids.begin(id);
      ids.end(id);
      ids.cancel(id);
      expect(ids.begin(id)).toBe('begun');
      for (const other of ['8', '"8"', '07', '7.0', '"0"']) {
        ids.cancel(other);
        expect(ids.begin(other)).toBe('cancelled');
      }
    },
  );

  it('wait for the request of an early cancellation for five seconds only', () => {
    const { ids, clock } = setUp();
    ids.cancel('1');
    ids.cancel('2');
    clock.advance(4999);
    expect(ids.begin('1')).toBe('cancelled');
    clock.advance(2);
    expect(ids.begin('2')).toBe('begun');
  });

  it('remember a bounded number of cancellations, the newest', () => {
    const { ids } = setUp();
    for (let id = 0; id < 1000; id++) ids.cancel(String(id));
    expect([ids.begin('0'), ids.begin('999')]).toEqual(['begun', 'cancelled']);
  });
});
