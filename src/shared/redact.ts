// Takes secrets out of text before anybody sees it: configured values wherever they stand, and what looks like one.
// A net under all output, not a licence: whoever holds a secret does not print it in the first place.
// Pure; time grows linearly with the text; redacting twice changes nothing more.
import { isSensitiveName, mask, redactPatterns } from './redact-patterns.ts';

/** Shorter values stand in too many innocent words. */
const shortestSecret = 6;
const safeWord = /^[\w@%+=:,./[\]-]+$/;

/** Takes secrets out of a text. */
export type Redactor = (text: string) => string;

/**
 * A redactor for these exact values (in plain, JSON-escaped and URL-encoded form; each line of a value with several)
 * besides the usual patterns. Values under 6 characters are not looked for.
 */
export function createRedactor(secrets: Iterable<string> = []): Redactor {
  const values = spellings(secrets);
  return (text) => redactPatterns(maskValues(text, values));
}

/** `text` without the exact values of `secrets` and without anything that looks like a secret. */
export function redactText(text: string, secrets: readonly string[] = []): string {
  return createRedactor(secrets)(text);
}

/** What runs, as one line for people: quoted where needed, `--api-key X`, `--token=X`, `-e KEY=X` masked. */
export function redactCommandLine(
  command: string,
  args: readonly string[],
  secrets: readonly string[] = [],
): string {
  const redact = createRedactor(secrets);
  const shown = args.map((arg, index) => {
    const flag = args[index - 1];
    return flag !== undefined && takesSecret(flag) && !arg.startsWith('--') ? mask : redact(arg);
  });
  return [redact(command), ...shown].map(quote).join(' ');
}

function takesSecret(flag: string): boolean {
  return /^--?[A-Za-z][\w.-]*$/.test(flag) && isSensitiveName(flag);
}

function quote(word: string): string {
  return safeWord.test(word) ? word : JSON.stringify(word);
}

/** All the ways in which the values may be written, longest first. */
function spellings(secrets: Iterable<string>): readonly string[] {
  const found = new Set<string>();
  for (const secret of secrets) {
    for (const value of [secret, ...secret.split(/[\r\n]+/).map((line) => line.trim())]) {
      for (const form of [value, JSON.stringify(value).slice(1, -1), encoded(value)]) {
        // A value that is part of the mask would be found in what it was replaced by.
        if (form.length >= shortestSecret && !mask.includes(form)) found.add(form);
      }
    }
  }
  return [...found].sort((one, other) => other.length - one.length);
}

function encoded(value: string): string {
  // Lone surrogates have no encoded form.
  return value.isWellFormed() ? encodeURIComponent(value) : value;
}

/** What is masked already is left alone, so that a value never bites into a mask. */
function maskValues(text: string, values: readonly string[]): string {
  if (values.length === 0) return text;
  return text
    .split(mask)
    .map((part) => maskSpans(part, occurrences(part, values)))
    .join(mask);
}

type Span = readonly [start: number, end: number];

/** Where the values stand, also where they overlap: masking one must not leave the end of another. */
function occurrences(text: string, values: readonly string[]): Span[] {
  const spans: Span[] = [];
  for (const value of values) {
    for (let at = text.indexOf(value); at !== -1; at = text.indexOf(value, at + 1)) {
      spans.push([at, at + value.length]);
    }
  }
  return spans.sort(([one], [other]) => one - other);
}

function maskSpans(text: string, spans: readonly Span[]): string {
  let shown = '';
  let end = 0;
  for (const [from, to] of spans) {
    if (from >= end) shown += text.slice(end, from) + mask;
    end = Math.max(end, to);
  }
  return shown + text.slice(end);
}
