// How calls to one server went, from the series that the meter keeps. Times are as fine as its buckets.
import type { CallNumbers } from '../../../shared/server-detail.ts';
import { bucketEndsMs, type CallSeries } from '../metrics/call-series.ts';
import { quantileMs } from '../metrics/quantile.ts';

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
    medianMs: quantileMs(buckets, 0.5),
    p95Ms: quantileMs(buckets, 0.95),
  };
}

function sum(series: readonly CallSeries[], of: (one: CallSeries) => number): number {
  return series.reduce((total, one) => total + of(one), 0);
}
