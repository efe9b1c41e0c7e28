// Which values of a server's configuration must never be shown or logged. Errs on the side of hiding, but leaves out
// what would only garble logs; docs/CONFIGURATION.md, "Secrets", has the rules for people.
import { isSensitiveName } from '../../../shared/redact-patterns.ts';

/** Shorter values are found by chance in ordinary text. */
const shortest = 6;
/** Names that mean a secret in an environment, if not everywhere. */
const secretName = /auth|pass|jwt|dsn/i;
/** A scheme before the credentials of an Authorization header (RFC 9110, 11.4). */
const authScheme = /^(?:Bearer|Basic|Token|ApiKey|Digest)\s+(?=\S)/i;

const harmless: readonly RegExp[] = [
  // Words and switches: production, info, disabled.
  /^[A-Za-z]{1,20}$/,
  // Numbers and versions: 100000, 1.2.30.
  /^[\d.,:-]+$/,
  // Paths, also lists of them: /usr/bin:/bin, ~/notes, ./x, C:\Users.
  /^(?:~?\/|\.{1,2}\/|[A-Za-z]:[\\/])/,
  // Addresses of plain words, without credentials or query: the path of a web hook is its secret.
  /^[a-z][a-z0-9+.-]*:\/\/[^@?#\s/]+(?:\/v\d{1,3}|\/[a-z._~-]{0,30})*$/i,
  // Hosts, media types and locales: localhost:8080, application/json, en_US.UTF-8.
  /^localhost(?::\d+)?$/i,
  /^[a-z]+\/[a-z0-9.+*-]+(?:;.*)?$/,
  /^[a-z]{2}_[A-Z]{2}(?:\.[A-Za-z0-9-]+)?$/,
];

/** The values to hide, of values by the name of their variable or header. */
export function secretsOf(named: Iterable<readonly [name: string, value: string]>): readonly string[] {
  const found = new Set<string>();
  for (const [name, value] of named) {
    // Logs may show a credential without its scheme.
    for (const part of [value, value.replace(authScheme, '')]) if (isSecret(name, part)) found.add(part);
  }
  return [...found];
}

/** The values to hide of a URL: its password, and values of its query behind telling names. None for what is no URL. */
export function secretsInUrl(url: string): readonly string[] {
  if (!URL.canParse(url)) return [];
  const { password, searchParams } = new URL(url);
  const telling = [...searchParams].filter(([name]) => isSensitiveName(name) || secretName.test(name));
  return secretsOf([['password', decoded(password)], ...telling]);
}

/** As it was before it stood in a URL, where it can be read as such. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function isSecret(name: string, value: string): boolean {
  if (value.length < shortest) return false;
  return isSensitiveName(name) || secretName.test(name) || !harmless.some((pattern) => pattern.test(value));
}
