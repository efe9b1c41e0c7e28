// The stop ladder: close stdin, ask, insist, each step with its time. Ends only when nobody of the group is left (S2.6).
import type { Clock } from '../ports.ts';
import type { ProcessGroup } from './ports.ts';

export interface LadderTiming {
  /** Time to leave after stdin was closed. */
  readonly inputMs: number;
  /** Time to leave after SIGTERM. */
  readonly terminateMs: number;
  /** Time for the system to clear away what got SIGKILL, before it is sent again. */
  readonly killMs: number;
}

export const usualLadder: LadderTiming = { inputMs: 2000, terminateMs: 2000, killMs: 2000 };

const killAttempts = 3;
const firstPollMs = 10;
const longestPollMs = 100;

export interface LadderParts {
  readonly clock: Clock;
  readonly timing: LadderTiming;
  /** Absent when stdin is closed already: the first step is left out. */
  readonly closeInput?: () => void;
}

/** Ends a group. Resolves with false when somebody outlived even SIGKILL: waiting in the kernel, or not ours to end. */
export async function endGroup(
  group: ProcessGroup,
  { clock, timing, closeInput }: LadderParts,
): Promise<boolean> {
  // Timers of a Clock keep no process alive, and ours must not end in the middle of the ladder.
  const hold = setInterval(() => undefined, 60_000);
  try {
    if (await isGone(group)) return true;
    closeInput?.();
    if (closeInput !== undefined && (await isGoneWithin(group, clock, timing.inputMs))) return true;
    if ((await group.terminate()) && (await isGoneWithin(group, clock, timing.terminateMs))) return true;
    for (let attempt = 0; attempt < killAttempts; attempt++) {
      await group.kill();
      if (await isGoneWithin(group, clock, timing.killMs)) return true;
    }
    return false;
  } finally {
    clearInterval(hold);
  }
}

async function isGoneWithin(group: ProcessGroup, clock: Clock, limitMs: number): Promise<boolean> {
  const deadline = clock.monotonic() + limitMs;
  for (let pollMs = firstPollMs; ; pollMs = Math.min(pollMs * 1.5, longestPollMs)) {
    if (await isGone(group)) return true;
    const leftMs = deadline - clock.monotonic();
    if (leftMs <= 0) return false;
    await new Promise<void>((resolve) => clock.after(Math.min(pollMs, leftMs), resolve));
  }
}

/** A table that cannot be read at the moment must not pass for an empty one. */
async function isGone(group: ProcessGroup): Promise<boolean> {
  try {
    return await group.isGone();
  } catch {
    return false;
  }
}
