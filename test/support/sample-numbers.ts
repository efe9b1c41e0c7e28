// Numbers of the last minutes as the page gets them.
import type { CallPoint, RecentCallsView, ServerCallNumbers } from '../../src/shared/calls-numbers.ts';

const stepMs = 5000;
const stepCount = 120;

/** Without a call. */
export function noCalls(): RecentCallsView {
  return {
    stepMs,
    spanMs: stepMs * stepCount,
    medianMs: null,
    p95Ms: null,
    points: [],
    servers: [],
    inFlight: 0,
  };
}

/** Ten minutes that end at `now`, as busy as `calls` says of each step (0 is the oldest), with what the named servers did. */
export function sampleNumbers(
  now: number,
  calls: (step: number) => number,
  servers: readonly string[] = [],
): RecentCallsView {
  const points = Array.from({ length: stepCount }, (_, step): CallPoint => {
    const count = Math.max(0, Math.round(calls(step)));
    const medianMs = count === 0 ? null : 4 + (step % 9);
    return {
      time: now - (stepCount - 1 - step) * stepMs,
      ms: stepMs,
      calls: count,
      errors: step > 70 && step < 80 ? Math.ceil(count / 4) : 0,
      medianMs,
      p95Ms: medianMs === null ? null : medianMs * 4 + (step % 13) * 5,
    };
  });
  return {
    ...noCalls(),
    medianMs: 7,
    p95Ms: 48,
    points,
    servers: servers.map((server, index): ServerCallNumbers => ({
      server,
      calls: 40 * (index + 1),
      errors: index % 3,
      meanMs: 12.4 * (index + 1),
      parts: Array.from({ length: 20 }, (_, part) => ((part + index) * 7) % 11),
    })),
    inFlight: 2,
  };
}
