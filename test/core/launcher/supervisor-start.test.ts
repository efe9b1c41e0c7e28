// Starting: who is told what, and what counts as a failure at once.
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/shared/errors.ts';
import { reasonOf, stage } from '../../support/supervisor-stage.ts';
import { until } from '../../support/until.ts';

describe('starting', () => {
  it('is ready once the child is opened, and everybody who started it knows', async () => {
    const { supervisor, spawner, seen, journal, clock } = stage();
    await Promise.all([supervisor.start(), supervisor.start()]);
    await supervisor.start();
    expect(spawner.children).toHaveLength(1);
    expect(seen).toEqual(['starting', 'ready']);
    expect(supervisor.status).toMatchObject({
      pid: 1000,
      problem: null,
      startedAt: clock.now(),
      restarts: 0,
    });
    expect([...journal.records.values()]).toEqual([
      { name: 'files', command: 'npx', pid: 1000, startTime: 'start-1000', launchId: 'launch-1000' },
    ]);
  });

  it('fails at once, with the reason, when the child cannot be spawned', async () => {
    const { supervisor, spawner, seen, told } = stage();
    spawner.refusal = new AppError('SERVER_FAILED', 'no such command', {
      details: { reason: 'command-not-found' },
    });
    expect(await reasonOf(supervisor.start())).toBe(spawner.refusal);
    expect(supervisor.status.problem?.message).toBe('no such command');
    expect(seen).toEqual(['starting', 'failed']);
    expect(told).toEqual([]);
  });

  it('is tried again when only resources were short', async () => {
    const { supervisor, spawner, clock, reach } = stage();
    spawner.refusal = new AppError('SERVER_FAILED', 'too many files', {
      details: { reason: 'out-of-resources' },
    });
    await reasonOf(supervisor.start());
    await reach('backing-off');
    spawner.refusal = null;
    clock.advance(1000);
    expect(await reach('ready')).toMatchObject({ restarts: 1, problem: null });
  });

  it('fails at once when opening is refused, and ends the child', async () => {
    const { supervisor, knobs, child, seen, endings, pass, reach } = stage();
    knobs.opening = () => Promise.reject(new AppError('UPSTREAM_ERROR', 'initialize refused'));
    expect((await reasonOf(supervisor.start())).message).toBe('initialize refused');
    await pass(reach('failed'));
    expect(seen).toEqual(['starting', 'stopping', 'failed']);
    expect(child(0).steps).toEqual(['input']);
    expect(endings.map((each) => each?.message)).toEqual(['initialize refused']);
    expect(supervisor.status.problem?.code).toBe('UPSTREAM_ERROR');
  });

  it('fails when it takes too long, with what was last printed, secrets taken out', async () => {
    const { supervisor, knobs, child, clock, reach, pass, sink } = stage();
    knobs.opening = () => new Promise(() => undefined);
    const outcome = reasonOf(supervisor.start());
    await until('the child', () => supervisor.status.pid !== null);
    child(0).complain('waiting for s3cret\n');
    await until('the line', () => sink.lines.length === 1);
    clock.advance(30_000);
    const reason = await outcome;
    expect(reason.code).toBe('SERVER_TIMEOUT');
    expect(reason.message).toBe(
      '"files" was not ready 30 s after its start; it last printed: waiting for ***.',
    );
    await pass(reach('failed'));
  });

  it('begins anew with fresh counters after a failure', async () => {
    const { supervisor, spawner, reach } = stage();
    spawner.refusal = new AppError('SERVER_FAILED', 'no such command');
    await reasonOf(supervisor.start());
    await reach('failed');
    spawner.refusal = null;
    await supervisor.start();
    expect(supervisor.status).toMatchObject({ status: 'ready', problem: null });
  });
});
