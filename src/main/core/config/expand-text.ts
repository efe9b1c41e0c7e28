// `${VAR}`, `${VAR:-default}` and `${secret:NAME}` in texts of the configuration. Values are put in as they are, never read again.
// docs/CONFIGURATION.md, "Variables", has the rules for people.

export interface Expansion {
  readonly text: string;
  /** The variables whose values went into the text. */
  readonly used: ReadonlyMap<string, string>;
  /** Variables that are not set and have no default; `text` is then not complete. */
  readonly missing: readonly string[];
  /** What begins with `${` but is no variable, shortened to what can be shown. */
  readonly malformed: readonly string[];
}

/** The value of a variable, or of a secret where the name begins with `secretPrefix`; undefined where it is not set. */
export type Lookup = (name: string) => string | undefined;

type Part =
  | string
  | { readonly name: string; readonly fallback: readonly Part[] | null }
  | { readonly malformed: string };

// `env:` is how some editors write it; ( ) are for names such as ProgramFiles(x86).
const reference = /\$\{(?:env:)?([A-Za-z_][A-Za-z0-9_()]*)(:-|\})/y;
/** What a secret's name begins with where it stands among names of variables, which hold no colon. */
export const secretPrefix = 'secret:';
const secretReference = /\$\{(secret:[A-Za-z][A-Za-z0-9_.-]{0,63})\}/y;
const deepest = 16;

/** Puts the values of variables in. `$${` stands for a plain `${`; an empty variable takes its default, as in shells. */
export function expandText(source: string, lookup: Lookup): Expansion {
  const used = new Map<string, string>();
  const missing = new Set<string>();
  const malformed = new Set<string>();
  const evaluate = (parts: readonly Part[]): string =>
    parts
      .map((part) => {
        if (typeof part === 'string') return part;
        if ('malformed' in part) {
          malformed.add(part.malformed);
          return '';
        }
        const value = lookup(part.name);
        if (part.fallback !== null && (value === undefined || value === '')) return evaluate(part.fallback);
        if (value === undefined) missing.add(part.name);
        else used.set(part.name, value);
        return value ?? '';
      })
      .join('');
  const text = source.includes('${') ? evaluate(parse(source, 0, 0).parts) : source;
  return { text, used, missing: [...missing], malformed: [...malformed] };
}

/** Reads up to the end of the text, or within a default (`depth` > 0) up to its closing brace. */
function parse(
  source: string,
  start: number,
  depth: number,
): { parts: readonly Part[]; end: number; closed: boolean } {
  const parts: Part[] = [];
  let at = start;
  let plainFrom = start;
  /** Braces opened by `$${` within a default: their closing ones are plain too. */
  let plainBraces = 0;
  const plainUpTo = (end: number): void => {
    if (end > plainFrom) parts.push(source.slice(plainFrom, end));
  };
  while (at < source.length) {
    if (source.startsWith('$${', at)) {
      plainUpTo(at);
      plainFrom = at + 1;
      plainBraces += 1;
      at += 3;
    } else if (source.startsWith('${', at)) {
      plainUpTo(at);
      const read = parseReference(source, at, depth);
      parts.push(read.part);
      at = read.end;
      plainFrom = at;
    } else if (source[at] === '}' && depth > 0 && plainBraces === 0) {
      plainUpTo(at);
      return { parts, end: at + 1, closed: true };
    } else {
      if (source[at] === '}' && plainBraces > 0) plainBraces -= 1;
      at += 1;
    }
  }
  plainUpTo(at);
  return { parts, end: at, closed: false };
}

function parseReference(source: string, start: number, depth: number): { part: Part; end: number } {
  secretReference.lastIndex = start;
  const secret = secretReference.exec(source);
  // Without default: that would be a secret written down.
  if (secret?.[1] !== undefined)
    return { part: { name: secret[1], fallback: null }, end: start + secret[0].length };
  reference.lastIndex = start;
  const match = reference.exec(source);
  const [whole = '', name = '', ending = ''] = match ?? [];
  // Goes on after the two characters.
  if (match === null || depth >= deepest) return { part: malformedAt(source, start), end: start + 2 };
  if (ending === '}') return { part: { name, fallback: null }, end: start + whole.length };
  const { parts, end, closed } = parse(source, start + whole.length, depth + 1);
  return { part: closed ? { name, fallback: parts } : malformedAt(source, start), end };
}

/** Only what looks like a name is shown: the rest may be part of a secret. */
function malformedAt(source: string, start: number): Part {
  return { malformed: /^\$\{[A-Za-z0-9_ .:-]{0,40}\}/.exec(source.slice(start, start + 44))?.[0] ?? '${' };
}
