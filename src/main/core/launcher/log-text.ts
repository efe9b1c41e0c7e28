// What a child prints, as one harmless line of text: no escape sequences, no control characters, no reordering marks.
import { stripVTControlCharacters } from 'node:util';

const controls = /[^\P{Cc}\t]/gu;
/** Line and paragraph separators, and the marks that change the direction of text: both can fake log lines. */
const deceivers = /[\u2028\u2029\u202A-\u202E\u2066-\u2069]/g;

/** Text that is safe to show in a terminal, a log file and a window. Invalid UTF-8 becomes replacement characters. */
export function cleanLogText(bytes: Buffer): string {
  const plain = stripVTControlCharacters(bytes.toString('utf8')).trimEnd();
  // A progress display rewrites its line with carriage returns; the last state is the one that counts.
  const shown = plain.slice(plain.lastIndexOf('\r') + 1);
  return shown.replace(controls, '').replace(deceivers, ' ');
}

/** `text` cut to `maxCharacters`, with a mark where something is missing. */
export function shorten(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  // Not between the halves of a surrogate pair.
  return `${text.slice(0, maxCharacters - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
