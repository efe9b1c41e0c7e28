// Who is running, by the words of ps: macOS and the other systems without a /proc of Linux's kind.
import { launchMarker } from '../environment.ts';
import { isOwn } from './marks.ts';
import type { ProcessHost, ProcessTable } from '../ports.ts';

interface Row {
  readonly pid: number;
  readonly group: number;
  readonly state: string;
  /** `lstart`: to the second, in UTC. */
  readonly startTime: string;
}

const limitMs = 5000;

export function psProcessTable(host: ProcessHost): ProcessTable {
  const rows = async (): Promise<Row[]> => {
    const text = await host.run('ps', ['-axo', 'pid=,pgid=,state=,lstart='], limitMs);
    return text
      .split('\n')
      .map(parseRow)
      .filter((row) => row !== null);
  };

  return {
    startTime: async (pid) => (await rows()).find((row) => row.pid === pid)?.startTime ?? null,
    members: async (pid, founderStart) => {
      const all = await rows();
      const holder = all.find((row) => row.pid === pid);
      if (holder !== undefined && founderStart !== null && holder.startTime !== founderStart) return [];
      return all.filter(({ group, state }) => group === pid && !state.startsWith('Z')).map((row) => row.pid);
    },
    isMarked: async (pid, launchId) => {
      try {
        // -E adds the environment to the command; only that of one's own processes is shown.
        const text = await host.run('ps', ['-E', '-ww', '-o', 'command=', '-p', String(pid)], limitMs);
        return text.includes(`${launchMarker}=${launchId}`);
      } catch {
        return false;
      }
    },
    strays: async (launchId, group) => {
      try {
        const rows = markedRows(await host.run('ps', markedWords, limitMs), [launchId]);
        return rows.filter((row) => row.group !== group).map(({ pid }) => pid);
      } catch {
        return [];
      }
    },
    markedNow: (launchIds) => {
      try {
        return markedRows(host.runNow('ps', markedWords, limitMs), launchIds).map(({ pid }) => pid);
      } catch {
        return [];
      }
    },
  };
}

/** One's own processes, each with its environment after its command. Apple's own programs do not show theirs. */
const markedWords = ['-xwwE', '-o', 'pid=,pgid=,state=,command='];

function markedRows(
  text: string,
  launchIds: readonly string[],
): readonly { readonly pid: number; readonly group: number }[] {
  const marks = launchIds.map((launchId) => `${launchMarker}=${launchId}`);
  return text.split('\n').flatMap((line) => {
    const [, pid, group, state] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s/.exec(line) ?? [];
    if (state === undefined || state.startsWith('Z') || !marks.some((mark) => line.includes(mark))) return [];
    return isOwn(Number(pid)) ? [] : [{ pid: Number(pid), group: Number(group) }];
  });
}

function parseRow(line: string): Row | null {
  const found = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(\S.*\S)\s*$/.exec(line);
  const [, pid, group, state, startTime] = found ?? [];
  if (pid === undefined || state === undefined || startTime === undefined) return null;
  return { pid: Number(pid), group: Number(group), state, startTime: startTime.replaceAll(/\s+/g, ' ') };
}
