// Who is running, read from /proc.
import { readdir, readFile } from 'node:fs/promises';
import { launchMarker } from '../environment.ts';
import type { ProcessTable } from '../ports.ts';
import { linuxMarks, pidsIn } from './linux-marks.ts';

interface Stat {
  readonly pid: number;
  readonly state: string;
  readonly group: number;
  readonly session: number;
  /** Clock ticks after boot. */
  readonly startTicks: string;
}

/** The table of this machine; `proc` is /proc. */
export function linuxProcessTable(proc = '/proc'): ProcessTable {
  // Ticks begin anew at each boot, so they count only together with the boot's id.
  let boot: Promise<string> | null = null;
  const bootId = (): Promise<string> => (boot ??= readBootId(proc));

  const marks = linuxMarks(proc);

  const startTime = async (pid: number): Promise<string | null> => {
    const stat = await readStat(proc, pid);
    return stat === null ? null : `${await bootId()}/${stat.startTicks}`;
  };

  return {
    startTime,
    members: async (pid, founderStart) => {
      // While the group exists its number is given to no new process: another holder means that the group is gone.
      const holderStart = await startTime(pid);
      if (holderStart !== null && founderStart !== null && holderStart !== founderStart) return [];
      const stats = await Promise.all((await listPids(proc)).map((each) => readStat(proc, each)));
      return stats
        .filter((stat) => stat !== null)
        .filter(({ group, session, state }) => group === pid && session === pid && !'ZX'.includes(state))
        .map((stat) => stat.pid);
    },
    isMarked: async (pid, launchId) => {
      const environment = await readText(`${proc}/${pid}/environ`);
      return environment?.split('\0').includes(`${launchMarker}=${launchId}`) ?? false;
    },
    strays: async (launchId, group) => {
      const own = (await marks.look()).filter((each) => each.launchId === launchId);
      const stats = await Promise.all(own.map(({ pid }) => readStat(proc, pid)));
      return stats
        .filter((stat) => stat !== null)
        .filter((stat) => stat.group !== group && !'ZX'.includes(stat.state))
        .map(({ pid }) => pid);
    },
    markedNow: (launchIds) =>
      marks
        .lookNow()
        .filter(({ launchId }) => launchIds.includes(launchId))
        .map(({ pid }) => pid),
  };
}

async function readBootId(proc: string): Promise<string> {
  return (await readText(`${proc}/sys/kernel/random/boot_id`))?.trim() ?? '';
}

async function listPids(proc: string): Promise<number[]> {
  return pidsIn(await readdir(proc));
}

/** proc(5), /proc/pid/stat. The name in brackets may hold anything, so fields are counted after the last bracket. */
async function readStat(proc: string, pid: number): Promise<Stat | null> {
  const text = await readText(`${proc}/${pid}/stat`);
  if (text === null) return null;
  const [state, , group, session, ...rest] = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const startTicks = rest[15];
  if (state === undefined || startTicks === undefined) return null;
  return { pid, state, group: Number(group), session: Number(session), startTicks };
}

/** null when the process has gone meanwhile or is not ours to read. */
async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return null;
  }
}
