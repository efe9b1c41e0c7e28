// Which values of a server's configuration must never be shown or logged. Errs on the side of hiding, but leaves out
// what would only garble logs; docs/CONFIGURATION.md, "Secrets", has the rules for people.

/** Shorter values are found by chance in ordinary text. */
const shortest = 6;
const secretName = /key|token|secret|pass|pwd|auth|cred|cookie|session|private|sign|dsn|conn|jwt|cert/i;
/** A scheme before the credentials of an Authorization header (RFC 9110, 11.4). */
const authScheme = /^(?:Bearer|Basic|Token|ApiKey|Digest)\s+(?=\S)/i;

const harmless: readonly RegExp[] = [
  // Words and switches: production, info, disabled.
  /^[A-Za-z]{1,20}$/,
  // Numbers and versions: 100000, 1.2.30.
  /^[\d.,:-]+$/,
  // Paths, also lists of them: /usr/bin:/bin, ~/notes, ./x, C:\Users.
  /^(?:~?\/|\.{1,2}\/|[A-Za-z]:[\\/])/,
  // Addresses without credentials or query.
  /^[a-z][a-z0-9+.-]*:\/\/[^@?#\s]+$/i,
  // Hosts, media types and locales: localhost:8080, application/json, en_US.UTF-8.
  /^localhost(?::\d+)?$/i,
  /^[a-z]+\/[a-z0-9.+*-]+(?:;.*)?$/,
  /^[a-z]{2}_[A-Z]{2}(?:\.[A-Za-z0-9-]+)?$/,
];

export interface SecretSources {
  /** Expanded values by key: env, headers, variables that went into other keys. */
  readonly named: Iterable<readonly [name: string, value: string]>;
  readonly url: string | undefined;
}

/** The values to hide, longest first, so that one that holds another is replaced whole. */
export function secretsOf({ named, url }: SecretSources): readonly string[] {
  const found = new Set<string>();
  const look = (name: string, value: string): void => {
    for (const part of partsOf(value)) if (isSecret(name, part)) found.add(part);
  };
  for (const [name, value] of named) look(name, value);
  for (const [name, value] of credentialsOf(url)) look(name, value);
  return [...found].sort((one, other) => other.length - one.length);
}

/** The value; without its scheme, as logs may show it; and its lines, as logs go by lines. */
function partsOf(value: string): readonly string[] {
  const bare = value.replace(authScheme, '');
  const lines = value.split(/\r?\n/).map((line) => line.trim());
  const keyLines = lines.length > 1 ? lines.filter((line) => !line.startsWith('-----')) : [];
  return [value, bare, ...keyLines].filter((part) => part.length >= shortest);
}

function isSecret(name: string, value: string): boolean {
  return secretName.test(name) || !harmless.some((pattern) => pattern.test(value));
}

/** The query of a URL: where some services want their key. */
function credentialsOf(url: string | undefined): readonly (readonly [string, string])[] {
  if (url === undefined || !URL.canParse(url)) return [];
  return [...new URL(url).searchParams].filter(([name]) => secretName.test(name));
}
