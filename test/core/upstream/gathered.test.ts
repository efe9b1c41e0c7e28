import { describe, expect, it } from 'vitest';
import { Gathered } from '../../../src/main/core/upstream/gathered.ts';
import type { Pending } from '../../../src/main/core/relay/pending.ts';

/** `end` ends the turn of the event loop; without turns there is nothing to wait for. */
function setUp(hasTurns = true) {
  const written: string[] = [];
  const ends: (() => void)[] = [];
  const clock = hasTurns ? { endOfTurn: (callback: () => void) => void ends.push(callback) } : {};
  const gathered = new Gathered(clock, (_together, lines) => written.push(lines.toString()));
  const add = (text: string, pending: Pending | null = null): void =>
    gathered.add({ pending, message: Buffer.from(text) });
  return { gathered, written, add, end: () => ends.shift()?.() };
}

const pending: Pending = {
  id: 1,
  peer: null,
  clientId: '1',
  method: 'ping',
  exchange: { send: () => undefined, finish: () => undefined, abandon: () => undefined },
  progressToken: null,
  timeoutMs: 1,
  sent: false,
  deadline: 1,
  lastDeadline: 1,
  held: 0,
};

describe('messages for one child that come in the same turn', () => {
  it('are written in one go at its end, a line each', () => {
    const { written, add, end } = setUp();
    for (const text of ['one', 'two', 'th\nree']) add(text);
    expect(written).toEqual([]);
    end();
    expect(written).toEqual(['one\ntwo\nth ree']);
    add('four');
    end();
    expect(written).toEqual(['one\ntwo\nth ree', 'four']);
  });

  it('do not wait once they are many, and never overtake each other', () => {
    const { written, add, end } = setUp();
    const long = 'x'.repeat(5000);
    for (const text of ['one', 'two', long, 'three']) add(text);
    expect(written).toEqual([`one\ntwo\n${long}`]);
    end();
    expect(written).toEqual([`one\ntwo\n${long}`, 'three']);
  });

  it('are not written when they are taken back meanwhile', () => {
    const { gathered, written, add, end } = setUp();
    add('one');
    add('two', pending);
    add('three');
    expect([gathered.remove(pending), gathered.remove(pending)]).toEqual([true, false]);
    end();
    expect(written).toEqual(['one\nthree']);
    expect(gathered.take()).toEqual([]);
  });

  it('are written one by one where nobody tells the end of a turn', () => {
    const { written, add } = setUp(false);
    add('one');
    add('two');
    expect(written).toEqual(['one', 'two']);
  });
});
