import { describe, expect, it } from 'vitest';
import { ClientStream, type EventSink } from '../../../src/main/core/relay/client-stream.ts';
import { parseEventId } from '../../../src/main/core/relay/stream-ids.ts';

/** Takes `room` events at a time; then it is full until it is drained. */
function collectingSink(room = Number.POSITIVE_INFINITY) {
  const events: [string, string][] = [];
  let ended = false;
  const sink: EventSink = {
    event: (id, data) => {
      events.push([id, data.toString()]);
      return events.length % room === 0 ? 'full' : 'taken';
    },
    end: () => (ended = true),
  };
  return { events, isEnded: () => ended, sink };
}

/** Fits `events` events of `length` bytes, and a little of one more. */
const bytesFor = (events: number, length: number): number => events * (length + 200) + 100;

const texts = (events: readonly [string, string][]) => events.map(([, text]) => text);

describe('a stream towards a client', () => {
  it('keeps what comes before it is opened and delivers it then, once', () => {
    const stream = new ClientStream('s');
    stream.push(Buffer.from('a'));
    stream.push(Buffer.from('b'));
    const first = collectingSink();
    stream.attach(first.sink, null);
    stream.push(Buffer.from('c'));
    expect(texts(first.events)).toEqual(['a', 'b', 'c']);
    const second = collectingSink();
    stream.attach(second.sink, null);
    expect(texts(second.events)).toEqual([]);
  });

  it('tells news that need no telling twice once to whoever takes them later, and again afterwards', () => {
    const stream = new ClientStream('s');
    const [lists, other] = [Buffer.from('lists changed'), Buffer.from('other')];
    stream.pushOnce(lists);
    stream.pushOnce(other);
    stream.pushOnce(Buffer.from('lists changed'));
    const { sink, events } = collectingSink();
    stream.attach(sink, null);
    expect(texts(events)).toEqual(['lists changed', 'other']);
    stream.pushOnce(lists);
    expect(texts(events)).toEqual(['lists changed', 'other', 'lists changed']);
  });

  it('does not hold the block of memory that a waiting event was cut from', () => {
    const stream = new ClientStream('s');
    const block = Buffer.alloc(65_536);
    const event = block.subarray(100, 200).fill('a');
    stream.push(event);
    event.fill('b');
    const held: Buffer[] = [];
    stream.attach({ event: (_id, data) => (held.push(data), 'taken'), end: () => undefined }, null);
    expect(held.map((data) => [data.toString(), data.buffer.byteLength])).toEqual([['a'.repeat(100), 100]]);
  });

  it('does not hold the one that its last event was cut from either, although somebody listens', () => {
    const stream = new ClientStream('s');
    const held: Buffer[] = [];
    stream.attach({ event: (_id, data) => (held.push(data), 'taken'), end: () => undefined }, null);
    stream.finish(Buffer.alloc(65_536).subarray(100, 200).fill('a'));
    expect(held.map((data) => [data.toString(), data.buffer.byteLength])).toEqual([['a'.repeat(100), 100]]);
  });

  it('gives each event to the newest connection only, and to an older one again when that is gone', () => {
    const stream = new ClientStream('s');
    const [older, newer] = [collectingSink(), collectingSink()];
    stream.attach(older.sink, null);
    stream.attach(newer.sink, null);
    stream.push(Buffer.from('a'));
    stream.detach(newer.sink);
    stream.push(Buffer.from('b'));
    expect([texts(older.events), texts(newer.events)]).toEqual([['b'], ['a']]);
    expect([older.isEnded(), stream.isAttached]).toEqual([false, true]);
    stream.finish();
    expect([older.isEnded(), stream.isAttached]).toEqual([true, false]);
  });

  it('ends the oldest of too many connections', () => {
    const stream = new ClientStream('s');
    const all = Array.from({ length: 6 }, () => collectingSink());
    for (const { sink } of all) stream.attach(sink, null);
    expect(all.map(({ isEnded }) => isEnded())).toEqual([true, true, false, false, false, false]);
  });

  it('delivers again what a client did not see, by the last id that it saw', () => {
    const stream = new ClientStream('s');
    const first = collectingSink();
    stream.attach(first.sink, null);
    for (const text of ['a', 'b', 'c']) stream.push(Buffer.from(text));
    stream.detach(first.sink);
    stream.push(Buffer.from('d'));
    const again = collectingSink();
    stream.attach(again.sink, parseEventId(first.events[0]?.[0] ?? '')?.sequence ?? null);
    expect(texts(again.events)).toEqual(['b', 'c', 'd']);
  });

  it('ends a connection that comes for a finished stream after giving it the rest', () => {
    const stream = new ClientStream('p1');
    stream.push(Buffer.from('answer'));
    stream.finish();
    const late = collectingSink();
    stream.attach(late.sink, null);
    expect([texts(late.events), late.isEnded()]).toEqual([['answer'], true]);
  });

  it('does not grow without bound while nobody listens', () => {
    const stream = new ClientStream('s', {
      maxBytes: bytesFor(10, 10),
      keptDelivered: 2,
      keptDeliveredBytes: 0,
    });
    for (let index = 0; index < 1000; index++) stream.push(Buffer.from(String(index).padStart(10, '0')));
    const late = collectingSink();
    stream.attach(late.sink, null);
    expect(late.events).toHaveLength(10);
    expect(late.events.at(-1)?.[1]).toBe('0000000999');
  });

  it('forgets delivered events beyond a few', () => {
    const stream = new ClientStream('s', { maxBytes: 10_000, keptDelivered: 2, keptDeliveredBytes: 0 });
    const first = collectingSink();
    stream.attach(first.sink, null);
    for (const text of ['a', 'b', 'c', 'd']) stream.push(Buffer.from(text));
    const again = collectingSink();
    stream.attach(again.sink, 0);
    expect(texts(again.events)).toEqual(['c', 'd']);
  });

  it('gives a connection no more than it takes, and the rest when it has drained', () => {
    const stream = new ClientStream('s');
    const slow = collectingSink(2);
    for (const text of ['a', 'b', 'c', 'd', 'e']) stream.push(Buffer.from(text));
    stream.attach(slow.sink, null);
    expect(texts(slow.events)).toEqual(['a', 'b']);
    stream.finish();
    expect(slow.isEnded()).toBe(false);
    stream.drained(slow.sink);
    expect(texts(slow.events)).toEqual(['a', 'b', 'c', 'd']);
    stream.drained(slow.sink);
    expect([texts(slow.events), slow.isEnded()]).toEqual([['a', 'b', 'c', 'd', 'e'], true]);
  });

  it('keeps what a full connection did not take for the next one', () => {
    const stream = new ClientStream('s');
    const slow = collectingSink(1);
    stream.attach(slow.sink, null);
    for (const text of ['a', 'b', 'c']) stream.push(Buffer.from(text));
    stream.detach(slow.sink);
    const next = collectingSink();
    stream.attach(next.sink, null);
    expect([texts(slow.events), texts(next.events)]).toEqual([['a'], ['b', 'c']]);
  });

  it('counts nothing as delivered that a connection could not take', () => {
    const stream = new ClientStream('s');
    const dead: EventSink = { event: () => 'gone', end: () => undefined };
    stream.attach(dead, null);
    stream.push(Buffer.from('a'));
    stream.detach(dead);
    const next = collectingSink();
    stream.attach(next.sink, null);
    expect(texts(next.events)).toEqual(['a']);
  });

  it('tells a sender to wait while the connection is full, and to go on when it has caught up or is gone', async () => {
    const stream = new ClientStream('s');
    expect(stream.room()).toBeNull();
    const slow = collectingSink(1);
    stream.attach(slow.sink, null);
    expect(stream.room()).toBeNull();
    stream.push(Buffer.from('a'));
    const caughtUp = stream.room();
    stream.drained(slow.sink);
    await caughtUp;
    stream.push(Buffer.from('b'));
    const gone = stream.room();
    stream.detach(slow.sink);
    await gone;
    expect(stream.room()).toBeNull();
  });

  it('takes from a slow connection nothing of a replay that it still waits for', () => {
    const stream = new ClientStream('s', { maxBytes: 1_000_000, keptDelivered: 2, keptDeliveredBytes: 0 });
    const first = collectingSink();
    stream.attach(first.sink, null);
    for (const text of ['a', 'b']) stream.push(Buffer.from(text));
    const slow = collectingSink(1);
    stream.attach(slow.sink, 0);
    for (const text of ['c', 'd', 'e']) stream.push(Buffer.from(text));
    for (let count = 0; count < 4; count++) stream.drained(slow.sink);
    expect(texts(slow.events)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('frees a backlog that a connection has taken, without waiting for the next event', () => {
    const stream = new ClientStream('s', { maxBytes: 1_000_000, keptDelivered: 2, keptDeliveredBytes: 0 });
    for (let index = 0; index < 100; index++) stream.push(Buffer.from('x'));
    stream.attach(collectingSink().sink, null);
    expect(stream.size).toBe(2 * 201);
  });

  it('is quick at its limits, however many events there are', () => {
    const stream = new ClientStream('s', {
      maxBytes: bytesFor(200_000, 1),
      keptDelivered: 2,
      keptDeliveredBytes: 0,
    });
    const data = Buffer.from('x');
    for (let index = 0; index < 1_000_000; index++) stream.push(data);
    const late = collectingSink();
    stream.attach(late.sink, null);
    expect([late.events.length, late.events[0]?.[0]]).toEqual([200_000, 's.800001']);
  });

  it('keeps a replay of many small delivered events, as they may be lost in buffers', () => {
    const stream = new ClientStream('s', {
      maxBytes: 1_000_000,
      keptDelivered: 2,
      keptDeliveredBytes: bytesFor(10, 1),
    });
    const first = collectingSink();
    stream.attach(first.sink, null);
    for (let index = 0; index < 100; index++) stream.push(Buffer.from('x'));
    const again = collectingSink();
    stream.attach(again.sink, 0);
    expect(again.events).toHaveLength(10);
  });
});
