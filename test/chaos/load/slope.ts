// Whether something grows: the slope of what is held over what was done, with its error, by least squares.

export interface Sample {
  /** Operations so far. */
  readonly count: number;
  /** Held after collection. */
  readonly value: number;
}

export interface Slope {
  /** For each operation. */
  readonly slope: number;
  /** Standard error of that. */
  readonly error: number;
  /** By the slope, over all operations that were looked at. */
  readonly growth: number;
  readonly first: number;
  readonly last: number;
}

const leastSamples = 4;

/** Throws Error for fewer than four samples. */
export function slopeOf(samples: readonly Sample[]): Slope {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined || samples.length < leastSamples)
    throw new Error('There are too few samples.');
  const meanCount = mean(samples.map(({ count }) => count));
  const meanValue = mean(samples.map(({ value }) => value));
  const spread = sum(samples.map(({ count }) => (count - meanCount) ** 2));
  const slope = sum(samples.map(({ count, value }) => (count - meanCount) * (value - meanValue))) / spread;
  const residuals = samples.map(({ count, value }) => value - meanValue - slope * (count - meanCount));
  const variance = sum(residuals.map((each) => each ** 2)) / (samples.length - 2);
  return {
    slope,
    error: Math.sqrt(variance / spread),
    growth: slope * (last.count - first.count),
    first: first.value,
    last: last.value,
  };
}

/** Growth that is neither within three errors of zero nor too small to be told from the process's own noise. */
export function isGrowing({ slope, error, growth }: Slope, noise: number): boolean {
  return slope > 3 * error && growth > noise;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}
