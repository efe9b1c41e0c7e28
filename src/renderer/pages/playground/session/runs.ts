// What is under way and how it ended, by what was run: one at a time for each tool, resource or prompt.
import type { PlaygroundMethod, PlaygroundOutcome } from '../../../../shared/playground.ts';
import type { MutableValue } from '../../../state/observable.ts';
import type { Progress } from './pending-requests.ts';
import type { PlaygroundClient, SentRequest } from './playground-client.ts';

export interface Run {
  readonly isRunning: boolean;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly durationMs: number | null;
  readonly progress: Progress | null;
  readonly outcome: PlaygroundOutcome | null;
  /** What was sent. */
  readonly params: unknown;
}

export type RunStates = ReadonlyMap<string, Run>;

export interface Runs {
  readonly start: (
    key: string,
    server: string,
    method: PlaygroundMethod,
    params: Readonly<Record<string, unknown>>,
  ) => Promise<Run>;
  readonly cancel: (key: string) => void;
}

/** Outcomes of more than these: the ones that were run longest ago are forgotten. */
const maxKept = 60;

export function createRuns(client: PlaygroundClient, states: MutableValue<RunStates>): Runs {
  const sent = new Map<string, SentRequest>();

  const put = (key: string, run: Run): void => {
    const next = new Map(states.get());
    next.delete(key);
    next.set(key, run);
    for (const [old, { isRunning }] of next) {
      if (next.size <= maxKept) break;
      if (!isRunning) next.delete(old);
    }
    states.set(next);
  };

  return {
    start: async (key, server, method, params) => {
      sent.get(key)?.cancel();
      const startedAt = Date.now();
      let run: Run = {
        isRunning: true,
        startedAt,
        durationMs: null,
        progress: null,
        outcome: null,
        params,
      };
      const request = client.send(server, method, params, {
        onProgress: (progress) => {
          if (sent.get(key) !== request || !run.isRunning) return;
          run = { ...run, progress };
          put(key, run);
        },
      });
      sent.set(key, request);
      put(key, run);
      const { outcome, durationMs } = await request.ended;
      run = { ...run, isRunning: false, outcome, durationMs };
      if (sent.get(key) === request) {
        sent.delete(key);
        put(key, run);
      }
      return run;
    },
    cancel: (key) => sent.get(key)?.cancel(),
  };
}
