// Who is running on Windows, asked of CIM through PowerShell. There are no process groups there: a "group" is the
// founder and its descendants, followed by parent pid. A dead parent's pid may have a new holder, so times are compared.
import type { ProcessHost, ProcessTable } from '../ports.ts';

interface Row {
  readonly pid: number;
  readonly parent: number;
  /** ISO 8601 in UTC with seven decimals: sorts as text. */
  readonly startTime: string;
}

const limitMs = 15_000;
const script = [
  'Get-CimInstance Win32_Process | Where-Object CreationDate | ForEach-Object {',
  "'{0} {1} {2}' -f $_.ProcessId, $_.ParentProcessId,",
  "$_.CreationDate.ToUniversalTime().ToString('yyyy-MM-ddTHH:mm:ss.fffffff') }",
].join(' ');

export function windowsProcessTable(host: ProcessHost): ProcessTable {
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
    // Without a start time nobody can tell the founder's children from those of an earlier holder of its pid.
    members: async (pid, founderStart) =>
      founderStart === null ? [] : treeOf(await rows(), pid, founderStart),
    // Windows shows nobody another process's environment.
    isMarked: () => Promise.resolve(false),
  };
}

function treeOf(rows: readonly Row[], pid: number, founderStart: string): number[] {
  const holder = rows.find((row) => row.pid === pid);
  const isFounder = holder?.startTime === founderStart;
  // Children that are younger than a new holder of the pid are that one's.
  const before = holder === undefined || isFounder ? null : holder.startTime;
  const found = isFounder ? [pid] : [];
  const open: [parent: number, start: string][] = [[pid, founderStart]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [parent, start] = next;
    for (const row of rows) {
      const isChild = row.parent === parent && row.pid !== parent && row.startTime >= start;
      const isStrangers = parent === pid && before !== null && row.startTime >= before;
      if (!isChild || isStrangers || found.includes(row.pid)) continue;
      found.push(row.pid);
      open.push([row.pid, row.startTime]);
    }
  }
  return found;
}

function parseRow(line: string): Row | null {
  const [pid, parent, startTime] = line.trim().split(' ');
  if (pid === undefined || parent === undefined || startTime === undefined) return null;
  return { pid: Number(pid), parent: Number(parent), startTime };
}
