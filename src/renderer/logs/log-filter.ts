// Which entries of a log are shown, and which of them are found or tell of failures. Goes on from the last answer where only
// new lines have come: at a thousand lines a second a hundred thousand old ones are not looked at again.
import type { LogLevel } from '../../shared/state.ts';
import type { LogEntry } from './log-buffer.ts';
import { hasText } from './log-search.ts';

export interface LogChoice {
  /** Lines of less weight are left out. */
  readonly level: LogLevel;
  readonly query: string;
  /** Only lines with `query` are shown. */
  readonly onlyFound: boolean;
}

export interface ShownLog {
  readonly entries: readonly LogEntry[];
  /** Ids of shown lines with the text that is searched for. */
  readonly found: readonly number[];
  /** Ids of shown lines that are errors. */
  readonly failures: readonly number[];
}

const weights: Readonly<Record<LogLevel, number>> = { error: 3, warn: 2, info: 1, debug: 0 };

export type LogFilter = (entries: readonly LogEntry[], choice: LogChoice) => ShownLog;

/** Keeps what it answered last. */
export function createLogFilter(): LogFilter {
  let shown: ShownLog = { entries: [], found: [], failures: [] };
  let seen: readonly LogEntry[] = [];
  let last: LogChoice | null = null;
  return (entries, choice) => {
    if (entries === seen && isSame(choice, last)) return shown;
    const goesOn = isSame(choice, last) && (seen.at(-1)?.id ?? -1) <= (entries.at(-1)?.id ?? -1);
    const newest = goesOn ? (seen.at(-1)?.id ?? -1) : -1;
    const first = entries[0]?.id ?? 0;
    const next = select(entries.slice(indexAfter(entries, newest)), choice);
    const old = goesOn ? shown : { entries: [], found: [], failures: [] };
    shown = {
      entries: joined(old.entries.slice(indexAfter(old.entries, first - 1)), next.entries),
      found: joined(from(old.found, first), next.found),
      failures: joined(from(old.failures, first), next.failures),
    };
    seen = entries;
    last = choice;
    return shown;
  };
}

function isSame(one: LogChoice, other: LogChoice | null): boolean {
  return other?.level === one.level && other.query === one.query && other.onlyFound === one.onlyFound;
}

function select(entries: readonly LogEntry[], { level, query, onlyFound }: LogChoice): ShownLog {
  const lowered = query.toLowerCase();
  const only = onlyFound && lowered !== '';
  const chosen: LogEntry[] = [];
  const found: number[] = [];
  const failures: number[] = [];
  for (const entry of entries) {
    if (entry.kind === 'line' && weights[entry.line.level] < weights[level]) continue;
    const isFound = hasText(entry, lowered);
    if (only && !isFound) continue;
    chosen.push(entry);
    if (isFound) found.push(entry.id);
    if (entry.kind === 'line' && entry.line.level === 'error') failures.push(entry.id);
  }
  return { entries: chosen, found, failures };
}

function joined<Item>(old: readonly Item[], added: readonly Item[]): readonly Item[] {
  return added.length === 0 ? old : old.length === 0 ? added : [...old, ...added];
}

/** Those of growing numbers that are not below `first`. */
function from(ids: readonly number[], first: number): readonly number[] {
  const start = ids.findIndex((id) => id >= first);
  return start === -1 ? [] : start === 0 ? ids : ids.slice(start);
}

/** The place of the first entry with a greater id; ids grow. */
function indexAfter(entries: readonly LogEntry[], id: number): number {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.id ?? 0) <= id) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The id before or after `at` among growing ids, going on at the other end; null where there is none. */
export function neighbour(ids: readonly number[], at: number | null, step: 1 | -1): number | null {
  if (step === 1) return ids.find((id) => at === null || id > at) ?? ids[0] ?? null;
  return ids.findLast((id) => at === null || id < at) ?? ids.at(-1) ?? null;
}

/** The line to look at for what happened at `time`: the first error from then on within a few seconds, else the first line. */
export function lineAt(entries: readonly LogEntry[], time: number): number | null {
  const lines = entries.filter((entry) => entry.kind === 'line');
  const start = lines.findIndex(({ line }) => line.time >= time);
  if (start === -1) return lines.at(-1)?.id ?? null;
  const failure = lines
    .slice(start)
    .find(({ line }) => line.time > time + momentMs || line.level === 'error');
  const isIt = failure?.line.level === 'error' && failure.line.time <= time + momentMs;
  return (isIt ? failure : lines[start])?.id ?? null;
}

/** What a failure prints comes so soon after it at the latest. */
const momentMs = 5000;
