import { describe, expect, it } from 'vitest';
import type { SupervisorStatus } from '../../../src/main/core/launcher/types.ts';
import { StartCircuit } from '../../../src/main/core/upstream/start-circuit.ts';
import type { ErrorView } from '../../../src/shared/errors.ts';
import { fakeClock } from '../../support/fake-clock.ts';

const problem: ErrorView = { code: 'SERVER_EXITED', message: '"box" ended with exit code 3 while starting.' };

function stage() {
  const clock = fakeClock();
  const seen = { isWanted: true, tries: 0 };
  let status: SupervisorStatus = {
    status: 'stopped',
    pid: null,
    problem: null,
    startedAt: null,
    retryAt: null,
    restarts: 0,
  };
  const circuit = new StartCircuit({
    clock,
    status: () => status,
    isWanted: () => seen.isWanted,
    tryOnce: () => seen.tries++,
    onChange: () => undefined,
  });
  const change = (name: SupervisorStatus['status']): void => {
    const retryAt = name === 'backing-off' ? clock.now() + 4000 : null;
    status = { ...status, status: name, problem: name === 'ready' ? null : problem, retryAt };
    circuit.changed();
  };
  const become = (...names: readonly SupervisorStatus['status'][]): void => {
    for (const name of names) change(name);
  };
  return { clock, seen, circuit, become };
}

describe('calls to a child that is not there', () => {
  it('wait after it ended while it worked, however often', () => {
    const { circuit, become } = stage();
    for (let count = 0; count < 4; count++) become('starting', 'ready', 'stopping', 'backing-off');
    expect([circuit.circuit, circuit.refusal]).toEqual(['closed', null]);
  });

  it('wait after one failed start, and are refused after the second, with the cause and when it is tried next', () => {
    const { circuit, become } = stage();
    become('starting', 'backing-off');
    expect(circuit.refusal).toBeNull();
    become('starting', 'backing-off');
    expect(circuit.circuit).toBe('open');
    expect(circuit.refusal).toMatchObject({
      message: problem.message,
      expected: 'It is tried again in 4 s.',
      details: { retryInSeconds: 4 },
    });
  });

  it('wait while one start finds out, and from then on when it is ready', () => {
    const { circuit, become } = stage();
    become('starting', 'backing-off', 'starting', 'backing-off', 'starting');
    expect([circuit.circuit, circuit.refusal]).toEqual(['half-open', null]);
    become('ready');
    expect(circuit.circuit).toBe('closed');
    become('stopping', 'backing-off');
    expect(circuit.refusal).toBeNull();
  });

  it('are refused where nobody is left to wait, too, so that not each of them costs a start', () => {
    const { circuit, become, clock } = stage();
    become('starting', 'stopped');
    expect(circuit.refusal).toBeNull();
    become('starting', 'stopped');
    expect(circuit.refusal).toMatchObject({ expected: 'It is tried again in 10 s.' });
    clock.advance(10_000);
    expect([circuit.circuit, circuit.retryAt, circuit.refusal]).toEqual(['closed', null, null]);
  });
});

describe('a child that was given up', () => {
  it('is tried by itself, one start at a time, after ever longer pauses', () => {
    const { circuit, become, clock, seen } = stage();
    const pauses: number[] = [];
    for (let count = 0; count < 7; count++) {
      become('starting', 'failed');
      pauses.push((circuit.retryAt ?? 0) - clock.now());
      clock.advance((circuit.retryAt ?? 0) - clock.now());
    }
    expect(pauses).toEqual([10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000]);
    expect(seen.tries).toBe(7);
  });

  it('is left alone where nobody wants it', () => {
    const { circuit, become, clock, seen } = stage();
    seen.isWanted = false;
    become('starting', 'failed');
    clock.advance(600_000);
    expect([seen.tries, circuit.refusal]).toEqual([0, null]);
  });

  it('is as new when somebody starts or stops it', () => {
    const { circuit, become, clock, seen } = stage();
    become('starting', 'failed');
    circuit.reset();
    expect(circuit.refusal).toBeNull();
    clock.advance(600_000);
    expect(seen.tries).toBe(0);
  });

  it('counts its pauses anew after a healthy minute', () => {
    const { circuit, become, clock } = stage();
    become('starting', 'failed', 'starting', 'failed', 'starting', 'ready');
    clock.advance(60_000);
    become('stopping', 'failed');
    expect(circuit.retryAt).toBe(clock.now() + 10_000);
  });
});
