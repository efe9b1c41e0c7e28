// `server.json`, the official registry's description of a server: its packages and remotes, each a way to have it, and
// what they ask for. Also as the registry's API wraps it. Pure.
// https://github.com/modelcontextprotocol/registry/blob/main/docs/reference/server-json
import { z } from 'zod';
import type { OfferSetting } from '../../../shared/offers.ts';
import type { ServerEntryInput } from '../../../shared/server-entry-schema.ts';
import { isRecord } from '../../../shared/is-record.ts';
import { describeIssues } from './describe-issues.ts';
import { unusableOffer } from './faults.ts';
import { setting } from './settings.ts';
import type { Filled, OfferFacts, ReadWay } from './types.ts';

const inputKeys = {
  description: z.string().optional(),
  isRequired: z.boolean().default(false),
  isSecret: z.boolean().default(false),
  format: z.enum(['string', 'number', 'boolean', 'filepath']).default('string'),
  default: z.string().optional(),
  value: z.string().optional(),
  choices: z.array(z.string()).optional(),
};
const inputSchema = z.looseObject(inputKeys);
const withVariables = { ...inputKeys, variables: z.record(z.string(), inputSchema).default({}) };
const namedInputSchema = z.looseObject({ name: z.string().min(1), ...withVariables });
const argumentSchema = z.looseObject({
  type: z.enum(['positional', 'named']).default('positional'),
  name: z.string().optional(),
  valueHint: z.string().optional(),
  isRepeated: z.boolean().default(false),
  ...withVariables,
});
const transportSchema = z.looseObject({ type: z.string().default('stdio'), url: z.string().optional() });
const packageSchema = z.looseObject({
  registryType: z.string(),
  identifier: z.string().min(1).max(500),
  version: z.string().optional(),
  runtimeHint: z.string().optional(),
  fileSha256: z.string().optional(),
  transport: transportSchema.default({ type: 'stdio' }),
  runtimeArguments: z.array(argumentSchema).default([]),
  packageArguments: z.array(argumentSchema).default([]),
  environmentVariables: z.array(namedInputSchema).default([]),
});
const remoteSchema = z.looseObject({
  type: z.string(),
  url: z.string().min(1),
  headers: z.array(namedInputSchema).default([]),
  variables: z.record(z.string(), inputSchema).default({}),
});
const serverSchema = z.looseObject({
  name: z.string().min(1).max(200),
  title: z.string().optional(),
  description: z.string().optional(),
  version: z.string().optional(),
  packages: z.array(packageSchema).max(50).default([]),
  remotes: z.array(remoteSchema).max(50).default([]),
});
type Input = z.output<typeof inputSchema>;
type Argument = z.output<typeof argumentSchema>;
type Package = z.output<typeof packageSchema>;
type Remote = z.output<typeof remoteSchema>;

/** Throws OFFER_UNUSABLE. */
export function readRegistryFile(value: unknown, source: string): OfferFacts {
  const wrapped = isRecord(value) && isRecord(value['server']) ? value['server'] : value;
  const result = serverSchema.safeParse(camelCased(wrapped));
  if (!result.success)
    throw unusableOffer(source, `is no server.json: ${describeIssues(result.error)}`, 'Tell its maker.');
  const { name, title, description, version, packages, remotes } = result.data;
  const ways = [
    ...packages.map((one, index) => packageWay(one, `package-${index}`)),
    ...remotes.map((one, index) => remoteWay(one, `remote-${index}`)),
  ];
  if (ways.length === 0)
    throw unusableOffer(source, 'names neither a package nor a remote', 'Tell its maker.');
  return {
    kind: 'registry',
    wantedName: name.slice(name.lastIndexOf('/') + 1),
    title: title ?? name,
    description: description ?? null,
    version: version ?? null,
    author: name.includes('/') ? name.slice(0, name.lastIndexOf('/')) : null,
    ways,
  };
}

/** Older files wrote `registry_type`, `is_required`. */
function camelCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCased);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      // What people named stays: variables are keys themselves.
      /^[a-z]+(?:_[a-z0-9]+)+$/.test(key)
        ? key.replaceAll(/_([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase())
        : key,
      key === 'variables' || key === '_meta' ? member : camelCased(member),
    ]),
  );
}

/** Programs that run a package of each registry, and how they name its version. */
const runners: Readonly<
  Record<string, (one: Package) => { command: string; args: readonly string[]; what: string }>
> = {
  npm: ({ identifier, version }) => ({
    command: 'npx',
    args: ['-y'],
    what: joined(identifier, '@', version),
  }),
  pypi: ({ identifier, version }) => ({ command: 'uvx', args: [], what: joined(identifier, '@', version) }),
  nuget: ({ identifier, version }) => ({
    command: 'dnx',
    args: ['--yes'],
    what: joined(identifier, '@', version),
  }),
  oci: ({ identifier, version }) => ({
    command: 'docker',
    args: ['run', '-i', '--rm'],
    what: /:[^/]+$|@/.test(identifier) ? identifier : joined(identifier, ':', version),
  }),
};

function joined(identifier: string, sign: string, version: string | undefined): string {
  return version === undefined || version === '' || version === 'latest'
    ? identifier
    : `${identifier}${sign}${version}`;
}

function packageWay(one: Package, id: string): ReadWay {
  const { registryType, identifier, version, transport, fileSha256 } = one;
  const label = [registryType, identifier, version].filter((part) => part !== undefined).join(' ');
  const base = { id, label, settings: settingsOf(one), entry: () => ({}) };
  if (registryType === 'mcpb')
    return { ...base, settings: [], problem: null, bundle: { url: identifier, sha256: fileSha256 ?? null } };
  const run = Object.hasOwn(runners, registryType) ? runners[registryType] : undefined;
  if (run === undefined) return { ...base, problem: `Packages of "${registryType}" cannot be run here.` };
  // What would be read as an option of the runner is no package.
  if (identifier.startsWith('-') || /[\s\0]/.test(identifier) || /[\s\0]/.test(version ?? ''))
    return { ...base, problem: 'Its identifier is no name of a package.' };
  if (transport.type !== 'stdio')
    return {
      ...base,
      problem: `It is reached by ${transport.type}; start it yourself, then add its address.`,
    };
  return {
    ...base,
    problem: null,
    entry: (filled) => {
      const { command, args, what } = run(one);
      const env = namedValues(one.environmentVariables, 'env', filled);
      const passed = registryType === 'oci' ? Object.keys(env).flatMap((name) => ['-e', name]) : [];
      const words = (list: readonly Argument[], kind: string): readonly string[] =>
        list.flatMap((argument, index) =>
          argumentWords(argument, `${kind}.${nameOf(argument, index)}`, filled),
        );
      return {
        command: one.runtimeHint ?? command,
        args: [
          ...args.filter((arg) => !one.runtimeArguments.some(({ name, value }) => arg === (name ?? value))),
          ...passed,
          ...words(one.runtimeArguments, 'runtime'),
          what,
          ...words(one.packageArguments, 'argument'),
        ],
        ...(Object.keys(env).length === 0 ? {} : { env }),
      };
    },
  };
}

function remoteWay(one: Remote, id: string): ReadWay {
  const { type, url, headers, variables } = one;
  const isKnown = ['streamable-http', 'http', 'sse'].includes(type);
  return {
    id,
    label: `${type} ${url}`,
    problem: isKnown ? null : `Its transport "${type}" is not known here.`,
    settings: [...variableSettings(variables, 'url'), ...namedSettings(headers, 'header')],
    entry: (filled): ServerEntryInput => {
      const values = namedValues(headers, 'header', filled);
      return {
        ...(type === 'sse' ? { type: 'sse' as const } : { type: 'http' as const }),
        url: withValues(url, variables, 'url', filled),
        ...(Object.keys(values).length === 0 ? {} : { headers: values }),
      };
    },
  };
}

function settingsOf(one: Package): readonly OfferSetting[] {
  const ofArguments = (list: readonly Argument[], kind: string): readonly OfferSetting[] =>
    list.flatMap((argument, index) => {
      const name = nameOf(argument, index);
      const key = `${kind}.${name}`;
      return argument.value === undefined
        ? [asSetting(key, name, argument, { isMultiple: argument.isRepeated })]
        : variableSettings(argument.variables, key);
    });
  return [
    ...namedSettings(one.environmentVariables, 'env'),
    ...ofArguments(one.runtimeArguments, 'runtime'),
    ...ofArguments(one.packageArguments, 'argument'),
  ];
}

function nameOf({ name, valueHint }: Argument, index: number): string {
  return name ?? valueHint ?? String(index + 1);
}

function namedSettings(
  list: readonly z.output<typeof namedInputSchema>[],
  kind: string,
): readonly OfferSetting[] {
  return list.flatMap((one) =>
    one.value === undefined
      ? [asSetting(`${kind}.${one.name}`, one.name, one)]
      : variableSettings(one.variables, `${kind}.${one.name}`),
  );
}

function variableSettings(variables: Readonly<Record<string, Input>>, of: string): readonly OfferSetting[] {
  return Object.entries(variables)
    .filter(([, one]) => one.value === undefined)
    .map(([name, one]) => asSetting(`${of}.${name}`, name, one));
}

function asSetting(key: string, title: string, one: Input, rest: Partial<OfferSetting> = {}): OfferSetting {
  const types = { string: 'text', number: 'number', boolean: 'boolean', filepath: 'file' } as const;
  const { choices = [] } = one;
  return setting(key, {
    title,
    description: one.description ?? null,
    type: choices.length > 0 ? 'choice' : types[one.format],
    isRequired: one.isRequired,
    isSensitive: one.isSecret,
    default: one.default ?? null,
    choices,
    ...rest,
  });
}

function namedValues(
  list: readonly z.output<typeof namedInputSchema>[],
  kind: string,
  filled: Filled,
): Record<string, string> {
  return Object.fromEntries(
    list.flatMap(({ name, value, variables }): [string, string][] => {
      const key = `${kind}.${name}`;
      const text = value === undefined ? filled.get(key)?.[0] : withValues(value, variables, key, filled);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

function argumentWords(
  { type, name, value, variables }: Argument,
  key: string,
  filled: Filled,
): readonly string[] {
  const values = value === undefined ? (filled.get(key) ?? []) : [withValues(value, variables, key, filled)];
  if (type === 'positional' || name === undefined) return values;
  return values.flatMap((text) => [name, text]);
}

/** `{name}` in a text that the file fixes. */
function withValues(
  text: string,
  variables: Readonly<Record<string, Input>>,
  of: string,
  filled: Filled,
): string {
  return text
    .replaceAll('${', () => '$${')
    .replace(/\{([^{}]+)\}/g, (whole, name: string) => {
      const fixed = Object.hasOwn(variables, name) ? variables[name]?.value : undefined;
      return fixed ?? filled.get(`${of}.${name}`)?.[0] ?? whole;
    });
}
