// How calls to one server went, from the series that the meter keeps. Times are as fine as its buckets.
import type { CallNumbers } from '../../../shared/server-detail.ts';
import { bucketEndsMs, type CallSeries } from '../metrics/call-series.ts';

/** All together first, then by method, the most called first. */
export function callNumbers(
  all: Iterable<CallSeries>,
  isOf: (server: string) => boolean,
): readonly CallNumbers[] {
  const byMethod = new Map<string, CallSeries[]>();
  for (const series of all) {
    if (!isOf(series.server)) continue;
    const same = byMethod.get(series.method) ?? [];
    same.push(series);
    byMethod.set(series.method, same);
  }
  if (byMethod.size === 0) return [];
  const methods = [...byMethod].map(([method, series]) => numbersOf(method, series));
  return [
    numbersOf(null, [...byMethod.values()].flat()),
    ...methods.toSorted((one, other) => other.calls - one.calls),
  ];
}

function numbersOf(method: string | null, series: readonly CallSeries[]): CallNumbers {
  const buckets = Array.from({ length: bucketEndsMs.length + 1 }, (_, index) =>
    sum(series, (one) => one.buckets[index] ?? 0),
  );
  return {
    method,
    calls: sum(series, ({ calls }) => calls),
    errors: sum(series, ({ errors }) => errors),
    cancelled: sum(series, ({ cancelled }) => cancelled),
    medianMs: quantile(buckets, 0.5),
    p95Ms: quantile(buckets, 0.95),
  };
}

function sum(series: readonly CallSeries[], of: (one: CallSeries) => number): number {
  return series.reduce((total, one) => total + of(one), 0);
}

/** Within a bucket as if its calls were spread evenly; what took longer than all buckets counts as the last one's end. */
function quantile(buckets: readonly number[], share: number): number | null {
  const wanted = share * buckets.reduce((total, count) => total + count, 0);
  if (wanted === 0) return null;
  let below = 0;
  for (const [index, count] of buckets.entries()) {
    if (below + count >= wanted) {
      const [from, to] = [bucketEndsMs[index - 1] ?? 0, bucketEndsMs[index] ?? bucketEndsMs.at(-1) ?? 0];
      return from + ((to - from) * (wanted - below)) / count;
    }
    below += count;
  }
  return bucketEndsMs.at(-1) ?? null;
}
