import { describe, expect, it } from 'vitest';
import { AbsentSessions } from '../../../src/main/core/relay/absent-sessions.ts';

describe('sessions that are not there', () => {
  it('admit a fresh id and the lost one it was offered for, each once', () => {
    const absent = new AbsentSessions();
    const fresh = absent.offer('lost', 'box');
    expect(absent.admit(fresh, 'box')).toBe(true);
    expect(absent.admit(fresh, 'box')).toBe(false);
    expect(absent.admit('lost', 'box')).toBe(true);
    expect(absent.admit('lost', 'box')).toBe(false);
  });

  it('admit nobody who was not offered anything, and only where it was', () => {
    const absent = new AbsentSessions();
    const fresh = absent.offer('lost', null);
    expect(absent.admit('other', null)).toBe(false);
    expect(absent.admit(fresh, 'box')).toBe(false);
    expect(absent.admit(fresh, null)).toBe(true);
  });

  it('do not bring back what its client has ended', () => {
    const absent = new AbsentSessions();
    absent.noteEnded('ended');
    const fresh = absent.offer('ended', null);
    expect(absent.admit('ended', null)).toBe(false);
    expect(absent.admit(fresh, null)).toBe(true);
  });

  it.each(['', 'with blank', 'x'.repeat(129), 'ümlaut', 'line\nbreak'])('take no odd id: %j', (id) => {
    const absent = new AbsentSessions();
    absent.offer(id, null);
    expect(absent.admit(id, null)).toBe(false);
  });

  it('remember a bounded number, the newest', () => {
    const absent = new AbsentSessions();
    const ids = Array.from({ length: 3000 }, (_, index) => absent.offer(`lost-${index}`, null));
    expect(absent.admit(ids[0] ?? '', null)).toBe(false);
    expect(absent.admit(ids.at(-1) ?? '', null)).toBe(true);
  });
});
