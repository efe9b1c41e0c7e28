// The calls of the contract about recorded MCP calls.
import { z } from 'zod';
import type { CallDetail, CallsPage } from './activity.ts';
import { answers } from './call-definition.ts';

const revision = z.int().min(0);
const callRef = z.strictObject({ id: z.int().min(1) });

export const activityCalls = {
  /** The newest calls that have changed after one revision and before another. */
  readCalls: answers<CallsPage>()(
    z.strictObject({
      after: revision.default(0),
      before: revision.optional(),
      limit: z.int().min(1).max(5000).default(1000),
    }),
  ),
  readCall: answers<CallDetail>()(callRef),
  /** Sends the same request once more, as Patchbay's own; answers with the new call as soon as it is under way. */
  repeatCall: answers<{ readonly id: number }>()(callRef),
  /** Forgets all recorded calls. */
  clearCalls: answers<{ readonly cleared: number }>()(z.strictObject({})),
} as const;
