// The manifest.json of a bundle (MCPB 0.3, and the older forms that were called DXT): what it is, what it asks for, and
// the entry that it becomes. https://github.com/modelcontextprotocol/mcpb/blob/main/MANIFEST.md. Pure.
import path from 'node:path';
import { z } from 'zod';
import { entryText, type Part } from './entry-text.ts';
import { describeIssues } from './describe-issues.ts';
import { unusableOffer } from './faults.ts';
import { setting } from './settings.ts';
import type { Filled, OfferFacts } from './types.ts';
import type { OfferSetting } from '../../../shared/offers.ts';
import type { ServerEntryInput } from '../../../shared/server-entry-schema.ts';

/** Of a command: what is looked at for a person has to end in a moment. */
const mostWords = 500;
const commandSchema = z.looseObject({
  command: z.string().min(1),
  args: z.array(z.string()).max(mostWords).default([]),
  env: z.record(z.string(), z.string()).default({}),
});
const userSettingSchema = z.looseObject({
  type: z.enum(['string', 'number', 'boolean', 'directory', 'file']),
  title: z.string().optional(),
  description: z.string().optional(),
  required: z.boolean().default(false),
  default: z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]).optional(),
  multiple: z.boolean().default(false),
  sensitive: z.boolean().default(false),
  min: z.number().optional(),
  max: z.number().optional(),
});
const manifestSchema = z
  .looseObject({
    manifest_version: z.string().optional(),
    /** As it was called before 0.2. */
    dxt_version: z.string().optional(),
    name: z.string().min(1).max(200),
    display_name: z.string().optional(),
    version: z.string(),
    description: z.string().optional(),
    author: z.looseObject({ name: z.string() }).optional(),
    server: z.looseObject({
      type: z.enum(['node', 'python', 'binary', 'uv']),
      entry_point: z.string().optional(),
      mcp_config: commandSchema
        .extend({ platform_overrides: z.record(z.string(), commandSchema.partial()).optional() })
        .optional(),
    }),
    user_config: z.record(z.string(), userSettingSchema).default({}),
    compatibility: z.looseObject({ platforms: z.array(z.string()).optional() }).optional(),
  })
  .refine((manifest) => manifest.manifest_version !== undefined || manifest.dxt_version !== undefined, {
    path: ['manifest_version'],
    error: 'is missing',
  });
type Manifest = z.output<typeof manifestSchema>;

const known = new Set(['0.1', '0.2', '0.3', '0.4']);

export interface ManifestContext {
  /** What the manifest was read from, for people. */
  readonly source: string;
  readonly platform: NodeJS.Platform;
  readonly homeDir: string;
}

/** Throws OFFER_UNUSABLE. */
export function readManifest(text: string, context: ManifestContext): OfferFacts {
  const { source, platform } = context;
  const manifest = parsed(text, source);
  const version = manifest.manifest_version ?? manifest.dxt_version ?? '';
  if (!known.has(version))
    throw unusableOffer(source, `has a manifest of version ${version}`, `Known: ${[...known].join(', ')}.`);
  const platforms = manifest.compatibility?.platforms;
  const isForUs = platforms === undefined || platforms.includes(platform);
  return {
    kind: 'bundle',
    wantedName: manifest.name,
    title: manifest.display_name ?? manifest.name,
    description: manifest.description ?? null,
    version: manifest.version,
    author: manifest.author?.name ?? null,
    ways: [
      {
        id: 'bundle',
        label: `${manifest.server.type} bundle`,
        problem: isForUs ? null : `It is for ${platforms.join(', ')}; this is ${platform}.`,
        settings: Object.entries(manifest.user_config).map(([key, one]) => settingOf(key, one, context)),
        entry: (filled, folder) => entryOf(manifest, filled, folder, context),
      },
    ],
  };
}

function parsed(text: string, source: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw unusableOffer(source, 'has a manifest.json that is no JSON', 'Get the bundle anew.', error);
  }
  const result = manifestSchema.safeParse(value);
  if (result.success) return result.data;
  const what = `has a manifest.json that is not usable: ${describeIssues(result.error)}`;
  throw unusableOffer(source, what, 'Tell the maker of the bundle.');
}

function settingOf(
  key: string,
  one: z.output<typeof userSettingSchema>,
  context: ManifestContext,
): OfferSetting {
  const place = (text: string): string => placesIn(text, context);
  const value = one.default;
  return setting(key, {
    title: one.title ?? key,
    description: one.description ?? null,
    type: one.type === 'string' ? 'text' : one.type,
    isRequired: one.required,
    isSensitive: one.sensitive,
    isMultiple: one.multiple,
    default:
      value === undefined
        ? null
        : typeof value === 'string'
          ? place(value)
          : Array.isArray(value)
            ? value.map(place)
            : value,
    min: one.min ?? null,
    max: one.max ?? null,
  });
}

/** What stands for a place of this machine. */
function placesIn(text: string, { platform, homeDir }: ManifestContext): string {
  const rules = platform === 'win32' ? path.win32 : path.posix;
  const places: Readonly<Record<string, string>> = {
    HOME: homeDir,
    DESKTOP: rules.join(homeDir, 'Desktop'),
    DOCUMENTS: rules.join(homeDir, 'Documents'),
    DOWNLOADS: rules.join(homeDir, 'Downloads'),
    '/': rules.sep,
    pathSeparator: rules.sep,
  };
  return text.replace(/\$\{([A-Za-z]+|\/)\}/g, (whole: string, name: string) => places[name] ?? whole);
}

function entryOf(
  { server }: Manifest,
  filled: Filled,
  folder: string,
  context: ManifestContext,
): ServerEntryInput {
  const { platform } = context;
  const config = commandOf(server, context);
  const rules = platform === 'win32' ? path.win32 : path.posix;
  const partsOf = (text: string): readonly Part[] =>
    text.split(/(\$\{user_config\.[^{}]+\})/).flatMap((piece): readonly Part[] => {
      const key = settingKey(piece);
      if (key === undefined) return [placesIn(piece, context).replaceAll('${__dirname}', () => folder)];
      return (filled.get(key) ?? []).flatMap((part, index) => (index === 0 ? [part] : [',', part]));
    });
  /** An argument that is one setting becomes as many as that has values. */
  const args = config.args.flatMap((arg) => {
    const key = settingKey(arg);
    if (key === undefined) return [entryText(partsOf(arg))];
    return (filled.get(key) ?? []).map((part) => entryText([part]));
  });
  const env = Object.fromEntries(
    Object.entries(config.env)
      .map(([name, text]): [string, string] => [name, entryText(partsOf(text))])
      // A setting that was left out leaves out its variable.
      .filter(([, text]) => text !== ''),
  );
  const [program = '', ...rest] = partsOf(config.command);
  const isInside =
    typeof program === 'string' && /^(?:\.[/\\])?[^/\\]+[/\\]/.test(program) && !rules.isAbsolute(program);
  return {
    command: entryText([isInside ? rules.join(folder, program) : program, ...rest]),
    args,
    ...(Object.keys(env).length === 0 ? {} : { env }),
    cwd: entryText([folder]),
  };
}

/** Of a text that stands for one setting as a whole. */
function settingKey(text: string): string | undefined {
  return /^\$\{user_config\.([^{}]+)\}$/.exec(text)?.[1];
}

function commandOf(
  { type, entry_point: entryPoint, mcp_config: config }: Manifest['server'],
  { source, platform }: ManifestContext,
): z.output<typeof commandSchema> {
  if (config !== undefined) {
    const { command, args, env, platform_overrides: overrides } = config;
    const own = overrides?.[platform];
    return { command: own?.command ?? command, args: own?.args ?? args, env: { ...env, ...own?.env } };
  }
  const file = `\${__dirname}/${entryPoint ?? ''}`;
  if (entryPoint === undefined)
    throw unusableOffer(source, 'names neither a command nor an entry point', 'Tell its maker.');
  if (type === 'binary') return { command: file, args: [], env: {} };
  if (type === 'uv')
    return { command: 'uv', args: ['run', '--directory', '${__dirname}', entryPoint], env: {} };
  const python = platform === 'win32' ? 'python' : 'python3';
  return { command: type === 'node' ? 'node' : python, args: [file], env: {} };
}
