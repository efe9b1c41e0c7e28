// Two texts side by side, line by line: what is the same stands on one height. Pure.

export interface DiffRow {
  /** null: the other side alone has something here. */
  readonly before: string | null;
  readonly after: string | null;
  readonly isSame: boolean;
}

/** Beyond this the lines in the middle are not matched: what is this long nobody compares by eye. */
const mostCells = 4_000_000;

export function diffLines(before: string, after: string): readonly DiffRow[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1;
  let end = 0;
  const most = Math.min(old.length, now.length) - start;
  while (end < most && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  const same = (lines: readonly string[]): readonly DiffRow[] =>
    lines.map((line) => ({ before: line, after: line, isSame: true }));
  return [
    ...same(old.slice(0, start)),
    ...middle(old.slice(start, old.length - end), now.slice(start, now.length - end)),
    ...same(old.slice(old.length - end)),
  ];
}

function middle(old: readonly string[], now: readonly string[]): readonly DiffRow[] {
  if (old.length * now.length > mostCells) return beside(old, now);
  const lengths = commonLengths(old, now);
  const rows: DiffRow[] = [];
  let [from, to] = [0, 0];
  let [gone, come]: [string[], string[]] = [[], []];
  const flush = (): void => {
    rows.push(...beside(gone, come));
    [gone, come] = [[], []];
  };
  while (from < old.length || to < now.length) {
    const [left, right] = [old[from], now[to]];
    if (left !== undefined && left === right) {
      flush();
      rows.push({ before: left, after: left, isSame: true });
      from += 1;
      to += 1;
    } else if (
      right === undefined ||
      (left !== undefined && (lengths[from + 1]?.[to] ?? 0) >= (lengths[from]?.[to + 1] ?? 0))
    ) {
      gone.push(left ?? '');
      from += 1;
    } else {
      come.push(right);
      to += 1;
    }
  }
  flush();
  return rows;
}

/** Lines that differ, each beside the one that took its place. */
function beside(old: readonly string[], now: readonly string[]): readonly DiffRow[] {
  return Array.from({ length: Math.max(old.length, now.length) }, (_, index) => ({
    before: old[index] ?? null,
    after: now[index] ?? null,
    isSame: false,
  }));
}

/** How many lines the rests of both have in common, from each pair of places on. */
function commonLengths(old: readonly string[], now: readonly string[]): readonly Uint32Array[] {
  const table = Array.from({ length: old.length + 1 }, () => new Uint32Array(now.length + 1));
  for (let from = old.length - 1; from >= 0; from -= 1) {
    const [row, below] = [table[from], table[from + 1]];
    if (row === undefined || below === undefined) continue;
    for (let to = now.length - 1; to >= 0; to -= 1)
      row[to] = old[from] === now[to] ? (below[to + 1] ?? 0) + 1 : Math.max(below[to] ?? 0, row[to + 1] ?? 0);
  }
  return table;
}
