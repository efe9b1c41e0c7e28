import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AbsentSessions } from '../../../src/main/core/relay/absent-sessions.ts';
import { SessionIds } from '../../../src/main/core/relay/session-ids.ts';

const ids = new SessionIds(randomBytes(32));

function setUp() {
  const ended = new Set<string>();
  return { ended, absent: new AbsentSessions({ ids, wasEnded: (id) => ended.has(id) }) };
}

describe('sessions that are not there', () => {
  it('admit a fresh id and the lost one it was offered for, each once', () => {
    const { absent } = setUp();
    const lost = ids.make('box', null);
    const fresh = absent.offer(lost, 'box', null);
    for (const id of [fresh, lost]) {
      expect(absent.admit(id, 'box', null)).toBe(true);
      expect(absent.admit(id, 'box', null)).toBe(false);
    }
  });

  it('admit nobody who was not offered anything, and only where it was', () => {
    const { absent } = setUp();
    const fresh = absent.offer(ids.make(null, null), null, null);
    expect(absent.admit(ids.make(null, null), null, null)).toBe(false);
    expect(absent.admit(fresh, 'box', null)).toBe(false);
    expect(absent.admit(fresh, null, null)).toBe(true);
  });

  it('do not bring back what its client has ended', () => {
    const { absent, ended } = setUp();
    const lost = ids.make(null, null);
    ended.add(lost);
    const fresh = absent.offer(lost, null, null);
    expect(absent.admit(lost, null, null)).toBe(false);
    expect(absent.admit(fresh, null, null)).toBe(true);
  });

  it.each([
    ['that somebody made up', () => 'lost'],
    ['of another route', () => ids.make('other', null)],
    ['of another installation', () => new SessionIds(randomBytes(32)).make('box', null)],
  ])('take no id %s, however often it comes', (_what, make) => {
    const { absent } = setUp();
    const lost = make();
    for (let round = 0; round < 3; round++) absent.offer(lost, 'box', null);
    expect(absent.admit(lost, 'box', null)).toBe(false);
  });

  it('remember a bounded number, the newest', () => {
    const { absent } = setUp();
    const offered = Array.from({ length: 3000 }, () => absent.offer('lost', null, null));
    expect(absent.admit(offered[0] ?? '', null, null)).toBe(false);
    expect(absent.admit(offered.at(-1) ?? '', null, null)).toBe(true);
  });
});

describe('a session id', () => {
  it('is visible ASCII, another one each time, and known in the next run', () => {
    const key = randomBytes(32);
    const made = Array.from({ length: 100 }, () => new SessionIds(key).make('box', null));
    expect(new Set(made).size).toBe(100);
    for (const id of made) {
      expect(id).toMatch(/^[\x21-\x7e]{1,100}$/);
      expect(new SessionIds(key).isOurs(id, 'box', null)).toBe(true);
    }
  });

  it('is nobody’s when any of its characters was changed', () => {
    const id = ids.make('box', null);
    fc.assert(
      fc.property(fc.nat(id.length - 1), fc.string({ maxLength: 3 }), (at, put) => {
        const changed = id.slice(0, at) + put + id.slice(at + 1);
        fc.pre(changed !== id);
        expect(ids.isOurs(changed, 'box', null)).toBe(false);
      }),
    );
  });
});
