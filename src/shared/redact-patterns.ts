// What looks like a secret without being known as one: credentials in URLs, values behind telling names, tokens of
// known make. Errs on the side of masking. Every expression is anchored so that no character is looked at by more than
// a bounded number of attempts (no quadratic backtracking).
import { readValue } from './redact-value.ts';

/** What stands in a secret's place. */
export const mask = '[redacted]';

const sensitive =
  /token|secret|passw|passphrase|pwd|credential|authorization|cookie|session[-_]?id|key|(?:^|\W)_auth$/i;
const sensitiveInQuery = /^(?:auth|sig|signature|code|x-amz-signature)$/i;
/** Names that only sound like a secret. */
const harmless =
  /key(?:board|word)|monkey|turkey|hotkey|tokeni[sz]|token[-_]?(?:type|endpoint|url)|progress[-_]?token|(?:server|public|primary|foreign)[-_]?key/gi;

/** Whether what a variable, header, parameter or flag of this name holds is a secret. */
export function isSensitiveName(name: string): boolean {
  return sensitive.test(name.replace(harmless, ''));
}

/** `text` with everything masked that looks like a secret. */
export function redactPatterns(text: string): string {
  return rules.reduce((shown, rule) => rule(shown), text);
}

// Where a run of word characters begins, also right behind a URL-encoded character.
const runStart = String.raw`(?<=^|[^\w-]|%[0-9A-Fa-f]{2})`;

const privateKey = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g;
/** Between `://` and `@`. With a colon the password may hold nearly anything, unless it is a port. */
const urlCredentials =
  /(?<=:\/\/)(?!\[[0-9A-Fa-f:.]*\])(?:[^\s/?#"'<>:@]*:(?!\d{1,5}(?:[/?#\s]|$))(?:(?!:\/\/)[^\s"'<>])*|[^\s/?#"'<>:@]+)@/g;
const jsonWebToken = new RegExp(String.raw`${runStart}eyJ[\w-]{5,}\.[\w.-]+`, 'g');
const knownToken = new RegExp(
  String.raw`${runStart}(?:sk-|gh[oprsu]_|github_pat_|glpat-|npm_|xox[abeoprs]-|hf_|AIza|AKIA|ASIA)[\w-]{16,}[\w.-]*`,
  'g',
);
const bearer =
  /\b(bearer(?:[ \t]+|%20))(?!(?:tokens?|auth\w*|scheme|headers?|credentials?|realm|error\w*|scope|resource_metadata|is|was|not|or|and)\b)[\w.~+/=-]+/gi;

const assignment = /(?<![\w.-])([\w.-]+)(?:\\*["'`])?[ \t]*(?:=>|[:=])[ \t]*/g;
const flag = /(?<![\w.-])(--?[A-Za-z][\w.-]*)[ \t]+(?=[^\s-])/g;

const rules: readonly ((text: string) => string)[] = [
  (text) => text.replace(privateKey, mask),
  (text) => text.replace(urlCredentials, `${mask}@`),
  (text) => maskValuesAfter(text, assignment),
  (text) => maskValuesAfter(text, flag),
  (text) => text.replace(bearer, `$1${mask}`),
  (text) => text.replace(jsonWebToken, mask),
  (text) => text.replace(knownToken, mask),
];

/** Masks the value behind each match of `opening` whose first group is a telling name. */
function maskValuesAfter(text: string, opening: RegExp): string {
  let shown = '';
  let copied = 0;
  opening.lastIndex = 0;
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    const name = match[1] ?? '';
    const inQuery = '?&'.includes(text[match.index - 1] ?? ' ');
    if (!isSensitiveName(name) && !(inQuery && sensitiveInQuery.test(name))) continue;
    const span = readValue(text, opening.lastIndex, { name, inQuery });
    if (span === null) continue;
    shown += text.slice(copied, span.start) + mask;
    copied = span.end;
    opening.lastIndex = span.end;
  }
  return shown + text.slice(copied);
}
