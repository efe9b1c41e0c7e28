// Searching log lines: which lines have a text, whatever its case, and where it stands in them. Pure values.
import { displayText } from './log-text.ts';
import type { LogEntry } from './log-buffer.ts';

/** More places than these in one line are not marked. */
const mostPlaces = 100;

/** Where `query` begins in `text`, in any case; places do not overlap. */
export function placesOf(text: string, query: string): readonly number[] {
  const [where, what] = comparable(text, query);
  const places: number[] = [];
  for (let at = where.indexOf(what); at !== -1 && places.length < mostPlaces;) {
    places.push(at);
    at = where.indexOf(what, at + what.length);
  }
  return places;
}

/** Whether an entry is a line that has this text, which is in small letters. */
export function hasText(entry: LogEntry, lowered: string): boolean {
  if (entry.kind !== 'line' || lowered === '') return false;
  return displayText(entry.line.text).text.toLowerCase().includes(lowered);
}

/** Both in small letters, unless that changes how long one is, as it does with a few letters. */
function comparable(text: string, query: string): readonly [string, string] {
  const [where, what] = [text.toLowerCase(), query.toLowerCase()];
  return where.length === text.length && what.length === query.length ? [where, what] : [text, query];
}
