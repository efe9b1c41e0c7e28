// Every part of a load says what was measured, and what was wrong.
import { table, type Cell } from '../kit/table.ts';

export interface Part {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  readonly figures: unknown;
  readonly violations: readonly string[];
}

export function describePart({ title, head, rows }: Part): string {
  return `${title}:\n\n${table(head, rows)}`;
}
