// Numbers of the last minutes as SVG paths, in a box of one unit for each step and of height 1, y downwards. No painting.
import type { CallPoint, RecentCallsView } from '../../../shared/calls-numbers.ts';

/** The points at their places in time: one for each step of the whole span, oldest first. */
export function slotsOf({ points, stepMs, spanMs }: RecentCallsView): readonly (CallPoint | null)[] {
  const count = Math.round(spanMs / stepMs);
  const slots: (CallPoint | null)[] = Array.from({ length: count }, () => null);
  const newest = points.at(-1)?.time ?? 0;
  for (const point of points) {
    // After the machine slept there is a gap between two of them.
    const index = count - 1 - Math.round((newest - point.time) / stepMs);
    if (index >= 0) slots[index] = point;
  }
  return slots;
}

/** What came to an end within the minute before the end of each step: as the headline counts it. */
export interface Minute {
  readonly time: number;
  readonly calls: number;
  readonly errors: number;
}

/** Null where there is no step. */
export function minutesOf(slots: readonly (CallPoint | null)[], stepMs: number): readonly (Minute | null)[] {
  const length = Math.round(60_000 / stepMs);
  return slots.map((slot, index) => {
    if (slot === null) return null;
    const within = slots.slice(Math.max(0, index + 1 - length), index + 1).filter((one) => one !== null);
    const sum = (part: 'calls' | 'errors'): number => within.reduce((total, one) => total + one[part], 0);
    return { time: slot.time, calls: sum('calls'), errors: sum('errors') };
  });
}

/** The smallest of 1, 2, 5, 10, 20 … that is not less: where an axis may end. */
export function niceEnd(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const digit = [1, 2, 5, 10].find((one) => one * power >= value * (1 - 1e-9)) ?? 10;
  return digit * power;
}

/** The area under steps of these heights (0 to 1), standing on the ground; nothing where they are null. */
export function areaPath(heights: readonly (number | null)[]): string {
  return bandPath(heights.map((height) => (height === null || height === 0 ? null : [0, height])));
}

/** A band of steps between two heights each; runs of null are gaps. */
export function bandPath(bands: readonly Band[]): string {
  return runsOf(bands)
    .map((run) => {
      const there = run.map(({ at, high }) => `V${high}H${at + 1}`).join('');
      const back = run.toReversed().map(({ at, low }) => `V${low}H${at}`);
      return `M${run[0]?.at ?? 0} ${run[0]?.high ?? 0}${there}${back.join('')}Z`;
    })
    .join('');
}

/** The line along the middle of steps; runs of null are gaps. */
export function linePath(heights: readonly (number | null)[]): string {
  return runsOf(heights.map((height) => (height === null ? null : [height, height])))
    .map(
      (run) =>
        `M${run[0]?.at ?? 0} ${run[0]?.high ?? 0}${run.map(({ at, high }) => `V${high}H${at + 1}`).join('')}`,
    )
    .join('');
}

type Band = readonly [low: number, high: number] | null;

interface Step {
  readonly at: number;
  /** From the top. */
  readonly low: number;
  readonly high: number;
}

function runsOf(bands: readonly Band[]): readonly (readonly Step[])[] {
  const runs: Step[][] = [];
  for (const [at, band] of bands.entries()) {
    if (band === null) continue;
    const [low, high] = band;
    const step = { at, low: rounded(1 - low), high: rounded(1 - high) };
    const run = runs.at(-1);
    if (run?.at(-1)?.at === at - 1) run.push(step);
    else runs.push([step]);
  }
  return runs;
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
