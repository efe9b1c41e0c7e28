// The part of the contract that holds all servers at once, and lets them go on.
import { z } from 'zod';
import { answers } from './call-definition.ts';

export interface PauseView {
  /** Since when all servers are paused, in epoch milliseconds; null: they are not. */
  readonly pausedAt: number | null;
}

export const pauseCalls = {
  /** Ends all servers, and refuses calls to them until `resumeServers`, or until Patchbay ends. */
  pauseServers: answers<PauseView>()(z.strictObject({})),
  resumeServers: answers<PauseView>()(z.strictObject({})),
} as const;
