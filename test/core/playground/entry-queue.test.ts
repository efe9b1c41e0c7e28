import { describe, expect, it } from 'vitest';
import {
  EntryQueue,
  maxWaitingBytes,
  maxWaitingNotifications,
} from '../../../src/main/core/playground/entry-queue.ts';
import type { PlaygroundHappening } from '../../../src/shared/playground.ts';

const note = (method: string): PlaygroundHappening => ({
  kind: 'notification',
  server: 'box',
  request: null,
  method,
  params: {},
});
const progress = (request: number, value: number): PlaygroundHappening => ({
  kind: 'progress',
  request,
  progress: value,
  total: null,
  message: null,
});
const question = (number: number): PlaygroundHappening => ({
  kind: 'question',
  question: number,
  server: 'box',
  request: null,
  method: 'roots/list',
  params: {},
});
const ended = (request: number): PlaygroundHappening => ({
  kind: 'ended',
  request,
  outcome: { kind: 'cancelled' },
  durationMs: 1,
});

describe('what a page has not read yet', () => {
  it('is there until the page has read past it', () => {
    const queue = new EntryQueue(() => 7);
    queue.add(note('one'), 10);
    queue.add(note('two'), 20);
    expect(queue.read(0)).toMatchObject([
      { seq: 1, method: 'one', time: 7 },
      { seq: 2, method: 'two' },
    ]);
    expect(queue.read(0)).toHaveLength(2);
    expect(queue.read(1)).toMatchObject([{ seq: 2 }]);
    expect(queue.unreadBytes).toBe(20);
    expect(queue.read(2)).toEqual([]);
    expect(queue.unreadBytes).toBe(0);
  });

  it('holds the newest progress of each request, and all endings', () => {
    const queue = new EntryQueue(() => 0);
    for (let value = 0; value < 1000; value += 1) queue.add(progress(value % 2, value), 1);
    for (let request = 0; request < 600; request += 1) queue.add(ended(request), 1);
    const entries = queue.read(0);
    expect(entries.filter(({ kind }) => kind === 'progress')).toMatchObject([
      { progress: 998 },
      { progress: 999 },
    ]);
    expect(entries.filter(({ kind }) => kind === 'ended')).toHaveLength(600);
  });

  it('has nothing of a question that was withdrawn before it was read', () => {
    const queue = new EntryQueue(() => 0);
    queue.add(question(1), 1000);
    expect(queue.withdraw(1, 'never mind')).toBe(false);
    expect(queue.read(0)).toEqual([]);
    expect(queue.unreadBytes).toBe(0);
  });

  it('says that a question was withdrawn which the page may have read, and counts that', () => {
    const queue = new EntryQueue(() => 0);
    queue.add(question(1), 1000);
    queue.add(question(2), 1000);
    queue.read(0);
    expect(queue.withdraw(1, 'never mind')).toBe(true);
    expect(queue.read(0)).toMatchObject([
      { kind: 'question', question: 2 },
      { kind: 'withdrawn', question: 1, reason: 'never mind' },
    ]);
    queue.read(3);
    expect(queue.withdraw(2, 'x'.repeat(1000))).toBe(true);
    expect(queue.unreadBytes).toBeGreaterThan(1000);
  });

  it('loses the oldest notifications of a flood, says how many, and nothing else', () => {
    const queue = new EntryQueue(() => 0);
    queue.add(ended(1), 1);
    for (let count = 0; count < maxWaitingNotifications + 30; count += 1) queue.add(note(`n${count}`), 1);
    const [lost, first, oldest] = queue.read(0);
    expect([lost, first, oldest]).toMatchObject([
      { kind: 'lost', count: 30 },
      { kind: 'ended' },
      { method: 'n30' },
    ]);
    expect(queue.read(0)[0]).toMatchObject({ kind: 'ended' });
  });

  it('does not hold more bytes of notifications than it may, however few they are', () => {
    const queue = new EntryQueue(() => 0);
    for (let count = 0; count < 5; count += 1) queue.add(note(`n${count}`), maxWaitingBytes / 2);
    expect(queue.read(0)).toMatchObject([{ kind: 'lost', count: 3 }, { method: 'n3' }, { method: 'n4' }]);
    queue.add(note('huge'), maxWaitingBytes + 1);
    expect(queue.read(5)).toMatchObject([{ kind: 'lost', count: 1 }]);
  });
});
