import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { servers as english } from '../../../src/shared/words/english-servers.ts';
import { connectionStage } from '../../support/connection-stage.ts';

/** An open child with one session, and what it was pinged. */
async function stage() {
  const staged = connectionStage();
  const { ask, link } = staged.session('a');
  await staged.open();
  onTestFinished(() => link.close());
  const pings = (): number => staged.methods().filter((method) => method === 'ping').length;
  /** Lets time pass in steps, so that whatever is awaited on the way can happen. */
  const pass = async (seconds: number): Promise<void> => {
    for (let passed = 0; passed < seconds; passed += 5) {
      staged.clock.advance(5000);
      await turn();
    }
  };
  const answerPing = async (): Promise<void> => {
    staged.supervisor.answer('ping', {});
    await turn();
  };
  return { ...staged, ask, pings, pass, answerPing };
}

describe('a child that is quiet', () => {
  it('is pinged after a minute, and was seen when it answers', async () => {
    const { connection, clock, pings, pass, answerPing } = await stage();
    const openedAt = clock.now();
    expect(connection.liveness.lastSeenAt).toBe(openedAt);
    await pass(55);
    expect(pings()).toBe(0);
    await pass(10);
    expect(pings()).toBe(1);
    await answerPing();
    expect(connection.liveness.lastSeenAt).toBe(clock.now());
    await pass(55);
    expect(pings()).toBe(1);
  });

  it('is not pinged while a call is in flight, however long it takes', async () => {
    const { ask, pings, pass, connection } = await stage();
    ask('tools/call', { name: 'slow' });
    await pass(200);
    expect(pings()).toBe(0);
    expect(connection.liveness.silentSince).toBeNull();
  });

  it('that answers no pings is asked once, and never called silent', async () => {
    const { pings, pass, connection, supervisor } = await stage();
    await pass(1200);
    expect(pings()).toBe(1);
    expect(connection.liveness.silentSince).toBeNull();
    expect(connection.status.status).toBe('ready');
    expect(supervisor.isWanted()).toBe(true);
  });

  it('may answer a ping with an error: it is there', async () => {
    const { pings, pass, connection, supervisor } = await stage();
    for (let round = 1; round <= 3; round++) {
      await pass(round === 1 ? 65 : 75);
      expect(pings()).toBe(round);
      const { id } = supervisor.written.findLast(({ method }) => method === 'ping') ?? {};
      supervisor.print({ id, error: { code: -32_601, message: 'Method not found' } });
      await turn();
    }
    expect(connection.liveness.silentSince).toBeNull();
  });
});

describe('a child that no longer answers', () => {
  async function silent() {
    const staged = await stage();
    await staged.pass(65);
    await staged.answerPing();
    const seenAt = staged.clock.now();
    await staged.pass(100);
    return { ...staged, seenAt };
  }

  it('is silent since it was last heard, until it is heard again', async () => {
    const { connection, seenAt, logger, supervisor, clock } = await silent();
    expect(connection.liveness.silentSince).toBe(seenAt);
    expect(logger.lines).toContainEqual({ level: 'warn', text: '"box" runs, but does not answer.' });
    supervisor.print({ method: 'notifications/message', params: { level: 'info', data: 'back' } });
    expect(connection.liveness.silentSince).toBeNull();
    expect(connection.liveness.lastSeenAt).toBe(clock.now());
    expect(logger.lines).toContainEqual({ level: 'info', text: '"box" answers again.' });
  });

  it('is started anew after some minutes', async () => {
    const { connection, pass } = await silent();
    await pass(200);
    expect(connection.status.status).toBe('stopping');
  });

  it('is left alone while somebody waits for its answer', async () => {
    const { connection, pass, ask } = await silent();
    ask('tools/call', { name: 'slow' });
    await pass(250);
    expect(connection.status.status).toBe('ready');
  });

  it('is forgotten with its end', async () => {
    const { connection, supervisor } = await silent();
    supervisor.end(null);
    expect(connection.liveness.silentSince).toBeNull();
  });
});

it('is said in the sentence about the server', () => {
  const facts = {
    enabled: true,
    status: 'ready',
    problem: null,
    tools: 3,
    sessions: 1,
    restarts: 0,
    retryAt: null,
  } as const;
  const at = (silentSince: number | null): string => english.summary({ ...facts, silentSince }, 400_000);
  expect(at(null)).toBe('ready, 3 tools, 1 session');
  expect(at(360_000)).toBe('runs, but has not answered for 40 s, 3 tools, 1 session');
  expect(at(100_000)).toBe('runs, but has not answered for 5 min, 3 tools, 1 session');
});
