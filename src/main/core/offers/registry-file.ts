// `server.json`, the official registry's description of a server: its packages and remotes, each a way to have it, and
// what they ask for. Also as the registry's API wraps it. Pure.
// https://github.com/modelcontextprotocol/registry/blob/main/docs/reference/server-json
import type { ServerEntryInput } from '../../../shared/server-entry-schema.ts';
import { isRecord } from '../../../shared/is-record.ts';
import { entryText } from './entry-text.ts';
import { describeIssues } from './describe-issues.ts';
import { unusableOffer } from './faults.ts';
import {
  argumentWords,
  namedSettings,
  namedValues,
  settingsOf,
  variableSettings,
  withValues,
} from './registry-inputs.ts';
import { camelCased, serverSchema, type RegistryPackage, type RegistryRemote } from './registry-schema.ts';
import type { OfferFacts, ReadWay } from './types.ts';

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

/** Programs that run a package of each registry, and how they name its version. */
const runners: Readonly<
  Record<string, (one: RegistryPackage) => { command: string; args: readonly string[]; what: string }>
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

function packageWay(one: RegistryPackage, id: string): ReadWay {
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
      const passed =
        registryType === 'oci' ? Object.keys(env).flatMap((name) => ['-e', entryText([name])]) : [];
      return {
        command: entryText([one.runtimeHint ?? command]),
        args: [
          ...args.filter((arg) => !one.runtimeArguments.some(({ name, value }) => arg === (name ?? value))),
          ...passed,
          ...argumentWords(one.runtimeArguments, 'runtime', filled),
          entryText([what]),
          ...argumentWords(one.packageArguments, 'argument', filled),
        ],
        ...(Object.keys(env).length === 0 ? {} : { env }),
      };
    },
  };
}

function remoteWay(one: RegistryRemote, id: string): ReadWay {
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
        url: entryText(withValues(url, variables, 'url', filled)),
        ...(Object.keys(values).length === 0 ? {} : { headers: values }),
      };
    },
  };
}
