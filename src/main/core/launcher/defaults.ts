// What a supervisor begins with: its durations unless it is given others, and its first status.
import { usualLadder } from './stop-ladder.ts';
import type { SupervisorStatus, SupervisorTiming } from './types.ts';

export const usualTiming: SupervisorTiming = {
  ...usualLadder,
  firstBackoffMs: 1000,
  longestBackoffMs: 30_000,
  healthyMs: 60_000,
  drainMs: 500,
  muteMs: 2000,
};

export const neverStarted: SupervisorStatus = {
  status: 'stopped',
  pid: null,
  problem: null,
  startedAt: null,
  retryAt: null,
  restarts: 0,
};
