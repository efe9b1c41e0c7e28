// One server entry made ready for use: variables and ~ expanded, paths absolute, defaults filled in.
// What cannot be used becomes that server's own fault, so that the others run.
import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { ErrorView } from '../../../shared/errors.ts';
import { serverDefaults, type ServerEntry } from '../../../shared/server-entry-schema.ts';
import { expandText, secretPrefix, type Lookup } from './expand-text.ts';
import { absolutePath, homeExpanded, type PathContext } from './paths.ts';
import { secretsInUrl, secretsOf } from './secrets.ts';
import type { ServerConfig } from './types.ts';

export interface ResolveContext extends PathContext {
  readonly lookup: Lookup;
  /** Where the entry has none of its own. */
  readonly toolTimeoutSeconds: number;
}

/** Never throws; `fault` says what is wrong. */
export function resolveServer(name: string, entry: ServerEntry, context: ResolveContext): ServerConfig {
  const reader = new EntryReader(name, context.lookup);
  const common = {
    name,
    enabled: entry.enabled !== false && entry.disabled !== true,
    tools: entry.tools ?? {},
    ...(entry.pinTools === undefined ? {} : { pinTools: entry.pinTools }),
    toolTimeoutSeconds: entry.toolTimeoutSeconds ?? context.toolTimeoutSeconds,
  };
  if (entry.command === undefined) {
    const url = readUrl(reader, entry);
    const headers = reader.map('headers', entry.headers);
    for (const [key, value] of Object.entries(headers)) checkHeader(reader, key, value);
    const ca = entry.ca === undefined ? null : reader.text('ca', entry.ca);
    const secrets = [
      ...new Set([...secretsOf([...Object.entries(headers), ...reader.used]), ...secretsInUrl(url)]),
    ];
    return {
      ...common,
      kind: entry.type === 'sse' ? 'sse' : 'http',
      url,
      headers,
      caFile: ca === null ? null : absolutePath(ca, context),
      trustKey: '"ca" of the server',
      secrets,
      fault: reader.fault(),
    };
  }
  const command = homeExpanded(reader.text('command', entry.command), context);
  const cwd = entry.cwd === undefined ? undefined : reader.text('cwd', entry.cwd);
  const env = reader.map('env', entry.env);
  for (const key of Object.keys(env)) {
    if (!/^[^=\0]+$/.test(key)) reader.object(`env.${key}`, 'is no name for a variable', 'Use A-Z 0-9 _.');
  }
  const args = (entry.args ?? []).map((arg, index) => reader.text(`args[${index}]`, arg));
  if (command.trim() === '') reader.object('command', 'is empty', 'Name the program to run.');
  return {
    ...common,
    kind: 'stdio',
    command,
    args,
    env,
    cwd: cwd === undefined ? undefined : absolutePath(cwd, context),
    session: entry.session ?? serverDefaults.session,
    start: entry.start ?? serverDefaults.start,
    idleMinutes: entry.idleMinutes ?? serverDefaults.idleMinutes,
    maxRestarts: entry.maxRestarts ?? serverDefaults.maxRestarts,
    secrets: secretsOf([...Object.entries(env), ...reader.used]),
    fault: reader.fault(),
  };
}

interface Missing {
  readonly variable: string;
  readonly key: string;
}

/** Expands text by text, and keeps what went wrong with each. */
class EntryReader {
  readonly used = new Map<string, string>();
  private readonly name: string;
  private readonly lookup: Lookup;
  private readonly missing: Missing[] = [];
  private readonly objections: ErrorView[] = [];

  constructor(name: string, lookup: Lookup) {
    this.name = name;
    this.lookup = lookup;
  }

  text(key: string, written: string): string {
    const { text, used, missing, malformed } = expandText(written, this.lookup);
    for (const [variable, value] of used) this.used.set(variable, value);
    for (const variable of missing) this.missing.push({ variable, key });
    for (const shown of malformed) {
      this.object(
        key,
        `holds ${shown}, which names no variable`,
        'Write ${NAME}, ${NAME:-default}, ${secret:NAME}, or $${ for a plain ${.',
      );
    }
    if (text.includes('\0')) this.object(key, 'holds a NUL character', 'Take it out.');
    // Rather the words of the file than a text with holes.
    return missing.length + malformed.length > 0 ? written : text;
  }

  map(key: string, written: Readonly<Record<string, string>> | undefined): Record<string, string> {
    return Object.fromEntries(
      Object.entries(written ?? {}).map(([name, value]) => [name, this.text(`${key}.${name}`, value)]),
    );
  }

  object(key: string, what: string, expected: string): void {
    const message = `${key} of server "${this.name}" ${what}.`;
    this.objections.push({ code: 'CONFIG_INVALID', message, expected, details: { server: this.name, key } });
  }

  /** The first thing to mend: variables before all else, as other faults may follow from them. */
  fault(): ErrorView | null {
    const [first] = this.missing;
    if (first === undefined) return this.objections[0] ?? null;
    const secrets = this.missing.filter(({ variable }) => variable.startsWith(secretPrefix));
    if (secrets[0] !== undefined) return this.secretFault(secrets, secrets[0]);
    const variables = [...new Set(this.missing.map(({ variable }) => variable))];
    const keys = [...new Set(this.missing.map(({ key }) => key))].join(', ');
    const [noun, verb] = variables.length === 1 ? ['variable', 'is'] : ['variables', 'are'];
    return {
      code: 'CONFIG_VARIABLE_MISSING',
      message: `Server "${this.name}" needs the ${noun} ${variables.join(', ')} (in ${keys}), which ${verb} not set.`,
      expected: `Set ${variables.length === 1 ? 'it' : 'them'} before Patchbay starts, or write a default, as in \${NAME:-default}.`,
      details: { server: this.name, variables, ...first },
    };
  }

  private secretFault(missing: readonly Missing[], { key }: Missing): ErrorView {
    const names = [...new Set(missing.map(({ variable }) => variable.slice(secretPrefix.length)))];
    const [noun, verb] = names.length === 1 ? ['secret', 'is'] : ['secrets', 'are'];
    const keys = [...new Set(missing.map((one) => one.key))].join(', ');
    return {
      code: 'CONFIG_VARIABLE_MISSING',
      message: `Server "${this.name}" needs the ${noun} ${names.join(', ')} (in ${keys}), which ${verb} not set.`,
      expected: `Set ${names.length === 1 ? 'it' : 'them'} with: ${names.map((name) => `patchbay secret set ${name}`).join('; ')}`,
      details: { server: this.name, secrets: names, key },
    };
  }
}

function readUrl(reader: EntryReader, entry: ServerEntry): string {
  const key = entry.url !== undefined ? 'url' : entry.serverUrl !== undefined ? 'serverUrl' : 'httpUrl';
  const url = reader.text(key, entry[key] ?? '').trim();
  const advice = 'Give an address such as https://example.com/mcp.';
  if (!URL.canParse(url)) {
    reader.object(key, 'is not a URL', advice);
  } else {
    const { protocol, username, password } = new URL(url);
    if (protocol !== 'http:' && protocol !== 'https:') {
      reader.object(key, `begins with ${protocol}//, which Patchbay does not speak`, advice);
    } else if (username !== '' || password !== '') {
      reader.object(
        key,
        'holds a user name or password',
        'Send them as a header: "headers": { "Authorization": "…" }.',
      );
    }
  }
  return url;
}

function checkHeader(reader: EntryReader, name: string, value: string): void {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  } catch {
    // Their messages may hold the value.
    reader.object(`headers.${name}`, 'is not usable in HTTP', 'Use plain characters without line breaks.');
  }
}
