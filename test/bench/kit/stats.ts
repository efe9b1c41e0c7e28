// Medians and spreads of what was measured several times.

export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** The median, NaN of nothing. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which so much of it lies, from 0 to 1. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

/** The median, the least and the most. */
export function spread(values: readonly number[]): Spread {
  return { median: median(values), low: Math.min(...values), high: Math.max(...values) };
}

/** The median and where the middle half of them lies: of many short measurements the outermost say little. */
export function middleHalf(values: readonly number[]): Spread {
  return { median: median(values), low: quantile(values, 0.25), high: quantile(values, 0.75) };
}

/** "1.07 (1.02–1.15)": what counts first. */
export function spreadText({ median: middle, low, high }: Spread, digits = 2): string {
  return `${middle.toFixed(digits)} (${low.toFixed(digits)}–${high.toFixed(digits)})`;
}
