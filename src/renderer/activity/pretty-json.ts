// JSON laid out for reading without being parsed: every token stays as it was written, also where the text ends too early or
// is no JSON at all. Pure text.

const token = /"(?:[^"\\]|\\.)*"?|[[\]{},:]|[^\s"[\]{},:]+/g;
const unit = '  ';

/** The text with line breaks and indentation; empty objects and lists stay on one line. */
export function prettyJson(text: string): string {
  let shown = '';
  let depth = 0;
  let previous = '';
  const newLine = (): string => `\n${unit.repeat(depth)}`;
  for (const [part] of text.matchAll(token)) {
    const closes = part === '}' || part === ']';
    const wasOpen = previous === '{' || previous === '[';
    if (closes) {
      depth = Math.max(0, depth - 1);
      shown += wasOpen ? part : newLine() + part;
    } else if (part === ',' || part === ':') {
      shown += part === ':' ? ': ' : ',';
    } else {
      if (wasOpen || previous === ',') shown += newLine();
      else if (previous !== '' && previous !== ':') shown += ' ';
      shown += part;
      if (part === '{' || part === '[') depth++;
    }
    previous = part;
  }
  return shown;
}
