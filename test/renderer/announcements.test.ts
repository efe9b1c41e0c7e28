import { describe, expect, test } from 'vitest';
import { english } from '../../src/renderer/messages/english.ts';
import { announce } from '../../src/renderer/state/announcements.ts';
import type { ServerView } from '../../src/shared/state.ts';
import { sampleServer, sampleState } from '../support/scripted-host.ts';

function between(before: readonly ServerView[], after: readonly ServerView[]): string | null {
  return announce(sampleState({ servers: before }), sampleState({ servers: after }), english, 0);
}

describe('announcements', () => {
  test('say nothing of the first snapshot', () => {
    expect(announce(null, sampleState({ servers: [sampleServer('a')] }), english, 0)).toBeNull();
  });

  test('name the server whose status changed, with its sentence', () => {
    const after = sampleServer('a', { status: 'ready', tools: 13 });
    expect(between([sampleServer('a')], [after])).toBe('a: ready, 13 tools');
  });

  test('say nothing of new numbers in a state that stays', () => {
    const ready = sampleServer('a', { status: 'ready', sessions: 1 });
    expect(between([ready], [{ ...ready, sessions: 2 }])).toBeNull();
  });

  test('count instead of naming when many change at once', () => {
    const names = ['a', 'b', 'c', 'd'];
    const before = names.map((name) => sampleServer(name));
    const after = names.map((name) => sampleServer(name, { status: 'starting' }));
    expect(between(before, after)).toBe('4 servers changed state');
  });
});
