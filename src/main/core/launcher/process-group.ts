// All processes of one launch: asking them to end, and ending them. Reaches no process outside of the group.
import type { ProcessGroup, ProcessHost, ProcessTable } from './ports.ts';

export interface GroupFounder {
  readonly pid: number;
  readonly startTime: Promise<string | null>;
  /** Saves a look at the table while the answer is known. */
  readonly isRunning?: () => boolean;
}

const taskkillLimitMs = 10_000;

/** The group that a child founded when it was spawned (`detached` on POSIX). */
export function createProcessGroup(
  host: ProcessHost,
  table: ProcessTable,
  { pid, startTime, isRunning = () => false }: GroupFounder,
): ProcessGroup {
  const members = async (): Promise<readonly number[]> => table.members(pid, await startTime);
  if (host.platform === 'win32') {
    return {
      isGone: async () => !isRunning() && (await members()).length === 0,
      terminate: () => Promise.resolve(false),
      kill: async () => {
        const pids = await members();
        if (pids.length === 0) return;
        const args = ['/T', '/F', ...pids.flatMap((each) => ['/PID', String(each)])];
        // Fails when one of them ended meanwhile; the next look at the table shows who is left.
        await host.run('taskkill', args, taskkillLimitMs).catch(() => undefined);
      },
    };
  }
  const signalAll = async (signal: NodeJS.Signals): Promise<void> => {
    if (host.signal(-pid, signal) !== 'denied') return;
    // macOS refuses the whole group when a single member cannot be signalled, such as a zombie.
    for (const each of await members()) host.signal(each, signal);
  };
  return {
    // The signal only asks; a group of zombies still answers, hence the look at the table.
    isGone: async () => !isRunning() && (host.signal(-pid, 0) === 'gone' || (await members()).length === 0),
    terminate: async () => {
      await signalAll('SIGTERM');
      return true;
    },
    kill: () => signalAll('SIGKILL'),
  };
}
