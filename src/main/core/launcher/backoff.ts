// How long to wait before a server is started again.

export interface BackoffRange {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** Share of the delay that chance may take away, so that servers which fell together do not rise together. */
const jitter = 0.25;

/** Milliseconds before restart number `restart` in a row (from 1). `random` is 0 (inclusive) to 1 (exclusive). */
export function backoffMs(restart: number, range: BackoffRange, random: number): number {
  const full = Math.min(range.longestMs, range.firstMs * 2 ** (restart - 1));
  return Math.round(full * (1 - jitter * random));
}
