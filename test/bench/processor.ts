// Processor time of another process, where the system tells.
import { readFileSync } from 'node:fs';

/** Of `/proc/<pid>/stat`. */
export const ticksPerSecond = 100;

/** User and system time since its start, in ticks; null where the system does not tell. */
export function cpuTicks(pid: number): number | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return Number(fields[11]) + Number(fields[12]);
  } catch {
    return null;
  }
}
