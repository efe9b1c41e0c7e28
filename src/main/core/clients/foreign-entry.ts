// One server as another program's file has it, said in the words of config.json. What does not come along is noted, what
// cannot be said is a problem; nothing is guessed. Pure.
import type { ImportObstacle } from '../../../shared/clients.ts';
import { isRecord } from '../../../shared/is-record.ts';
import { serverEntrySchema, urlKeys, type ServerEntryInput } from '../../../shared/server-entry-schema.ts';
import type { ClientKind } from './types.ts';
import { translateText, type TranslateContext } from './variables.ts';

export type ForeignEntry =
  | {
      readonly entry: ServerEntryInput;
      readonly notes: readonly string[];
      readonly leftOut: readonly string[];
      /** What a person would be asked for; marks of them stand in the entry. */
      readonly inputs: readonly string[];
    }
  | { readonly problem: string; readonly obstacle: ImportObstacle };

/** Keys that mean something to the client alone, and whose absence changes nothing about the server. */
const ofNoConcern = new Set(
  'type name description icon alwaysAllow autoApprove trust gallery version transportType oauth auth source enabled disabled'.split(
    ' ',
  ),
);
const understood = new Set(
  'command args env cwd url serverUrl httpUrl headers http_headers env_http_headers bearer_token_env_var env_vars timeout tool_timeout_sec includeTools excludeTools enabled_tools disabled_tools disabledTools'.split(
    ' ',
  ),
);
const types = ['stdio', 'http', 'streamable-http', 'streamableHttp', 'sse'] as const;

/** Never throws. `kind` says whose entry it is. */
export function readForeignEntry(
  raw: unknown,
  kind: Pick<ClientKind, 'id' | 'name' | 'variables'>,
  context: TranslateContext,
): ForeignEntry {
  if (!isRecord(raw)) return { problem: 'Its entry is no object.', obstacle: { code: 'no-object' } };
  if (raw['source'] === 'extension' || (raw['command'] === undefined && isRecord(raw['settings'])))
    return {
      problem: `It comes with an extension of ${kind.name}.`,
      obstacle: { code: 'extension', client: kind.name },
    };
  const reader = new EntryReader(kind, context);
  try {
    return reader.read(withCommand(raw));
  } catch (error) {
    if (error instanceof Unusable) return { problem: error.message, obstacle: error.obstacle };
    throw error;
  }
}

/** Zed's older form has the words of the command in an object. */
function withCommand(raw: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { command } = raw;
  if (!isRecord(command)) return raw;
  const { path, args, env } = command;
  return {
    ...raw,
    command: path,
    ...(args === undefined ? {} : { args }),
    ...(isRecord(env) ? { env } : {}),
  };
}

class Unusable extends Error {
  readonly obstacle: ImportObstacle;

  constructor(message: string, obstacle: ImportObstacle) {
    super(message);
    this.obstacle = obstacle;
  }
}

class EntryReader {
  private readonly kind: Pick<ClientKind, 'id' | 'name' | 'variables'>;
  private readonly context: TranslateContext;
  private readonly inputs = new Set<string>();

  constructor(kind: Pick<ClientKind, 'id' | 'name' | 'variables'>, context: TranslateContext) {
    this.kind = kind;
    this.context = context;
  }

  read(raw: Readonly<Record<string, unknown>>): ForeignEntry {
    const hasCommand = raw['command'] !== undefined && raw['command'] !== null;
    const entry = {
      ...(hasCommand ? this.command(raw) : this.address(raw)),
      ...toolsOf(raw),
      ...timeoutOf(raw, this.kind.id),
      ...(raw['disabled'] === true || raw['enabled'] === false ? { enabled: false } : {}),
    };
    const checked = serverEntrySchema.safeParse(entry);
    if (!checked.success) {
      const [issue] = checked.error.issues;
      const key = issue?.path.join('.') ?? '';
      throw new Unusable(`${key || 'Its entry'}: ${issue?.message ?? 'is not usable'}.`, {
        code: 'not-valid',
        key,
      });
    }
    const leftOut = Object.keys(raw).filter((key) => !understood.has(key) && !ofNoConcern.has(key));
    const notes = leftOut.length === 0 ? [] : [`Does not come along: ${leftOut.join(', ')}.`];
    return { entry, notes, leftOut, inputs: [...this.inputs] };
  }

  private command(raw: Readonly<Record<string, unknown>>): ServerEntryInput {
    const { args, cwd, env, env_vars } = raw;
    if (urlKeys.some((key) => raw[key] !== undefined))
      throw new Unusable('It has both a command and an address.', { code: 'both-ways' });
    const list = args ?? [];
    if (!Array.isArray(list))
      throw new Unusable('"args" is no list.', { code: 'wrong-kind', key: 'args', wanted: 'list' });
    const passed = Array.isArray(env_vars) ? env_vars.filter((name) => typeof name === 'string') : [];
    const variables = {
      ...Object.fromEntries(passed.map((name): [string, string] => [name, `\${${name}}`])),
      ...this.map('env', env),
    };
    return {
      command: this.text('command', raw['command']),
      args: list.map((word, index) => this.text(`args[${index}]`, word)),
      ...(Object.keys(variables).length === 0 ? {} : { env: variables }),
      ...(cwd === undefined || cwd === null || cwd === '' ? {} : { cwd: this.text('cwd', cwd) }),
    };
  }

  private address(raw: Readonly<Record<string, unknown>>): ServerEntryInput {
    const key = urlKeys.find((name) => raw[name] !== undefined && raw[name] !== null);
    if (key === undefined) throw new Unusable('It has neither a command nor an address.', { code: 'no-way' });
    if (raw['headersHelper'] !== undefined)
      throw new Unusable('Its headers come from a program.', { code: 'headers-program' });
    const { type, bearer_token_env_var: tokenVariable } = raw;
    const known = types.find((name) => name === type);
    const headers = {
      ...this.map('headers', raw['headers']),
      ...this.map('http_headers', raw['http_headers']),
      ...Object.fromEntries(
        Object.entries(plainMap(raw['env_http_headers'])).map(([name, variable]) => [
          name,
          `\${${variable}}`,
        ]),
      ),
      ...(typeof tokenVariable === 'string' ? { Authorization: `Bearer \${${tokenVariable}}` } : {}),
    };
    return {
      ...(known === undefined || known === 'stdio' ? {} : { type: known }),
      url: this.text(key, raw[key]),
      ...(Object.keys(headers).length === 0 ? {} : { headers }),
    };
  }

  private map(key: string, value: unknown): Record<string, string> {
    if (value === undefined || value === null) return {};
    if (!isRecord(value))
      throw new Unusable(`"${key}" is no object.`, { code: 'wrong-kind', key, wanted: 'object' });
    return Object.fromEntries(
      Object.entries(value)
        // null takes a variable away, which is what leaving it out does here.
        .filter(([, member]) => member !== null)
        .map(([name, member]) => [name, this.text(`${key}.${name}`, member)]),
    );
  }

  private text(key: string, value: unknown): string {
    const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
    if (typeof text !== 'string')
      throw new Unusable(`"${key}" is no text.`, { code: 'wrong-kind', key, wanted: 'text' });
    if (text.includes('\0'))
      throw new Unusable(`"${key}" holds a NUL character.`, { code: 'nul-character', key });
    const { text: translated, inputs, unknown } = translateText(text, this.kind.variables, this.context);
    const [variable] = unknown;
    const { name: client } = this.kind;
    if (variable !== undefined)
      throw new Unusable(`"${key}" uses ${variable}, which only ${client} knows.`, {
        code: 'unknown-variable',
        key,
        variable,
        client,
      });
    for (const input of inputs) this.inputs.add(input);
    return translated;
  }
}

function plainMap(value: unknown): Readonly<Record<string, string>> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]): [string, string][] =>
      typeof member === 'string' ? [[name, member]] : [],
    ),
  );
}

function toolsOf(raw: Readonly<Record<string, unknown>>): Pick<ServerEntryInput, 'tools'> {
  const list = (...keys: readonly string[]): readonly string[] =>
    keys.flatMap((key) => {
      const value = raw[key];
      return Array.isArray(value)
        ? value.filter((name): name is string => typeof name === 'string' && name !== '')
        : [];
    });
  const [allow, deny] = [
    list('includeTools', 'enabled_tools'),
    list('excludeTools', 'disabled_tools', 'disabledTools'),
  ];
  if (allow.length + deny.length === 0) return {};
  return {
    tools: {
      ...(allow.length === 0 ? {} : { allow: [...allow] }),
      ...(deny.length === 0 ? {} : { deny: [...deny] }),
    },
  };
}

/** Gemini counts milliseconds, the others seconds. */
function timeoutOf(
  raw: Readonly<Record<string, unknown>>,
  client: string,
): Pick<ServerEntryInput, 'toolTimeoutSeconds'> {
  const value = raw['tool_timeout_sec'] ?? raw['timeout'];
  if (typeof value !== 'number' || !(value > 0)) return {};
  const seconds = client === 'gemini' ? value / 1000 : value;
  return seconds >= 1 && seconds <= 86_400 ? { toolTimeoutSeconds: seconds } : {};
}
