// Streams that go on in another run: what was saved, and what is said of an answer of which nothing is left.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClientStream, EventSink } from '../../../src/main/core/relay/client-stream.ts';
import { SessionStreams } from '../../../src/main/core/relay/session-streams.ts';
import {
  answerId,
  eventId,
  isOfSession,
  newLife,
  parseEventId,
  requestIdsOf,
} from '../../../src/main/core/relay/stream-ids.ts';

const bytes = (text: string): Buffer => Buffer.from(text);

/** Connects to where a client goes on; gives the events that it gets, and how to leave. */
function connect(stream: ClientStream, afterSequence: number | null) {
  const events: { readonly id: string; readonly data: string }[] = [];
  const state = { hasEnded: false };
  const sink: EventSink = {
    event: (id, data) => {
      events.push({ id, data: data.toString() });
      return 'taken';
    },
    end: () => void (state.hasEnded = true),
  };
  stream.attach(sink, afterSequence);
  return { events, state, leave: () => stream.detach(sink) };
}

function resume(streams: SessionStreams, lastEventId: string): readonly string[] | null {
  const position = streams.resume(lastEventId);
  if (position === null) return null;
  const { events, leave } = connect(position.stream, position.afterSequence);
  leave();
  return events.map(({ data }) => data);
}

/** The same session in the next run. */
function nextRun(streams: SessionStreams, maxBytes = 100_000): SessionStreams {
  return new SessionStreams('x', JSON.parse(JSON.stringify(streams.save(maxBytes))) as never);
}

describe('streams that were saved', () => {
  it('go on after the event that the client names, whether it was taken or not', () => {
    const streams = new SessionStreams('x', null);
    const client = connect(streams.standalone, null);
    for (const text of ['one', 'two', 'ü\u2028']) streams.standalone.push(bytes(text));
    client.leave();
    streams.standalone.push(bytes('missed'));
    const next = nextRun(streams);
    next.standalone.push(bytes('new'));
    expect(resume(next, client.events[0]?.id ?? '')).toEqual(['two', 'ü\u2028', 'missed', 'new']);
    expect(resume(next, client.events[2]?.id ?? '')).toEqual(['missed', 'new']);
    expect(connect(next.standalone, null).events).toEqual([]);
  });

  it('give an answer that nobody has taken to its end, and then have ended', () => {
    const streams = new SessionStreams('x', null);
    const answer = streams.open(['7']);
    const client = connect(answer, null);
    answer.push(bytes('progress'));
    client.leave();
    answer.finish(bytes('the answer'));
    const next = nextRun(streams);
    const position = next.resume(client.events[0]?.id ?? '');
    const again = position === null ? null : connect(position.stream, position.afterSequence);
    expect(again?.events.map(({ data }) => data)).toEqual(['the answer']);
    expect(again?.state.hasEnded).toBe(true);
    expect(next.resume(again?.events[0]?.id ?? '')).toBeNull();
    // Ids are not given twice.
    expect(next.open(['8']).id).not.toBe(answer.id);
  });

  it('hold the newest events where there is not room for all', () => {
    const streams = new SessionStreams('x', null);
    for (let index = 0; index < 100; index++) streams.standalone.push(bytes(`event ${index}`));
    const next = nextRun(streams, 2500);
    const { events } = connect(next.standalone, null);
    expect(events.length).toBeGreaterThan(5);
    expect(events.at(-1)?.data).toBe('event 99');
    expect(events[0]?.data).toBe(`event ${100 - events.length}`);
  });

  it('start from nothing when nothing was saved: a client gets all that has not been delivered', () => {
    const before = new SessionStreams('x', null);
    const client = connect(before.standalone, null);
    before.standalone.push(bytes('of the run before'));
    const after = new SessionStreams('x', null);
    after.standalone.push(bytes('new'));
    expect(resume(after, client.events[0]?.id ?? '')).toEqual(['new']);
  });
});

describe('an answer of which nothing is left', () => {
  it('becomes an error that may be tried again, and then has ended', () => {
    const lost = new SessionStreams('x', null).open(['"call-1"']);
    const next = new SessionStreams('x', null);
    const position = next.resume(eventId(lost.id, 4, false));
    const client = position === null ? null : connect(position.stream, position.afterSequence);
    expect(client?.events.map(({ data }) => JSON.parse(data) as unknown)).toMatchObject([
      { id: 'call-1', error: { data: { code: 'CALL_INTERRUPTED', retryable: true } } },
    ]);
    expect(client?.state.hasEnded).toBe(true);
    expect(next.resume(client?.events[0]?.id ?? '')).toBeNull();
  });

  it('is one for each request of a batch', () => {
    const lost = new SessionStreams('x', null).open(['1', '"two"']);
    const errors = resume(new SessionStreams('x', null), eventId(lost.id, 0, false));
    expect(errors?.map((text) => (JSON.parse(text) as { id: unknown }).id)).toEqual([1, 'two']);
  });

  it('is nothing to another session, nor where the answer had come', () => {
    const lost = new SessionStreams('x', null).open(['1']);
    expect(new SessionStreams('y', null).resume(eventId(lost.id, 4, false))).toBeNull();
    expect(new SessionStreams('x', null).resume(eventId(lost.id, 4, true))).toBeNull();
  });
});

describe('the ids of events', () => {
  it('tell stream, number, end and requests, whatever these are called', () => {
    const requestId = fc.oneof(fc.integer(), fc.string({ maxLength: 20 }));
    fc.assert(
      fc.property(
        fc.array(requestId, { minLength: 1, maxLength: 2 }),
        fc.nat(),
        fc.boolean(),
        (ids, at, isEnd) => {
          const written = ids.map((id) => JSON.stringify(id));
          const streamId = answerId(3, newLife('x'), written);
          const id = eventId(streamId, at, isEnd);
          expect(parseEventId(id)).toEqual({ streamId, sequence: at, isEnd });
          expect(isOfSession(streamId, 'x')).toBe(true);
          // Long ones are left out.
          const isLong = Buffer.byteLength(`[${written.join(',')}]`) > 72;
          expect(requestIdsOf(streamId)).toEqual(isLong ? [] : written);
        },
      ),
    );
  });

  it('are none of ours when they are any other text', () => {
    for (const id of ['', 'x', '1.', '.1', 'a.b', 'p1.7.8', 'ü.1', 'p1.7.endx', 'a b.1'])
      expect(parseEventId(id)).toBeNull();
    fc.assert(
      fc.property(fc.string(), (text) => {
        const streams = new SessionStreams('x', null);
        const position = streams.resume(text);
        expect([null, streams.standalone]).toContain(position?.stream ?? null);
        expect(isOfSession(text, 'x')).toBe(false);
        expect(requestIdsOf(`p1-${newLife('x')}-${text}`)).toBeInstanceOf(Array);
      }),
    );
  });
});

describe('what a client has missed that no longer listens', () => {
  it('is handed over once, and its numbers are given again', () => {
    const { standalone } = new SessionStreams('x', null);
    const first = connect(standalone, null);
    standalone.push(bytes('one'));
    first.leave();
    standalone.push(bytes('two'));
    standalone.push(bytes('three'));
    expect(standalone.takeUndelivered().map(String)).toEqual(['two', 'three']);
    expect(standalone.takeUndelivered()).toEqual([]);
    standalone.push(bytes('four'));
    const second = connect(standalone, parseEventId(first.events[0]?.id ?? '')?.sequence ?? null);
    expect(second.events.map(({ data }) => data)).toEqual(['four']);
  });

  it('is what is left where the oldest did not fit', () => {
    const { standalone } = new SessionStreams('x', null);
    const large = Buffer.alloc(20 * 1024 * 1024, 'x');
    standalone.push(large);
    standalone.push(bytes('small'));
    standalone.push(large);
    expect(standalone.takeUndelivered().map(({ length }) => length)).toEqual([5, large.length]);
    standalone.push(bytes('next'));
    expect(connect(standalone, null).events.map(({ data }) => data)).toEqual(['next']);
  });
});
