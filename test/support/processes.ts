// Counts the processes of a test in /proc, by a marker in their environment or command line. Linux only.
import { readdir, readFile } from 'node:fs/promises';
import { systemHost } from '../../src/main/core/launcher/system-host.ts';
import { until } from './until.ts';

export interface RunningProcess {
  readonly pid: number;
  /** The command line, blanks between its words. */
  readonly command: string;
}

/** Living processes that carry `marker`; we ourselves and zombies do not count. */
export async function processesWith(marker: string): Promise<readonly RunningProcess[]> {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0 && pid !== process.pid);
  const found = await Promise.all(pids.map((pid) => look(pid, marker)));
  return found.filter((each) => each !== null);
}

/** Resolves when no process carries `marker` any more; rejects, naming them, when some still do at the deadline. */
export async function noProcessWith(marker: string, deadlineMs = 10_000): Promise<void> {
  try {
    await until('the end of processes', async () => (await processesWith(marker)).length === 0, deadlineMs);
  } catch (error) {
    const left = (await processesWith(marker)).map(({ pid, command }) => `${pid}: ${command}`);
    throw new Error(`Still running: ${left.join('; ')}`, { cause: error });
  }
}

/** Ends what a failed test left behind, so that it does not disturb the next one. */
export async function killProcessesWith(marker: string): Promise<void> {
  // Again and again: one that was about to fork has a child by now.
  for (let found = await processesWith(marker); found.length > 0; found = await processesWith(marker)) {
    for (const { pid } of found) systemHost().signal(pid, 'SIGKILL');
  }
}

async function look(pid: number, marker: string): Promise<RunningProcess | null> {
  try {
    const [stat, command, environment] = await Promise.all(
      ['stat', 'cmdline', 'environ'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
    );
    const state = stat?.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
    if (state === undefined || state === '' || 'ZX'.includes(state)) return null;
    if (command?.includes(marker) !== true && environment?.includes(marker) !== true) return null;
    return { pid, command: (command ?? '').replaceAll('\0', ' ').trim() };
  } catch {
    return null;
  }
}
