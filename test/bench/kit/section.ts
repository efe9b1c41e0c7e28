// What a part of the benchmark gives: a table, and what its figures are to reach.
import { table, type Cell } from '../../chaos/kit/table.ts';

/** A limit that the product set itself. */
export interface Bar {
  readonly what: string;
  /** The limit as words, such as "≤ 1.25 × floor". */
  readonly wanted: string;
  readonly measured: number;
  readonly isReached: boolean;
}

export interface Section {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  readonly figures: unknown;
  readonly bars: readonly Bar[];
}

/** At most `limit`; a figure that is unknown does not reach it. */
export function atMost(what: string, limit: number, of: string, measured: number): Bar {
  return { what, wanted: `≤ ${limit} ${of}`, measured, isReached: measured <= limit };
}

/** At least `limit`. */
export function atLeast(what: string, limit: number, of: string, measured: number): Bar {
  return { what, wanted: `≥ ${limit} ${of}`, measured, isReached: measured >= limit };
}

/** As Markdown. */
export function describeSection({ title, head, rows }: Section): string {
  return `${title}\n\n${table(head, rows)}`;
}

/** All limits, reached or not. */
export function describeBars(sections: readonly Section[]): string {
  const bars = sections.flatMap((section) => section.bars);
  if (bars.length === 0) return '';
  const rows = bars.map(({ what, wanted, measured, isReached }) => [
    what,
    wanted,
    Number.isNaN(measured) ? 'unknown' : measured.toFixed(2),
    isReached ? 'reached' : 'MISSED',
  ]);
  return `Limits\n\n${table(['what', 'limit', 'measured', ''], rows)}`;
}
