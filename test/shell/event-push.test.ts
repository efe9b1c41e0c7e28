import { describe, expect, it } from 'vitest';
import { createEventPush } from '../../src/main/shell/event-push.ts';
import type { PlaygroundNews } from '../../src/shared/playground.ts';
import type { LogLine } from '../../src/shared/state.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { settableState } from '../support/settable-state.ts';
import { healthyState } from '../support/state-samples.ts';

function setUp() {
  const clock = fakeClock();
  const state = settableState(healthyState());
  const lines = settableState<readonly LogLine[]>([]);
  const news = settableState<PlaygroundNews>({ session: 'none', seq: 0 });
  const sent: [channel: string, value: unknown][] = [];
  const push = createEventPush({
    host: {
      state,
      logs: { read: () => [], subscribe: (listener) => lines.subscribe(listener) },
      playground: news,
    },
    clock,
    send: (channel, value) => sent.push([channel, value]),
  });
  return { clock, state, lines, news, push, take: () => sent.splice(0) };
}

const line = (seq: number): LogLine => ({ seq, time: 0, source: 'files', level: 'info', text: 'text' });

describe('the state, pushed', () => {
  it('comes at once with each subscription', () => {
    const { state, push, take } = setUp();
    push.subscribe('state');
    push.subscribe('state');
    expect(take()).toEqual([
      ['patchbay:event:state', state.get()],
      ['patchbay:event:state', state.get()],
    ]);
  });

  it('comes after changes, many of them as one', () => {
    const { clock, state, push, take } = setUp();
    push.subscribe('state');
    take();
    for (let pid = 2; pid < 100; pid += 1) state.set(healthyState({ pid }));
    clock.advance(50);
    expect(take().map(([, value]) => (value as { pid: number }).pid)).toEqual([2, 99]);
  });

  it('does not come to nobody', () => {
    const { clock, state, push, take } = setUp();
    state.set(healthyState({ pid: 2 }));
    push.subscribe('state');
    push.unsubscribe('state');
    take();
    state.set(healthyState({ pid: 3 }));
    clock.advance(1000);
    expect(take()).toEqual([]);
  });
});

describe('log lines, pushed', () => {
  it('come in batches, in order, none twice', () => {
    const { clock, lines, push, take } = setUp();
    push.subscribe('logs');
    for (let seq = 0; seq < 100; seq += 1) lines.set([line(seq)]);
    clock.advance(100);
    const batches = take().map(([, value]) => value as LogLine[]);
    expect(batches.map((batch) => batch.length)).toEqual([1, 99]);
    expect(batches.flat().map(({ seq }) => seq)).toEqual(Array.from({ length: 100 }, (_unused, seq) => seq));
  });

  it('come only while somebody asks for them', () => {
    const { clock, lines, push, take } = setUp();
    lines.set([line(0)]);
    push.subscribe('logs');
    lines.set([line(1)]);
    push.reset();
    lines.set([line(2)]);
    clock.advance(1000);
    expect(take()).toEqual([['patchbay:event:logs', [line(1)]]]);
  });

  it('are dropped from the old end when a batch grows too large', () => {
    const { clock, lines, push, take } = setUp();
    push.subscribe('logs');
    lines.set([line(0)]);
    take();
    lines.set(Array.from({ length: 7000 }, (_unused, index) => line(index + 1)));
    clock.advance(100);
    const batch = take()[0]?.[1] as LogLine[];
    expect(batch).toHaveLength(5000);
    expect(batch.at(-1)?.seq).toBe(7000);
  });
});

describe('what a playground has to read, pushed', () => {
  it('is told at once, and to nobody who does not listen', () => {
    const { news, push, take } = setUp();
    push.subscribe('playground');
    news.set({ session: 'a', seq: 1 });
    expect(take()).toEqual([['patchbay:event:playground', { session: 'a', seq: 1 }]]);
    push.unsubscribe('playground');
    news.set({ session: 'a', seq: 2 });
    expect(take()).toEqual([]);
  });
});
