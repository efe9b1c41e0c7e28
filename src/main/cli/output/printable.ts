// Text that came from servers, made safe for a terminal. JSON output does not pass here.
import { stripVTControlCharacters } from 'node:util';

// Control characters but tab and line feed could move the cursor or hide text; so could a change of direction.
const controls = /(?![\n\t])\p{Cc}|\p{Bidi_Control}|\p{Zl}|\p{Zp}/gu;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Without control characters and escape sequences; line feeds and tabs stay. */
export function printable(text: string): string {
  return stripVTControlCharacters(text.replaceAll('\r\n', '\n')).replaceAll(controls, '');
}

/** The same, on one line. */
export function printableLine(text: string): string {
  return printable(text).replaceAll(/[\n\t]+/g, ' ');
}

/** How many characters a person sees. */
export function lengthOf(text: string): number {
  return charactersOf(text).length;
}

/** At most so many characters, the last being `…` where something is missing. */
export function cut(text: string, width: number): string {
  const characters = charactersOf(text);
  return characters.length <= width ? text : `${characters.slice(0, Math.max(0, width - 1)).join('')}…`;
}

function charactersOf(text: string): readonly string[] {
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}
