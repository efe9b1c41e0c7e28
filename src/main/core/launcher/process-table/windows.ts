// Who is running on Windows, asked of CIM through PowerShell. There are no process groups there: a "group" is the
// founder and its descendants, followed by parent pid. A dead parent's pid may have a new holder, so times are compared.
import type { ProcessHost, ProcessTable } from '../ports.ts';

interface Identity {
  readonly pid: number;
  /** ISO 8601 in UTC with seven decimals: sorts as text. */
  readonly startTime: string;
}

interface Row extends Identity {
  readonly parent: number;
}

const limitMs = 15_000;
const script = [
  'Get-CimInstance Win32_Process | Where-Object CreationDate | ForEach-Object {',
  "'{0} {1} {2}' -f $_.ProcessId, $_.ParentProcessId,",
  "$_.CreationDate.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ss.fffffff') }",
].join(' ');

export function windowsProcessTable(host: ProcessHost): ProcessTable {
  // By founder, as long as somebody is left: a process whose parent went between two looks is no longer found by it.
  const seen = new Map<string, readonly Identity[]>();
  const rows = async (): Promise<Row[]> => {
    const args = ['-NoProfile', '-NonInteractive', '-Command', script];
    const text = await host.run('powershell.exe', args, limitMs);
    return text
      .split(/\r?\n/)
      .map(parseRow)
      .filter((row) => row !== null);
  };

  return {
    startTime: async (pid) => (await rows()).find((row) => row.pid === pid)?.startTime ?? null,
    members: async (pid, founderStart) => {
      // Without a start time nobody can tell the founder's children from those of an earlier holder of its pid.
      if (founderStart === null) return [];
      const key = `${pid} ${founderStart}`;
      const present = await rows();
      const tree = treeOf(present, [{ pid, startTime: founderStart }, ...(seen.get(key) ?? [])]);
      if (tree.length === 0) seen.delete(key);
      else seen.set(key, tree);
      return tree.map((member) => member.pid);
    },
    // Windows shows nobody another process's environment.
    isMarked: () => Promise.resolve(false),
    strays: () => Promise.resolve([]),
    markedNow: () => [],
  };
}

/** Whoever of `roots` lives, and their descendants. */
function treeOf(rows: readonly Row[], roots: readonly Identity[]): Identity[] {
  const found = new Map<number, Identity>();
  const open: Identity[] = [...roots];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { pid, startTime } = next;
    const holder = rows.find((row) => row.pid === pid);
    const isItself = holder?.startTime === startTime;
    if (isItself) found.set(pid, next);
    // Children that are younger than a new holder of the pid are that one's.
    const before = holder === undefined || isItself ? null : holder.startTime;
    for (const row of rows) {
      const isChild = row.parent === pid && row.pid !== pid && row.startTime >= startTime;
      const isStrangers = before !== null && row.startTime >= before;
      if (isChild && !isStrangers && !found.has(row.pid)) {
        found.set(row.pid, row);
        open.push(row);
      }
    }
  }
  return [...found.values()].map(({ pid, startTime }) => ({ pid, startTime }));
}

function parseRow(line: string): Row | null {
  const [pid, parent, startTime] = line.trim().split(' ');
  if (pid === undefined || parent === undefined || startTime === undefined) return null;
  return { pid: Number(pid), parent: Number(parent), startTime };
}
