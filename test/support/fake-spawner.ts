// Children that a test plays: it says what they print, when they end, and what it takes to end them.
import { PassThrough } from 'node:stream';
import type {
  ChildJournal,
  ChildRecord,
  ExitStatus,
  SpawnedChild,
  Spawner,
} from '../../src/main/core/launcher/ports.ts';
import type { AppError } from '../../src/shared/errors.ts';

/** What it takes at least to end a child: the end of stdin, SIGTERM, SIGKILL, or nothing helps. */
export type Obedience = 'input' | 'terminate' | 'kill' | 'never';

const strength: readonly Obedience[] = ['input', 'terminate', 'kill', 'never'];

export interface FakeChild {
  readonly pid: number;
  /** No process of its group is left. */
  isGone(): boolean;
  /** What was done to end it, in order. */
  readonly steps: Obedience[];
  print(text: string): void;
  complain(text: string): void;
  /** Closes stdout and lives on. */
  closeOutput(): void;
  /** What it got on stdin so far. */
  heard(): string;
  /** Ends by itself; `leavesGroup`: others of its group live on. */
  exit(status: Partial<ExitStatus>, leavesGroup?: boolean): void;
}

export interface FakeSpawner extends Spawner {
  readonly children: FakeChild[];
  /** Of children spawned from now on. */
  obeys: Obedience;
  /** Spawns from now on fail with it, or succeed again. */
  refusal: AppError | null;
  /** While set, a spawn waits for it. */
  delay: Promise<void> | null;
}

export function fakeSpawner(): FakeSpawner {
  const children: FakeChild[] = [];
  const spawner: FakeSpawner = {
    children,
    obeys: 'input',
    refusal: null,
    delay: null,
    spawn: async () => {
      await spawner.delay;
      if (spawner.refusal !== null) throw spawner.refusal;
      const { fake, child } = playChild(1000 + children.length, spawner.obeys);
      children.push(fake);
      return child;
    },
  };
  return spawner;
}

function playChild(pid: number, obeys: Obedience): { fake: FakeChild; child: SpawnedChild } {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const exited = Promise.withResolvers<ExitStatus>();
  const steps: Obedience[] = [];
  let isGone = false;
  let heard = '';
  const exit = ({ code = null, signal = null }: Partial<ExitStatus>, leavesGroup = false): void => {
    isGone ||= !leavesGroup;
    stdout.end();
    stderr.end();
    exited.resolve({ code, signal });
  };
  const step = (name: Obedience, status: Partial<ExitStatus>): void => {
    steps.push(name);
    if (strength.indexOf(name) >= strength.indexOf(obeys)) exit(status);
  };
  stdin.on('data', (bytes: Buffer) => {
    heard += bytes.toString('utf8');
  });
  stdin.on('end', () => step('input', { code: 0 }));
  return {
    fake: {
      pid,
      isGone: () => isGone,
      steps,
      print: (text) => void stdout.write(text),
      complain: (text) => void stderr.write(text),
      closeOutput: () => void stdout.end(),
      heard: () => heard,
      exit,
    },
    child: {
      pid,
      launchId: `launch-${pid}`,
      startTime: Promise.resolve(`start-${pid}`),
      stdin,
      stdout,
      stderr,
      exited: exited.promise,
      group: {
        isGone: () => Promise.resolve(isGone),
        terminate: () => {
          step('terminate', { signal: 'SIGTERM' });
          return Promise.resolve(true);
        },
        kill: () => Promise.resolve(step('kill', { signal: 'SIGKILL' })),
        killNow: () => step('kill', { signal: 'SIGKILL' }),
      },
    },
  };
}

export interface MemoryJournal extends ChildJournal {
  readonly records: Map<string, ChildRecord>;
}

export function memoryJournal(): MemoryJournal {
  const records = new Map<string, ChildRecord>();
  return {
    records,
    put: (record) => void records.set(record.launchId, record),
    remove: (launchId) => void records.delete(launchId),
  };
}
