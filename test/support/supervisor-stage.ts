// A supervisor on a stage: children played by the test, time that passes when it says so, all that is told written down.
import { createSupervisor } from '../../src/main/core/launcher/supervisor.ts';
import type { ChildHandle, SupervisorOptions, SupervisorStatus } from '../../src/main/core/launcher/types.ts';
import { AppError, type ErrorView } from '../../src/shared/errors.ts';
import type { ServerStatus } from '../../src/shared/state.ts';
import { fakeClock } from './fake-clock.ts';
import { fakeSpawner, memoryJournal, type FakeChild } from './fake-spawner.ts';
import { passTimeUntil } from './pass-time.ts';
import { recordingLogger, recordingSink } from './recorders.ts';
import { until } from './until.ts';

const spec = { name: 'files', command: 'npx', args: [], env: {}, cwd: undefined };

export function stage(options: Partial<SupervisorOptions> = {}) {
  const clock = fakeClock();
  const spawner = fakeSpawner();
  const journal = memoryJournal();
  const logger = recordingLogger();
  const sink = recordingSink();
  const seen: ServerStatus[] = [];
  const told: string[] = [];
  const endings: (ErrorView | null)[] = [];
  const handles: ChildHandle[] = [];
  const watchers = new Set<(status: SupervisorStatus) => void>();
  const knobs = { isWanted: true, opening: (): Promise<void> => Promise.resolve() };
  const supervisor = createSupervisor(
    spec,
    { maxRestarts: 5, startTimeoutMs: 30_000, maxLineBytes: 1000, ...options },
    {
      onSpawned: (child) => {
        told.push('spawned');
        handles.push(child);
        return knobs.opening();
      },
      onMessage: (line) => {
        if (line.includes('"boom"')) throw new Error('a mistake of ours');
        told.push(line.toString('utf8'));
      },
      onDrain: () => told.push('drain'),
      onEnded: (problem) => {
        told.push('ended');
        endings.push(problem);
      },
      onStatus: (status) => {
        if (seen.at(-1) !== status.status) seen.push(status.status);
        for (const watcher of watchers) watcher(status);
      },
      wanted: () => knobs.isWanted,
    },
    {
      clock,
      logger,
      logSink: sink,
      spawner,
      journal,
      random: () => 0,
      redact: (text) => text.replace('s3cret', '***'),
    },
  );
  const child = (index: number): FakeChild => {
    const found = spawner.children.at(index);
    if (found === undefined) throw new Error(`there is no child ${index}`);
    return found;
  };
  /** Answers in the moment of the change, before any more time passes. */
  const reach = (wanted: ServerStatus): Promise<SupervisorStatus> =>
    new Promise((resolve) => {
      const watcher = (status: SupervisorStatus): void => {
        if (status.status !== wanted) return;
        watchers.delete(watcher);
        resolve(status);
      };
      watchers.add(watcher);
      watcher(supervisor.status);
    });
  /** Time passes while something takes time. */
  const pass = <Value>(work: Promise<Value>): Promise<Value> => passTimeUntil(clock, work);
  return {
    clock,
    spawner,
    journal,
    logger,
    sink,
    seen,
    told,
    endings,
    handles,
    knobs,
    supervisor,
    child,
    reach,
    pass,
  };
}

/** The error of something that must fail. */
export async function reasonOf(outcome: Promise<void>): Promise<AppError> {
  try {
    await outcome;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}

/** Crashes the newest child and waits until the state has followed. */
export async function crash({ supervisor, child }: ReturnType<typeof stage>, code = 1): Promise<void> {
  const before = supervisor.status;
  child(-1).exit({ code });
  await until('the crash', () => supervisor.status !== before && supervisor.status.status !== 'stopping');
}
