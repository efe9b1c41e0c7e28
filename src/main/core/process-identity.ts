// Tells a process from a later one that was given the same pid: pid and start time together. When a process began is
// the process table's knowledge, launcher/process-table.
import { systemErrorCode } from './system-error.ts';

/** When the process began, as text to compare; null: there is none, or it cannot be told. */
export type StartTimeOf = (pid: number) => Promise<string | null>;

/** Whether any process has this pid. One that we may not signal lives, too. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemErrorCode(error) !== 'ESRCH';
  }
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
  if (!isAlive(pid)) return false;
  if (startTime === null) return true;
  const now = await startTimeOf(pid).catch(() => null);
  return now === null ? isAlive(pid) : now === startTime;
}
