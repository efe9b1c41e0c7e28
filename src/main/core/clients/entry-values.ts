// The values of an entry that can be kept as secrets, and the entry with them kept as such: `${secret:NAME}` in their
// place. Pure.
import type { ImportValue } from '../../../shared/clients.ts';
import { isSensitiveName } from '../../../shared/redact-patterns.ts';
import type { ServerEntryInput } from '../../../shared/server-entry-schema.ts';
import { secretsOf } from '../config/secrets.ts';
import { mayBeRun } from '../consent/consent-view.ts';
import { freeSecretName } from './import-names.ts';
import { inputMark } from './variables.ts';

/** What an Authorization header holds in front of the credential (RFC 9110, 11.4). */
const scheme = /^(?:Bearer|Basic|Token|ApiKey)\s+/i;

/** What stands for something else already; `$${` does not. */
const reference = /(?<!\$)\$\{/;

/** `taken` are the secrets that there are; each value gets a name of its own beside them. */
export function valuesOf(
  server: string,
  entry: ServerEntryInput,
  inputs: readonly string[],
  taken: readonly string[],
): readonly ImportValue[] {
  const names = [...taken];
  const named = (name: string): string => {
    const secret = freeSecretName(server, name, names);
    names.push(secret);
    return secret;
  };
  const written = (kind: 'env' | 'header', map: Readonly<Record<string, string>> = {}): ImportValue[] =>
    Object.entries(map)
      .filter(([, value]) => value !== '' && !reference.test(value) && !value.includes('\0'))
      .map(([name, value]) => ({
        id: `${kind}.${name}`,
        kind,
        name,
        secret: named(name),
        isSuggested: isSensitiveName(name) || secretsOf([[name, value]]).length > 0,
      }));
  return [
    ...written('env', entry.env),
    ...written('header', entry.headers),
    ...inputs.map((name) => ({
      id: `input.${name}`,
      kind: 'input' as const,
      name,
      secret: named(name),
      isSuggested: true,
    })),
  ];
}

export interface KeptEntry {
  readonly entry: ServerEntryInput;
  /** By the secret's name. */
  readonly secrets: ReadonlyMap<string, string>;
  /** Secrets that are needed and have no value. */
  readonly missing: readonly string[];
}

/** `values` are those to be kept, and all inputs; `given` is what was given for inputs, by the value's id. */
export function keepValues(
  entry: ServerEntryInput,
  values: readonly ImportValue[],
  given: Readonly<Record<string, string>>,
): KeptEntry {
  const secrets = new Map<string, string>();
  const kept = (
    kind: 'env' | 'header',
    map: Readonly<Record<string, string>> | undefined,
  ): Record<string, string> | undefined => {
    if (map === undefined) return undefined;
    return Object.fromEntries(
      Object.entries(map).map(([name, value]) => {
        const wanted = values.find((one) => one.kind === kind && one.name === name);
        if (wanted === undefined) return [name, value];
        const lead = kind === 'header' ? (scheme.exec(value)?.[0] ?? '') : '';
        // As it is written in config.json, `$${` is one that means itself; in a secret nothing is expanded.
        secrets.set(
          wanted.secret,
          value.slice(lead.length).replaceAll('$${', () => '${'),
        );
        return [name, `${lead}\${secret:${wanted.secret}}`];
      }),
    );
  };
  const [env, headers] = [kept('env', entry.env), kept('header', entry.headers)];
  const inputs = values.filter(({ kind }) => kind === 'input');
  for (const { id, secret } of inputs) {
    const value = given[id];
    if (value !== undefined && value !== '') secrets.set(secret, value);
  }
  const withInputs = mapTexts(
    { ...entry, ...(env === undefined ? {} : { env }), ...(headers === undefined ? {} : { headers }) },
    (text) =>
      inputs.reduce(
        (left, { name, secret }) => left.replaceAll(inputMark(name), () => `\${secret:${secret}}`),
        text,
      ),
  );
  const missing = inputs.map(({ secret }) => secret).filter((secret) => !secrets.has(secret));
  return { entry: withInputs, secrets, missing };
}

/** For people to agree to: what a shell could run stands where it will be, also where it is kept as a secret. */
export function withWhatMayRun(
  entry: ServerEntryInput,
  secrets: ReadonlyMap<string, string>,
): ServerEntryInput {
  return [...secrets]
    .filter(([, value]) => mayBeRun(value))
    .reduce(
      (left, [name, value]) => mapTexts(left, (text) => text.replaceAll(`\${secret:${name}}`, () => value)),
      entry,
    );
}

/** Every text that is expanded when the server is started. */
function mapTexts(entry: ServerEntryInput, change: (text: string) => string): ServerEntryInput {
  const map = (texts: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, change(text)]));
  const { command, args, env, cwd, url, headers } = entry;
  return {
    ...entry,
    ...(command === undefined ? {} : { command: change(command) }),
    ...(args === undefined ? {} : { args: args.map(change) }),
    ...(env === undefined ? {} : { env: map(env) }),
    ...(cwd === undefined ? {} : { cwd: change(cwd) }),
    ...(url === undefined ? {} : { url: change(url) }),
    ...(headers === undefined ? {} : { headers: map(headers) }),
  };
}
