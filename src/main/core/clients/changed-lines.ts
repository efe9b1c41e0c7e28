// A change of a text as the lines that go and the lines that come, with where they are: what people are shown before it is
// made. One stretch, since one entry is one place.

export interface ChangedLines {
  /** The number of the first changed line, from 1. */
  readonly line: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** null texts: there is no file. */
export function changedLines(before: string | null, after: string | null): ChangedLines {
  const [old, next] = [linesOf(before), linesOf(after)];
  let start = 0;
  while (start < old.length && start < next.length && old[start] === next[start]) start++;
  let end = 0;
  const most = Math.min(old.length, next.length) - start;
  while (end < most && old[old.length - 1 - end] === next[next.length - 1 - end]) end++;
  return {
    line: start + 1,
    removed: old.slice(start, old.length - end),
    added: next.slice(start, next.length - end),
  };
}

function linesOf(text: string | null): readonly string[] {
  return text === null ? [] : text.split(/\r\n|\r|\n/);
}
