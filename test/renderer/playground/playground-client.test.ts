// The page's end of a playground session, over a contract that the test answers.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPlaygroundClient } from '../../../src/renderer/pages/playground/session/playground-client.ts';
import { createValue } from '../../../src/renderer/state/observable.ts';
import type { PatchbayClient } from '../../../src/shared/contract.ts';
import { AppError } from '../../../src/shared/errors.ts';
import type { PlaygroundEntry, PlaygroundHappening, PlaygroundNews } from '../../../src/shared/playground.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A core with as many sessions as are opened; `tell` adds an entry to the newest. */
function setUp() {
  const connection = createValue<string>('live');
  const heard: string[] = [];
  const listeners = new Set<(news: PlaygroundNews) => void>();
  const called: string[] = [];
  let sessions = 0;
  let requests = 0;
  let entries: PlaygroundEntry[] = [];
  let isKnown = true;
  const known = (): void => {
    if (!isKnown) throw new AppError('SESSION_UNKNOWN', 'This playground has ended.');
  };
  const tell = (happening: PlaygroundHappening): void => {
    const seq = (entries.at(-1)?.seq ?? 0) + 1;
    entries.push({ ...happening, seq, time: 0 });
    for (const listener of listeners) listener({ session: `s${sessions}`, seq });
  };
  let beforeSent = (): void => {};
  let opening: Promise<void> = Promise.resolve();
  const client = {
    openPlayground: async () => {
      await opening;
      isKnown = true;
      entries = [];
      return { session: `s${(sessions += 1)}`, leaseMs: 1 };
    },
    closePlayground: async ({ session }: { session: string }) => {
      called.push(`close ${session}`);
      return { closed: session };
    },
    sendPlayground: async ({ session, method }: { session: string; method: string }) => {
      known();
      called.push(`send ${session} ${method}`);
      requests += 1;
      beforeSent();
      return { request: requests };
    },
    cancelPlayground: async ({ request }: { request: number }) => {
      called.push(`cancel ${request}`);
      return { cancelled: true };
    },
    answerPlayground: async () => ({ answered: true }),
    readPlayground: async ({ after }: { after: number }) => {
      known();
      called.push('read');
      return { entries: entries.filter(({ seq }) => seq > after) };
    },
    on: (_event: string, listener: (news: PlaygroundNews) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } as unknown as PatchbayClient;
  let goAway = (): void => {};
  const playground = createPlaygroundClient({
    client,
    connection,
    onPageGone: (listener) => {
      goAway = listener;
      return () => {};
    },
    onQuestion: ({ question }) => heard.push(`question ${question}`),
    onWithdrawn: (question) => heard.push(`withdrawn ${question}`),
    onNotification: ({ method }) => heard.push(method),
    onLost: (count) => heard.push(`lost ${count}`),
    onSessionEnd: () => heard.push('end'),
  });
  return {
    playground,
    heard,
    called,
    connection,
    listeners,
    tell,
    lose: () => {
      isKnown = false;
    },
    goAway: () => goAway(),
    opened: {
      count: () => sessions,
      /** What is opened waits until the returned function is called. */
      hold: () => {
        const gate = Promise.withResolvers<void>();
        opening = gate.promise;
        return gate.resolve;
      },
    },
    onSend: (work: () => void) => {
      beforeSent = work;
    },
    entry: (happening: PlaygroundHappening) => {
      entries.push({ ...happening, seq: (entries.at(-1)?.seq ?? 0) + 1, time: 0 });
    },
  };
}

const done = (request: number): PlaygroundHappening => ({
  kind: 'ended',
  request,
  outcome: { kind: 'result', result: request },
  durationMs: 5,
});
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

describe('the page’s end of a playground', () => {
  it('ends a request with its entry, after its progress', async () => {
    const { playground, tell } = setUp();
    const steps: number[] = [];
    const request = playground.send(
      'box',
      'tools/call',
      {},
      { onProgress: ({ progress }) => steps.push(progress) },
    );
    await settle();
    tell({ kind: 'progress', request: 1, progress: 3, total: null, message: null });
    tell(done(1));
    expect(await request.ended).toMatchObject({ outcome: { result: 1 }, durationMs: 5 });
    expect(steps).toEqual([3]);
    expect(playground.inFlight()).toBe(0);
  });

  it('loses no end that comes before the number of its request', async () => {
    const { playground, tell, onSend } = setUp();
    onSend(() => tell(done(1)));
    const request = playground.send('box', 'tools/list');
    expect(await request.ended).toMatchObject({ outcome: { result: 1 } });
  });

  it('hands on questions, notifications and what was left out, in order and once', async () => {
    const { playground, tell, heard } = setUp();
    playground.send('box', 'tools/list');
    await settle();
    const common = { server: 'box', request: null, params: {} };
    tell({ kind: 'question', question: 7, method: 'elicitation/create', ...common });
    tell({ kind: 'notification', method: 'notifications/message', ...common });
    tell({ kind: 'withdrawn', question: 7, reason: '' });
    tell({ kind: 'lost', count: 4 });
    await settle();
    expect(heard).toEqual(['question 7', 'notifications/message', 'withdrawn 7', 'lost 4']);
  });

  it('reads what it may have missed when the connection is back, and now and then', async () => {
    const { playground, entry, connection } = setUp();
    const request = playground.send('box', 'tools/list');
    await settle();
    entry(done(1));
    connection.set('lost');
    connection.set('live');
    expect(await request.ended).toMatchObject({ outcome: { result: 1 } });
    const other = playground.send('box', 'tools/list');
    await settle();
    entry(done(2));
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await other.ended).toMatchObject({ outcome: { result: 2 } });
  });

  it('ends everything with its session, and opens another for the next request', async () => {
    const { playground, heard, called, lose, tell, listeners } = setUp();
    const request = playground.send('box', 'tools/call');
    await settle();
    lose();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await request.ended).toMatchObject({ outcome: { kind: 'error' } });
    expect(heard).toEqual(['end']);
    expect(listeners.size).toBe(0);
    const next = playground.send('box', 'tools/list');
    await settle();
    tell(done(2));
    expect(await next.ended).toMatchObject({ outcome: { result: 2 } });
    expect(called).toContain('send s2 tools/list');
  });

  it('sends again what found its session gone', async () => {
    const { playground, called, lose, tell } = setUp();
    playground.send('box', 'tools/list');
    await settle();
    tell(done(1));
    await settle();
    lose();
    const request = playground.send('box', 'tools/call');
    await settle();
    expect(called).toContain('send s2 tools/call');
    tell(done(2));
    expect(await request.ended).toMatchObject({ outcome: { result: 2 } });
  });

  it('opens one other session when several requests find theirs gone', async () => {
    const { playground, called, lose, tell, listeners, opened } = setUp();
    playground.send('box', 'tools/list');
    await settle();
    tell(done(1));
    await settle();
    lose();
    const hold = opened.hold();
    const requests = [playground.send('box', 'tools/call'), playground.send('box', 'prompts/get')];
    await settle();
    hold();
    await settle();
    expect(called).toEqual(expect.arrayContaining(['send s2 tools/call', 'send s2 prompts/get']));
    expect([opened.count(), listeners.size]).toEqual([2, 1]);
    tell(done(2));
    tell(done(3));
    expect(await Promise.all(requests.map(({ ended }) => ended))).toMatchObject([
      { outcome: { result: 2 } },
      { outcome: { result: 3 } },
    ]);
  });

  it('ends what was on its way when the playground was left', async () => {
    const { playground, onSend } = setUp();
    playground.send('box', 'tools/list');
    await settle();
    onSend(() => playground.leave());
    const request = playground.send('box', 'tools/call');
    expect(await request.ended).toMatchObject({ outcome: { kind: 'error' } });
    expect(playground.inFlight()).toBe(0);
  });

  it('cancels also what has no number yet', async () => {
    const { playground, called } = setUp();
    playground.send('box', 'tools/call').cancel();
    await settle();
    expect(called).toContain('cancel 1');
  });

  it('says so when it leaves, and when its page goes', async () => {
    const { playground, called, goAway } = setUp();
    playground.send('box', 'tools/list');
    await settle();
    goAway();
    expect(called.at(-1)).toBe('close s1');
    playground.leave();
    expect(called.filter((one) => one === 'close s1')).toHaveLength(2);
    expect(playground.inFlight()).toBe(0);
  });
});
