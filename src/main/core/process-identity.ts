// Tells a process from a later one that was given the same pid: pid and start time together. When a process began is
// the process table's knowledge, launcher/process-table.
import { readFile } from 'node:fs/promises';
import { systemErrorCode } from './system-error.ts';

/** When a process began, as the process table writes it; null: there is none, or it cannot be told. */
export type StartTimeOf = (pid: number) => Promise<string | null>;

/** Windows' times come from two sources, which differ a little. No pid comes back so soon. */
const sameStartMs = 5000;

/** Whether any process has this pid. One that we may not signal lives, too. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemErrorCode(error) !== 'ESRCH';
  }
}

/** When this process began. On Windows without asking PowerShell, which takes a second. */
export function ownStartTime(platform: NodeJS.Platform, startTimeOf: StartTimeOf): Promise<string | null> {
  if (platform !== 'win32') return startTimeOf(process.pid).catch(() => null);
  const startedAt = new Date(Date.now() - process.uptime() * 1000);
  return Promise.resolve(startedAt.toISOString().replace('Z', '0000'));
}

/**
 * Whether the process that was written down as `pid` and `startTime` still runs. In doubt it does: without a start time
 * on either side the pid alone counts.
 */
export async function isStillRunning(
  pid: number,
  startTime: string | null,
  startTimeOf: StartTimeOf,
): Promise<boolean> {
  if (!isAlive(pid) || (await isZombie(pid))) return false;
  if (startTime === null) return true;
  const now = await startTimeOf(pid).catch(() => null);
  return now === null ? isAlive(pid) : isSameStart(startTime, now);
}

function isSameStart(one: string, other: string): boolean {
  return one === other || Math.abs(Date.parse(one) - Date.parse(other)) < sameStartMs;
}

/** A killed process whose parent does not ask for it keeps its pid, in containers for ever. proc(5), /proc/pid/stat. */
async function isZombie(pid: number): Promise<boolean> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    return 'ZX'.includes(stat.charAt(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}
