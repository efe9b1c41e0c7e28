// The form of a `server.json`, in its spelling of now and that of before.
// https://github.com/modelcontextprotocol/registry/blob/main/docs/reference/server-json
import { z } from 'zod';
import { isRecord } from '../../../shared/is-record.ts';

/** Of one list: what is looked at for a person has to end in a moment. */
const mostInputs = 200;
const mostChoices = 500;

const inputKeys = {
  description: z.string().optional(),
  isRequired: z.boolean().default(false),
  isSecret: z.boolean().default(false),
  format: z.enum(['string', 'number', 'boolean', 'filepath']).default('string'),
  default: z.string().optional(),
  value: z.string().optional(),
  choices: z.array(z.string()).max(mostChoices).optional(),
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
  runtimeArguments: z.array(argumentSchema).max(mostInputs).default([]),
  packageArguments: z.array(argumentSchema).max(mostInputs).default([]),
  environmentVariables: z.array(namedInputSchema).max(mostInputs).default([]),
});
const remoteSchema = z.looseObject({
  type: z.string(),
  url: z.string().min(1).max(8192),
  headers: z.array(namedInputSchema).max(mostInputs).default([]),
  variables: z.record(z.string(), inputSchema).default({}),
});
export const serverSchema = z.looseObject({
  name: z.string().min(1).max(200),
  title: z.string().optional(),
  description: z.string().optional(),
  version: z.string().optional(),
  packages: z.array(packageSchema).max(50).default([]),
  remotes: z.array(remoteSchema).max(50).default([]),
});

export type Input = z.output<typeof inputSchema>;
export type Argument = z.output<typeof argumentSchema>;
export type RegistryPackage = z.output<typeof packageSchema>;
export type RegistryRemote = z.output<typeof remoteSchema>;
export type NamedInput = z.output<typeof namedInputSchema>;

/** Older files wrote `registry_type`, `is_required`. Nothing that means something lies deeper than `depth`. */
export function camelCased(value: unknown, depth = 16): unknown {
  if (depth === 0) return value;
  if (Array.isArray(value)) return value.map((member) => camelCased(member, depth - 1));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      // What people named stays: variables are keys themselves.
      /^[a-z]+(?:_[a-z0-9]+)+$/.test(key)
        ? key.replaceAll(/_([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase())
        : key,
      key === 'variables' || key === '_meta' ? member : camelCased(member, depth - 1),
    ]),
  );
}
