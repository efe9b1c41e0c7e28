// Aligned columns. On a terminal the columns that may be shortened are, so that no line wraps; elsewhere nothing is cut.
import { cut, lengthOf, printableLine } from './printable.ts';

export interface Column<Row> {
  readonly title: string;
  readonly text: (row: Row) => string;
  /** Characters that must stay when there is too little room; undefined: never shortened. */
  readonly least?: number;
  /** Colours a cell after it has its width. */
  readonly paint?: (cell: string, row: Row) => string;
}

const gap = '  ';

/** The lines of a table, title line first. `width` null: as wide as it gets. */
export function table<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  width: number | null,
): string[] {
  const cells = rows.map((row) => columns.map((column) => printableLine(column.text(row))));
  const titles = columns.map((column) => column.title);
  const widths = fit(columns, [titles, ...cells], width);
  const line = (texts: readonly string[], row: Row | null): string =>
    texts
      .map((text, index) => {
        const shown = cut(text, widths[index] ?? 0);
        const isLast = index === texts.length - 1;
        const cell = isLast ? shown : padded(shown, widths[index] ?? 0);
        return row === null ? cell : (columns[index]?.paint?.(cell, row) ?? cell);
      })
      .join(gap)
      .trimEnd();
  return [line(titles, null), ...cells.map((texts, index) => line(texts, rows[index] ?? null))];
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - lengthOf(text)));
}

// Takes what is too much from the last columns first: names stand left and matter more than sentences.
function fit<Row>(
  columns: readonly Column<Row>[],
  lines: readonly (readonly string[])[],
  width: number | null,
): readonly number[] {
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => lengthOf(line[index] ?? ''))));
  if (width === null) return widths;
  let excess = widths.reduce((sum, each) => sum + each, gap.length * (columns.length - 1)) - width;
  for (let index = columns.length - 1; index >= 0 && excess > 0; index -= 1) {
    const now = widths[index] ?? 0;
    const least = Math.min(columns[index]?.least ?? now, now);
    const taken = Math.min(excess, now - least);
    widths[index] = now - taken;
    excess -= taken;
  }
  return widths;
}
