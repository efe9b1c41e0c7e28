// The lines of one log that the page holds: bounded, in order, without doubles, its gaps marked.
// Pure values; where lines come from is the feed's business.
import type { LogLine } from '../../shared/state.ts';

/** What the log shows, line by line. `id` is unique and grows within one buffer. */
export type LogEntry =
  | { readonly kind: 'line'; readonly id: number; readonly line: LogLine }
  | { readonly kind: 'gap'; readonly id: number; readonly missing: number }
  | { readonly kind: 'restart'; readonly id: number };

export interface LogBuffer {
  readonly entries: readonly LogEntry[];
  /** Lines taken in so far, also those that have left again. */
  readonly received: number;
  /** The greatest `seq` of this run that was looked at, -1 before the first. */
  readonly newest: number;
  /** Where the unbroken stream of all sources stands; null until it has begun. Gaps are found against it. */
  readonly position: number | null;
  readonly nextId: number;
}

export interface LogBufferOptions {
  /** Whose lines are kept; null: everybody's. */
  readonly source: string | null;
  /** The most entries kept; the oldest leave first. */
  readonly limit: number;
}

export const emptyLogBuffer: LogBuffer = { entries: [], received: 0, newest: -1, position: null, nextId: 0 };

/** Takes in lines as a look back at one source gives them: other sources' numbers are missing between them. */
export function appendHistory(
  buffer: LogBuffer,
  lines: readonly LogLine[],
  options: LogBufferOptions,
): LogBuffer {
  const fresh = lines.filter((line) => line.seq > buffer.newest);
  return push(buffer, fresh.map(toDraft), options.limit, {
    newest: fresh.at(-1)?.seq ?? buffer.newest,
    position: buffer.position,
  });
}

/** Takes in the next part of the stream of all sources; a number left out there becomes a gap. */
export function appendStream(
  buffer: LogBuffer,
  lines: readonly LogLine[],
  options: LogBufferOptions,
): LogBuffer {
  const drafts: EntryDraft[] = [];
  let { newest, position } = buffer;
  for (const line of lines) {
    if (position !== null && line.seq > position + 1) {
      drafts.push({ kind: 'gap', missing: line.seq - position - 1 });
    }
    position = Math.max(position ?? line.seq, line.seq);
    if (line.seq <= newest) continue;
    newest = line.seq;
    if (options.source === null || line.source === options.source) drafts.push(toDraft(line));
  }
  return push(buffer, drafts, options.limit, { newest, position });
}

/** Patchbay was started anew and counts from the beginning: what is there stays, with a mark after it. */
export function beginRun(buffer: LogBuffer, limit: number): LogBuffer {
  const drafts: EntryDraft[] = buffer.entries.length === 0 ? [] : [{ kind: 'restart' }];
  return push(buffer, drafts, limit, { newest: -1, position: null });
}

type EntryDraft = LogEntry extends infer Entry ? (Entry extends LogEntry ? Omit<Entry, 'id'> : never) : never;

function toDraft(line: LogLine): EntryDraft {
  return { kind: 'line', line };
}

function push(
  buffer: LogBuffer,
  drafts: readonly EntryDraft[],
  limit: number,
  place: Pick<LogBuffer, 'newest' | 'position'>,
): LogBuffer {
  if (drafts.length === 0) return { ...buffer, ...place };
  const added = drafts.map((draft, index): LogEntry => ({ ...draft, id: buffer.nextId + index }));
  const kept = buffer.entries.slice(Math.max(0, buffer.entries.length + added.length - limit));
  return {
    entries: [...kept, ...added.slice(-limit)],
    received: buffer.received + added.filter((entry) => entry.kind === 'line').length,
    nextId: buffer.nextId + added.length,
    ...place,
  };
}
