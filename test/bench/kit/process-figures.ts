// What a process uses, as Linux tells; null where the system does not.
import { readdirSync, readFileSync } from 'node:fs';

/** Of `/proc/<pid>/stat`. */
const ticksPerSecond = 100;

/** Resident memory in bytes. */
export function residentBytes(pid: number): number | null {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(read(`/proc/${pid}/status`))?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}

/** User and system time of its threads so far, in milliseconds; to the nanosecond where the system counts so. */
export function processorMs(pid: number): number | null {
  const spent = threads(pid).map((thread) =>
    Number(read(`/proc/${pid}/task/${thread}/schedstat`).split(' ')[0]),
  );
  const nanoseconds = spent.reduce((sum, one) => sum + one, 0);
  if (nanoseconds > 0) return nanoseconds / 1e6;
  const fields = read(`/proc/${pid}/stat`).split(') ')[1]?.split(' ') ?? [];
  const ticks = Number(fields[11]) + Number(fields[12]);
  return Number.isNaN(ticks) ? null : (ticks * 1000) / ticksPerSecond;
}

/** A difference of two that may be unknown. */
export function difference(after: number | null, before: number | null): number | null {
  return after === null || before === null ? null : after - before;
}

function threads(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
