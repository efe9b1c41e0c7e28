// How long the slowest answers of a share took, as far as counts by bucket tell.
import { bucketEndsMs } from './call-series.ts';

/**
 * What the given share (0 to 1) of the answers did not exceed, in milliseconds, taken as spread evenly within its bucket;
 * null without any answer. Beyond the last bucket it is that bucket's end.
 */
export function quantileMs(buckets: readonly number[], share: number): number | null {
  const total = buckets.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let rest = share * total;
  for (const [index, count] of buckets.entries()) {
    const start = bucketEndsMs[index - 1] ?? 0;
    const end = bucketEndsMs[index] ?? start;
    if (count > 0 && rest <= count) return start + (end - start) * (rest / count);
    rest -= count;
  }
  return bucketEndsMs.at(-1) ?? null;
}
