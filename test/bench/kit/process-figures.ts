// What a process uses, as Linux tells; null where the system does not.
import { readFileSync } from 'node:fs';

/** Of `/proc/<pid>/stat`. */
const ticksPerSecond = 100;

/** Resident memory in bytes. */
export function residentBytes(pid: number): number | null {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(read(`/proc/${pid}/status`))?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}

/** User and system time so far, in milliseconds. */
export function processorMs(pid: number): number | null {
  const fields = read(`/proc/${pid}/stat`).split(') ')[1]?.split(' ') ?? [];
  const ticks = Number(fields[11]) + Number(fields[12]);
  return Number.isNaN(ticks) ? null : (ticks * 1000) / ticksPerSecond;
}

/** A difference of two that may be unknown. */
export function difference(after: number | null, before: number | null): number | null {
  return after === null || before === null ? null : after - before;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
