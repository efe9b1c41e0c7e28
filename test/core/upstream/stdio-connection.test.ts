import { describe, expect, it } from 'vitest';
import { legacyOpening, type Opening } from '../../../src/main/core/upstream/opening.ts';
import { connectionStage } from '../../support/connection-stage.ts';
import { until } from '../../support/until.ts';

describe('a connection that is closed', () => {
  it('starts no child any more, and says so to those who ask for one', async () => {
    const { connection, session, supervisor } = connectionStage();
    const { ask } = session('a');
    const early = ask('tools/list');
    expect(supervisor.starts()).toBe(1);
    await connection.close();
    const late = ask('tools/list');
    for (const { log } of [early, late]) {
      expect(log.answer).toMatchObject({ error: { message: '"box" was stopped.' } });
    }
    await expect(connection.start()).rejects.toMatchObject({ code: 'SERVER_EXITED' });
    await expect(connection.restart()).rejects.toMatchObject({ code: 'SERVER_EXITED' });
    await expect(connection.whenReady()).rejects.toMatchObject({ code: 'SERVER_EXITED' });
    expect([supervisor.starts(), supervisor.isWanted()]).toEqual([1, false]);
  });
});

describe('a connection with an opening of its own', () => {
  const hello: Opening = {
    ...legacyOpening,
    method: 'hello',
    params: ({ clientInfo }) => ({ from: clientInfo.name }),
    isMisfit: (answer) => answer.kind === 'error',
    confirmation: null,
    keepsWishes: false,
  };

  const refuse = (supervisor: ReturnType<typeof connectionStage>['supervisor'], index: number): void =>
    supervisor.print({ id: supervisor.written[index]?.['id'], error: { code: -32_601, message: 'What?' } });

  it('greets its child so, and tells it nothing else before what waits', async () => {
    const { connection, session, supervisor, methods, others } = connectionStage({}, [hello, legacyOpening]);
    const { link, ask } = session('a');
    ask('logging/setLevel', { level: 'debug' });
    const opened = supervisor.spawn();
    expect(supervisor.written[0]).toMatchObject({ method: 'hello', params: { from: 'patchbay' } });
    supervisor.answer('hello', { protocolVersion: '2025-06-18', capabilities: {} });
    await opened;
    expect(methods()).toEqual(['hello', 'logging/setLevel']);
    expect(connection.handshake).toMatchObject({ protocolVersion: '2025-06-18' });
    expect(others).toEqual([]);
    link.close();
  });

  it('tries the next one on the same child when it is refused; what waits is told that it was not heard', async () => {
    const { session, supervisor, methods, others } = connectionStage({}, [hello, legacyOpening]);
    const { link, ask } = session('a');
    const { log } = ask('tools/list');
    const opened = supervisor.spawn();
    refuse(supervisor, 0);
    await until('the next opening', () => methods().includes('initialize'));
    supervisor.answer('initialize', { protocolVersion: '2025-11-25', capabilities: {} });
    await opened;
    expect(others).toEqual(['initialize']);
    expect(log.answer).toMatchObject({ error: { data: { undelivered: true, server: 'box' } } });
    expect(methods()).toEqual(['hello', 'initialize', 'notifications/initialized']);
    link.close();
  });

  it('fails with the reason of the first when all are refused', async () => {
    const { supervisor, methods, others } = connectionStage({}, [legacyOpening, hello]);
    const opened = supervisor.spawn();
    refuse(supervisor, 0);
    await until('the next opening', () => methods().includes('hello'));
    refuse(supervisor, 1);
    await expect(opened).rejects.toThrow('"box" refused initialize: What?.');
    expect(others).toEqual([]);
  });

  it('opens the next child in the other way when this one ended over a risky one', async () => {
    const risky = { ...hello, isRisky: true };
    const { session, supervisor, others } = connectionStage({}, [risky, legacyOpening]);
    const { link, ask } = session('a');
    const { log } = ask('tools/list');
    const opened = supervisor.spawn();
    supervisor.end(null);
    await expect(opened).rejects.toMatchObject({ code: 'SERVER_EXITED' });
    expect(others).toEqual(['initialize']);
    expect(log.answer).toMatchObject({ error: { data: { undelivered: true } } });
    link.close();
  });
});

describe('a connection whose child is restarted while it starts', () => {
  it('hands what waits to the next child, although the first one answered initialize on its way out', async () => {
    const { connection, session, supervisor, open, methods } = connectionStage();
    const { ask } = session('a');
    const { log } = ask('tools/list');
    const first = supervisor.spawn();
    void connection.restart();
    supervisor.answer('initialize', { protocolVersion: '2025-11-25', capabilities: {} });
    await expect(first).rejects.toMatchObject({ code: 'SERVER_EXITED' });
    expect(methods()).toEqual(['initialize']);
    supervisor.end(null);
    await open();
    supervisor.answer('tools/list', { tools: [] });
    expect(log.answer).toMatchObject({ result: { tools: [] } });
    expect(methods()).toEqual(['initialize', 'initialize', 'notifications/initialized', 'tools/list']);
  });
});

describe('what is written to a child', () => {
  it('is nothing but initialize and answers before it is initialized', async () => {
    const { session, supervisor, methods } = connectionStage();
    const [staying, leaving] = [session('a'), session('b')];
    staying.ask('tools/list');
    leaving.ask('resources/subscribe', { uri: 'file:///x' });
    const opened = supervisor.spawn();
    staying.notify('notifications/roots/list_changed');
    leaving.link.close();
    supervisor.print({ id: 'p', method: 'ping' });
    expect(methods()).toEqual(['initialize', '']);
    supervisor.answer('initialize', { protocolVersion: '2025-11-25', capabilities: {} });
    await opened;
    expect(methods().slice(2)).toEqual(['notifications/initialized', 'tools/list']);
  });

  it('waits while its pipe is full: bounded, by priority, without losing a cancellation', async () => {
    const { session, supervisor, open, methods, logger } = connectionStage();
    const { ask, notify } = session('a');
    await open();
    supervisor.isFull = true;
    const stuck = ask('tools/call');
    const before = supervisor.written.length;
    ask('tools/list');
    const data = 'x'.repeat(100_000);
    for (let count = 0; count < 50; count++) notify('notifications/progress', { data });
    notify('notifications/cancelled', { requestId: stuck.id });
    expect(supervisor.written.length).toBe(before);
    supervisor.drain();
    const arrived = methods().slice(before);
    expect(arrived.filter((method) => method === 'notifications/progress')).toHaveLength(10);
    expect([arrived.at(0), arrived.at(-1)]).toEqual(['notifications/cancelled', 'tools/list']);
    expect(logger.lines).toEqual([
      {
        level: 'warn',
        text: '"box" does not read what it is sent; notifications and answers for it are dropped.',
      },
    ]);
  });

  it('is never a request that was cancelled or timed out before', async () => {
    const { session, supervisor, clock, open, methods } = connectionStage();
    const { ask, notify, link } = session('a');
    const cancelled = ask('tools/call');
    const late = ask('prompts/list');
    notify('notifications/cancelled', { requestId: cancelled.id });
    clock.advance(31_000);
    expect(cancelled.log.abandoned).toBe(true);
    expect(late.log.answer).toMatchObject({ error: { code: -32_001 } });
    link.close();
    expect(supervisor.isWanted()).toBe(false);
    await open();
    expect(methods()).toEqual(['initialize', 'notifications/initialized']);
  });
});

describe('a child that nobody uses', () => {
  it('is stopped after its time, also when its last session had a subscription', async () => {
    const { session, supervisor, clock, open, methods, connection } = connectionStage({ idleMinutes: 10 });
    const { ask, link } = session('a');
    ask('resources/subscribe', { uri: 'file:///x' });
    await open();
    supervisor.answer('resources/subscribe', {});
    link.close();
    expect(methods().at(-1)).toBe('resources/unsubscribe');
    clock.advance(599_000);
    expect(connection.status.status).toBe('ready');
    clock.advance(2000);
    expect(connection.status.status).toBe('stopped');
  });

  it('is not asked to take back subscriptions when it does not run', () => {
    const { session, connection, clock } = connectionStage();
    const { ask, link } = session('a');
    ask('resources/subscribe', { uri: 'file:///x' });
    link.close();
    expect(connection.mux.pending.size).toBe(0);
    clock.advance(60_000);
    expect(connection.mux.isUsed).toBe(false);
  });
});

describe('the log level of a shared child', () => {
  const levelsTold = (written: readonly Record<string, unknown>[]): unknown[] =>
    written
      .filter(({ method }) => method === 'logging/setLevel')
      .map(({ params }) => (params as { level: unknown }).level);

  const heard = ({ peer }: { peer: { heard: readonly Record<string, unknown>[] } }): unknown[] =>
    peer.heard.map(({ params }) => (params as { data: unknown }).data);

  it("is the server's own choice until a session wants one, and then info for those that want none", async () => {
    const { session, supervisor, open } = connectionStage();
    const [verbose, plain] = [session('a'), session('b')];
    await open();
    const log = (level: string, data: string) =>
      supervisor.print({ method: 'notifications/message', params: { level, data } });
    log('debug', 'of its own choice');
    verbose.ask('logging/setLevel', { level: 'debug' });
    supervisor.answer('logging/setLevel', {});
    log('debug', 'for one');
    log('info', 'for both');
    verbose.link.close();
    log('debug', 'for nobody');
    log('warning', 'for who is left');
    expect(heard(verbose)).toEqual(['of its own choice', 'for one', 'for both']);
    expect(heard(plain)).toEqual(['of its own choice', 'for both', 'for who is left']);
    expect(levelsTold(supervisor.written)).toEqual(['debug', 'info']);
  });

  it('follows the sessions that stay when the most verbose one leaves', async () => {
    const { session, supervisor, open } = connectionStage();
    const [verbose, quiet, other] = [session('a'), session('b'), session('c')];
    await open();
    quiet.ask('logging/setLevel', { level: 'error' });
    verbose.ask('logging/setLevel', { level: 'debug' });
    other.link.close();
    expect(levelsTold(supervisor.written)).toEqual(['error', 'debug']);
    verbose.link.close();
    expect(levelsTold(supervisor.written)).toEqual(['error', 'debug', 'error']);
  });

  it('is told to the next child, unless nobody wants one any more', async () => {
    const { session, supervisor, open } = connectionStage();
    const [wishing, plain] = [session('a'), session('b')];
    await open();
    wishing.ask('logging/setLevel', { level: 'error' });
    supervisor.end(null);
    await open();
    expect(levelsTold(supervisor.written)).toEqual(['error', 'error']);
    supervisor.end(null);
    wishing.link.close();
    await open();
    supervisor.print({ method: 'notifications/message', params: { level: 'debug', data: 'by itself' } });
    expect(levelsTold(supervisor.written)).toEqual(['error', 'error']);
    expect(heard(plain)).toEqual(['by itself']);
  });
});
