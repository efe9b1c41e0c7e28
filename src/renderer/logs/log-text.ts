// A log line's text as the page shows it: without terminal colours, and never too long to lay out.
import type { LogLine } from '../../shared/state.ts';

const mostCharacters = 4000;
const escape = String.fromCodePoint(27);
/** CSI sequences (colours, cursor) and OSC sequences (titles, links). */
const terminalCodes = new RegExp(
  `${escape}(?:\\[[0-9;?]*[ -/]*[@-~]|\\][^\\u0007${escape}]*(?:\\u0007|${escape}\\\\))`,
  'g',
);

export interface DisplayText {
  readonly text: string;
  /** How many characters are left out at the end. */
  readonly cut: number;
}

/** What to show for a line's text. */
export function displayText(raw: string): DisplayText {
  const bounded = raw.length > mostCharacters * 2 ? raw.slice(0, mostCharacters * 2) : raw;
  const clean = bounded.includes(escape) ? bounded.replace(terminalCodes, '') : bounded;
  const text = clean.slice(0, mostCharacters);
  return { text, cut: clean.length - text.length + raw.length - bounded.length };
}

/** A moment as `14:03:22.081` in local time. `time` in epoch milliseconds. */
export function displayTime(time: number): string {
  const date = new Date(time);
  const part = (value: number, digits: number): string => String(value).padStart(digits, '0');
  return `${part(date.getHours(), 2)}:${part(date.getMinutes(), 2)}:${part(date.getSeconds(), 2)}.${part(date.getMilliseconds(), 3)}`;
}

/** A line as it is copied and exported: whole, without colours, its time in the form of ISO 8601. */
export function plainLine({ time, source, level, text }: LogLine): string {
  const clean = text.includes(escape) ? text.replace(terminalCodes, '') : text;
  return `${new Date(time).toISOString()} ${level.padEnd(5)} ${source}: ${clean}`;
}
