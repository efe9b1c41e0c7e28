// Crashes: restarts, their delays, and when they end.
import { describe, expect, it } from 'vitest';
import { crash, reasonOf, stage } from '../../support/supervisor-stage.ts';
import { until } from '../../support/until.ts';

describe('a crash', () => {
  it('fails what waits, tells exit code and last words, and comes back after the delay', async () => {
    const set = stage();
    await set.supervisor.start();
    set.child(0).complain('Error: s3cret expired\n');
    await crash(set, 3);
    expect(set.endings[0]).toMatchObject({
      code: 'SERVER_EXITED',
      message: '"files" ended with exit code 3; it last printed: Error: *** expired.',
      details: { exitCode: 3, signal: null, reason: 'exited' },
    });
    expect(set.supervisor.status).toMatchObject({
      status: 'backing-off',
      pid: null,
      startedAt: null,
      retryAt: set.clock.now() + 1000,
    });
    set.clock.advance(999);
    expect(set.spawner.children).toHaveLength(1);
    set.clock.advance(1);
    expect(await set.reach('ready')).toMatchObject({ problem: null, retryAt: null, restarts: 1 });
  });

  it('tells the signal', async () => {
    const set = stage();
    await set.supervisor.start();
    set.child(0).exit({ signal: 'SIGSEGV' });
    expect((await set.reach('backing-off')).problem?.message).toBe('"files" was ended by SIGSEGV.');
  });

  it('leaves it stopped, the reason kept, when nobody wants it', async () => {
    const set = stage();
    set.knobs.isWanted = false;
    await set.supervisor.start();
    await crash(set);
    expect(set.supervisor.status).toMatchObject({ status: 'stopped', retryAt: null });
    expect(set.supervisor.status.problem?.message).toContain('exit code 1');
  });

  it('is followed by ever longer delays, and by failure after too many in a row', async () => {
    const set = stage();
    await set.supervisor.start();
    const delays: number[] = [];
    for (let round = 0; round < 5; round++) {
      await crash(set);
      delays.push((set.supervisor.status.retryAt ?? 0) - set.clock.now());
      set.clock.advance(delays.at(-1) ?? 0);
      await set.reach('ready');
    }
    expect(delays).toEqual([1000, 2000, 4000, 8000, 16_000]);
    await crash(set);
    expect(set.supervisor.status).toMatchObject({ status: 'failed', restarts: 5 });
    expect(set.supervisor.status.problem?.message).toContain('ended 6 times in a row');
  });

  it('stays stopped, the reason kept, when nobody wants it any more once the restart is due', async () => {
    const set = stage();
    await set.supervisor.start();
    await crash(set);
    expect(set.supervisor.status.status).toBe('backing-off');
    set.knobs.isWanted = false;
    set.clock.advance(1000);
    expect(set.supervisor.status).toMatchObject({ status: 'stopped', retryAt: null, restarts: 0 });
    expect(set.supervisor.status.problem?.message).toContain('exit code 1');
    expect(set.spawner.children).toHaveLength(1);
    // Whoever needs it then has it started.
    await set.supervisor.start();
    expect(set.supervisor.status).toMatchObject({ status: 'ready', problem: null });
  });

  it('counts as the first again after a healthy minute', async () => {
    const set = stage({ maxRestarts: 1 });
    await set.supervisor.start();
    for (let round = 0; round < 3; round++) {
      await crash(set);
      expect(set.supervisor.status.status).toBe('backing-off');
      set.clock.advance(1000);
      await set.reach('ready');
      set.clock.advance(60_000);
    }
  });

  it('of a child that is not ready yet fails those who wait, and counts', async () => {
    const set = stage({ maxRestarts: 1 });
    set.knobs.opening = () => new Promise(() => undefined);
    const outcome = reasonOf(set.supervisor.start());
    await until('the child', () => set.spawner.children.length === 1);
    set.child(0).exit({ code: 1 });
    expect((await outcome).message).toBe('"files" ended with exit code 1 while starting.');
    await set.reach('backing-off');
    set.clock.advance(1000);
    await until('the second child', () => set.spawner.children.length === 2);
    set.child(1).exit({ code: 1 });
    await set.reach('failed');
  });

  it('is a failure at once where no restarts are allowed', async () => {
    const set = stage({ maxRestarts: 0 });
    await set.supervisor.start();
    await crash(set);
    expect(set.supervisor.status.problem?.message).toBe('"files" ended with exit code 1.');
    expect(set.supervisor.status.status).toBe('failed');
  });

  it('lets what is left of the group be ended before anything else starts', async () => {
    const set = stage();
    set.spawner.obeys = 'kill';
    await set.supervisor.start();
    set.child(0).exit({ code: 1 }, true);
    await until('the end to be told', () => set.endings.length === 1);
    expect(set.supervisor.status.status).toBe('stopping');
    await set.pass(set.reach('backing-off'));
    expect(set.child(0).steps).toEqual(['terminate', 'kill']);
    expect(set.journal.records.size).toBe(0);
  });

  it('is waited out by those who start it meanwhile', async () => {
    const set = stage();
    await set.supervisor.start();
    await crash(set);
    const outcome = set.supervisor.start();
    expect(set.spawner.children).toHaveLength(1);
    set.clock.advance(1000);
    await outcome;
    expect(set.spawner.children).toHaveLength(2);
  });
});
