// One line of a log, ready to be kept and shown: harmless, without secrets, bounded.
import type { Redactor } from '../../../shared/redact.ts';
import { plainText } from './plain-text.ts';

/** Longest line that is kept, in characters. */
export const maxLineCharacters = 16_000;
/** What stands so near to a cut may be the first half of a secret, which nobody recognises. */
const unsureCharacters = 8192;

/** `text` as it may be shown. A text that is too long is cut before it is looked at, and marked with `…`. */
export function cleanLine(text: string, redact: Redactor): string {
  const limit = maxLineCharacters + unsureCharacters;
  if (text.length <= limit) return shorten(redact(plainText(text)));
  const clean = redact(plainText(text.slice(0, limit)));
  return shorten(`${clean.slice(0, Math.max(0, clean.length - unsureCharacters))}…`);
}

function shorten(text: string): string {
  if (text.length <= maxLineCharacters) return text;
  // Not between the halves of a surrogate pair.
  return `${text.slice(0, maxLineCharacters - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
