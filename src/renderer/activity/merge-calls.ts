// Newly read calls put among those that are known, in the order of their ids. Pure values.
import type { CallView } from '../../shared/activity.ts';

/** The page holds no more, whatever the gateway keeps. */
const mostCalls = 100_000;

/** `news` may hold known ones that have changed, and older ones. At most `capacity` are kept, the newest. */
export function mergeCalls(
  calls: readonly CallView[],
  news: readonly CallView[],
  capacity: number,
): readonly CallView[] {
  const merged = [...calls];
  const known = calls.length;
  let isSorted = true;
  for (const call of news) {
    const at = indexOfCall(calls, call.id);
    const there = at === null ? undefined : merged[at];
    if (at === null) {
      isSorted &&= (merged.at(-1)?.id ?? 0) < call.id;
      merged.push(call);
      // A page of older calls may have been asked for before a newer one came.
    } else if (there !== undefined && there.revision < call.revision) merged[at] = call;
  }
  if (!isSorted) merged.sort((one, other) => one.id - other.id);
  const most = Math.min(capacity, mostCalls);
  return merged.length > most && merged.length > known ? merged.slice(-most) : merged;
}

/** Where a call stands among calls by their ids. */
export function indexOfCall(calls: readonly CallView[], id: number): number | null {
  const place = placeOf(calls, id);
  return calls[place]?.id === id ? place : null;
}

/** The place of the first call whose id is not less. */
export function placeOf(calls: readonly CallView[], id: number): number {
  let [low, high] = [0, calls.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((calls[middle]?.id ?? 0) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Names that occur, with those of newly read calls; the same list where they have no other. */
export function mergeNames(
  names: readonly string[],
  news: readonly CallView[],
  of: 'client' | 'server',
): readonly string[] {
  const added = new Set<string>();
  for (const call of news) added.add(call[of] ?? '');
  added.delete('');
  for (const name of names) added.delete(name);
  return added.size === 0 ? names : [...names, ...added].toSorted();
}
