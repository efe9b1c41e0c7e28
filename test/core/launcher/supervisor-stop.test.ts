// Stopping and restarting, in every state.
import { describe, expect, it } from 'vitest';
import { crash, reasonOf, stage } from '../../support/supervisor-stage.ts';
import { until } from '../../support/until.ts';

describe('stopping', () => {
  it('walks the ladder, clears the journal, and tells a wanted end', async () => {
    const { supervisor, endings, seen, journal, child, pass } = stage();
    await supervisor.start();
    await pass(Promise.all([supervisor.stop(), supervisor.stop()]));
    expect(child(0).steps).toEqual(['input']);
    expect(endings).toEqual([null]);
    expect(seen).toEqual(['starting', 'ready', 'stopping', 'stopped']);
    expect(journal.records.size).toBe(0);
    await supervisor.stop();
  });

  it('in the middle of a start fails who waits, and leaves nothing running', async () => {
    const set = stage();
    set.knobs.opening = () => new Promise(() => undefined);
    const outcome = reasonOf(set.supervisor.start());
    await until('the child', () => set.supervisor.status.pid !== null);
    await set.pass(set.supervisor.stop());
    expect((await outcome).details['reason']).toBe('stopped');
    expect(set.supervisor.status).toMatchObject({ status: 'stopped', pid: null, problem: null });
    expect(set.told).toEqual(['spawned', 'ended']);
  });

  it('before the child is there ends it as soon as it is, untold', async () => {
    const set = stage();
    const delay = Promise.withResolvers<void>();
    set.spawner.delay = delay.promise;
    const outcome = reasonOf(set.supervisor.start());
    const stopped = set.supervisor.stop();
    delay.resolve();
    await set.pass(stopped);
    expect((await outcome).details['reason']).toBe('stopped');
    expect(set.child(0).steps).toEqual(['input']);
    expect(set.told).toEqual([]);
    expect(set.supervisor.status.status).toBe('stopped');
  });

  it('while backing off calls the restart off', async () => {
    const set = stage();
    await set.supervisor.start();
    await crash(set);
    const outcome = reasonOf(set.supervisor.start());
    await set.pass(set.supervisor.stop());
    set.clock.advance(100_000);
    expect((await outcome).details['reason']).toBe('stopped');
    expect(set.supervisor.status).toMatchObject({ status: 'stopped', problem: null, retryAt: null });
    expect(set.spawner.children).toHaveLength(1);
  });

  it('takes a failure off the books', async () => {
    const set = stage({ maxRestarts: 0 });
    await set.supervisor.start();
    await crash(set);
    await set.pass(set.supervisor.stop());
    expect(set.supervisor.status).toMatchObject({ status: 'stopped', problem: null });
  });

  it('is followed by the start that was asked for meanwhile', async () => {
    const { supervisor, spawner, seen, pass } = stage();
    await supervisor.start();
    const stopped = supervisor.stop();
    const started = supervisor.start();
    await pass(Promise.all([stopped, started]));
    expect(spawner.children).toHaveLength(2);
    expect(seen).toEqual(['starting', 'ready', 'stopping', 'starting', 'ready']);
  });

  it('takes back a start that was asked for meanwhile', async () => {
    const { supervisor, spawner, pass } = stage();
    await supervisor.start();
    const first = supervisor.stop();
    const outcome = reasonOf(supervisor.start());
    await pass(Promise.all([first, supervisor.stop()]));
    expect((await outcome).details['reason']).toBe('stopped');
    expect(spawner.children).toHaveLength(1);
  });

  it('stays a wanted stop when the child crashes on the way', async () => {
    const set = stage();
    set.spawner.obeys = 'never';
    await set.supervisor.start();
    const stopped = set.supervisor.stop();
    set.child(0).exit({ code: 9 });
    await set.pass(stopped);
    expect(set.endings).toEqual([null]);
    expect(set.supervisor.status).toMatchObject({ status: 'stopped', problem: null });
  });

  it('ends even when nothing can end the child, which is logged and stays in the journal', async () => {
    const set = stage();
    set.spawner.obeys = 'never';
    await set.supervisor.start();
    await set.pass(set.supervisor.stop());
    expect(set.child(0).steps).toEqual(['input', 'terminate', 'kill', 'kill', 'kill']);
    expect(set.supervisor.status.status).toBe('stopped');
    expect(set.logger.lines).toContainEqual({
      level: 'error',
      text: 'A process of "files" (group 1000) could not be ended.',
    });
    expect(set.journal.records.size).toBe(1);
  });
});

describe('restarting', () => {
  it('stops and starts, whoever asks how often', async () => {
    const { supervisor, spawner, pass } = stage();
    await supervisor.start();
    await pass(Promise.all([supervisor.restart(), supervisor.restart(), supervisor.start()]));
    expect(spawner.children).toHaveLength(2);
    expect(supervisor.status).toMatchObject({ status: 'ready', pid: 1001 });
  });

  it('does not wait out a delay, and begins with fresh counters', async () => {
    const set = stage();
    await set.supervisor.start();
    for (let round = 0; round < 2; round++) {
      await crash(set);
      expect((set.supervisor.status.retryAt ?? 0) - set.clock.now()).toBe(1000);
      await set.supervisor.restart();
    }
    set.clock.advance(100_000);
    expect(set.spawner.children).toHaveLength(3);
  });

  it('starts a stopped or failed one', async () => {
    const set = stage({ maxRestarts: 0 });
    await set.supervisor.restart();
    await crash(set);
    expect(set.supervisor.status.status).toBe('failed');
    await set.supervisor.restart();
    expect(set.supervisor.status.status).toBe('ready');
  });

  it('in the middle of a start keeps those who wait', async () => {
    const set = stage();
    set.knobs.opening = () => new Promise(() => undefined);
    const first = set.supervisor.start();
    await until('the child', () => set.supervisor.status.pid !== null);
    set.knobs.opening = () => Promise.resolve();
    await set.pass(Promise.all([first, set.supervisor.restart()]));
    expect(set.spawner.children).toHaveLength(2);
  });
});
