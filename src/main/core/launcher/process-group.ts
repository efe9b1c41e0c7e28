// All processes of one launch: asking them to end, and ending them. Reaches no process outside of it.
import type { ProcessGroup, ProcessHost, ProcessTable } from './ports.ts';

export interface GroupFounder {
  readonly pid: number;
  readonly startTime: Promise<string | null>;
  readonly launchId: string;
  /** Saves a look at the table while the answer is known. */
  readonly isRunning?: () => boolean;
}

const taskkillLimitMs = 10_000;
/** In the last moment of a process nobody waits long. */
const lastTaskkillLimitMs = 3000;

/** The group that a child founded when it was spawned (`detached` on POSIX), and whoever has left it. */
export function createProcessGroup(
  host: ProcessHost,
  table: ProcessTable,
  founder: GroupFounder,
): ProcessGroup {
  if (host.platform === 'win32') return windowsTree(host, table, founder);
  const { pid, startTime, launchId, isRunning = () => false } = founder;
  const members = async (): Promise<readonly number[]> => table.members(pid, await startTime);
  const strays = createStrays(host, table, launchId, pid);
  const signalAll = async (signal: NodeJS.Signals): Promise<void> => {
    if (host.signal(-pid, signal) !== 'denied') return;
    // macOS refuses the whole group when a single member cannot be signalled, such as a zombie.
    for (const each of await members()) host.signal(each, signal);
  };
  // The signal only asks; a group of zombies still answers, hence the look at the table.
  const isEmpty = async (): Promise<boolean> =>
    !isRunning() && (host.signal(-pid, 0) === 'gone' || (await members()).length === 0);
  return {
    isGone: async () => (await isEmpty()) && (await strays.isGone()),
    terminate: async () => {
      await signalAll('SIGTERM');
      return strays.terminate();
    },
    kill: async () => {
      await signalAll('SIGKILL');
      await strays.kill();
    },
    killNow: () => void host.signal(-pid, 'SIGKILL'),
  };
}

/** Whoever carries the mark of a launch outside of its group; whoever carries it at all, where the group is null. */
export function createStrays(
  host: ProcessHost,
  table: ProcessTable,
  launchId: string,
  group: number | null,
): ProcessGroup {
  const signalAll = async (signal: NodeJS.Signals): Promise<void> => {
    for (const each of await table.strays(launchId, group)) host.signal(each, signal);
  };
  return {
    isGone: async () => (await table.strays(launchId, group)).length === 0,
    terminate: async () => {
      await signalAll('SIGTERM');
      return true;
    },
    kill: () => signalAll('SIGKILL'),
    killNow: () => undefined,
  };
}

/** Windows has no groups and no request to end: the founder's tree, as the table knows it. */
function windowsTree(
  host: ProcessHost,
  table: ProcessTable,
  { pid, startTime, isRunning = () => false }: GroupFounder,
): ProcessGroup {
  const members = async (): Promise<readonly number[]> => table.members(pid, await startTime);
  return {
    // Looked at in any case: the table finds only later what it has seen while all parents were there.
    isGone: async () => (await members()).length === 0 && !isRunning(),
    terminate: () => Promise.resolve(false),
    kill: async () => {
      const pids = await members();
      if (pids.length === 0) return;
      const args = ['/T', '/F', ...pids.flatMap((each) => ['/PID', String(each)])];
      // Fails when one of them ended meanwhile; the next look at the table shows who is left.
      await host.run('taskkill', args, taskkillLimitMs).catch(() => undefined);
    },
    killNow: () => {
      // The pid of a child that has ended may be somebody else's by now.
      if (!isRunning()) return;
      try {
        host.runNow('taskkill', ['/T', '/F', '/PID', String(pid)], lastTaskkillLimitMs);
      } catch {
        // It ended by itself, or the next start finds it.
      }
    },
  };
}
