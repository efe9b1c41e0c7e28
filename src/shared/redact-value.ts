// Where the value behind a name begins and ends in free text: quoted, quoted inside a quoted text, a list, or bare.
// Knows nothing of which names matter.

export interface ValueContext {
  readonly name: string;
  /** The name is a parameter of a URL, so that `&` and `#` end the value. */
  readonly inQuery: boolean;
}

export interface ValueSpan {
  readonly start: number;
  readonly end: number;
}

const openingQuote = /\\*["'`]/y;
const insideQuotes: Readonly<Record<string, RegExp>> = {
  '"': /[^"\\]*(?:\\[^][^"\\]*)*/y,
  "'": /[^'\\]*(?:\\[^][^'\\]*)*/y,
  '`': /[^`\\]*(?:\\[^][^`\\]*)*/y,
};
const scheme = /(?:bearer|basic|token|apikey|negotiate)[ \t]+(?=[^\s"'`])/iy;
const restOfLine = /[^\r\n]*/y;
const queryValue = /[^\s"'`&#]*/y;
/** A list or a mask may come first; commas and semicolons count when something follows at once. */
const bareValue = /(?:\[[^\]]*\]?)?[^\s"'`,;]*(?:[,;][^\s"'`,;]+)*/y;
const nothingSecret = /^(?:null|undefined|true|false|none)?$/i;

/** The span to mask behind `at`, without its quotes; null when there is no value or a harmless one. */
export function readValue(text: string, at: number, context: ValueContext): ValueSpan | null {
  if (text[at] === '{') return null;
  const quote = matchAt(openingQuote, text, at);
  const span = quote === '' ? bareSpan(text, at, context) : quotedSpan(text, at + quote.length, quote);
  const value = text.slice(span.start, span.end);
  const isCount = /tokens$/i.test(context.name) && /^\d{1,9}$/.test(value);
  return nothingSecret.test(value) || isCount ? null : span;
}

function bareSpan(text: string, at: number, { name, inQuery }: ValueContext): ValueSpan {
  const start = at + matchAt(scheme, text, at).length;
  // Cookies, and schemes with parameters (Digest, AWS4-HMAC-SHA256), fill the line.
  const fillsLine = /cookie$/i.test(name) || (start === at && /authorization$/i.test(name));
  const pattern = inQuery ? queryValue : fillsLine ? restOfLine : bareValue;
  let end = start + matchAt(pattern, text, start).length;
  // "(token=abc)", "{ token: abc }"
  while (end > start && ')}'.includes(text[end - 1] ?? '')) end--;
  return { start, end };
}

/** `quote` is what opened the value; with backslashes before it, the same closes it. */
function quotedSpan(text: string, start: number, quote: string): ValueSpan {
  const inside = insideQuotes[quote];
  if (inside !== undefined) return { start, end: start + matchAt(inside, text, start).length };
  for (let end = text.indexOf(quote, start); end !== -1; end = text.indexOf(quote, end + 1)) {
    if (text[end - 1] !== '\\') return { start, end };
  }
  return { start, end: text.length };
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}
