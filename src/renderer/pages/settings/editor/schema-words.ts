// What the schema of config.json says about a place in it: its keys, its values, and the words that explain them. Pure.
import { isRecord } from '../../../../shared/is-record.ts';

export type Schema = Readonly<Record<string, unknown>>;
export type Path = readonly (string | number)[];

export interface KnownKey {
  readonly key: string;
  /** "number", "true or false". */
  readonly type: string;
  readonly description: string;
  /** As JSON; null where there is none. */
  readonly default: string | null;
  /** What stands behind the colon of a new one, and where in it the cursor belongs. */
  readonly stub: string;
}

export interface KnownValue {
  /** As JSON. */
  readonly text: string;
  readonly isDefault: boolean;
}

/** The schema of the value at `path`; undefined where nothing is known. */
export function schemaAt(root: Schema, path: Path): Schema | undefined {
  return path.reduce<Schema | undefined>((node, segment) => {
    const parent = node === undefined ? undefined : withMembers(node);
    if (parent === undefined) return undefined;
    if (typeof segment === 'number') return record(parent['items']);
    return record(record(parent['properties'])?.[segment]) ?? record(parent['additionalProperties']);
  }, root);
}

/** The keys of the object at `path`, in the schema's order. */
export function keysAt(root: Schema, path: Path): readonly KnownKey[] {
  const node = schemaAt(root, path);
  const properties = record((node === undefined ? undefined : withMembers(node))?.['properties']) ?? {};
  return Object.entries(properties).flatMap(([key, value]) =>
    isRecord(value) ? [knownKey(key, value)] : [],
  );
}

/** What may stand at `path`, where that can be listed. */
export function valuesAt(root: Schema, path: Path): readonly KnownValue[] {
  const node = schemaAt(root, path);
  if (node === undefined) return [];
  const usual = node['default'] === undefined ? null : JSON.stringify(node['default']);
  const texts = [...new Set([...listed(node), ...(usual === null ? [] : [usual])])];
  return texts.map((text) => ({ text, isDefault: text === usual }));
}

export function describe(node: Schema): { readonly type: string; readonly description: string } {
  const text = node['description'];
  return { type: typeOf(node), description: typeof text === 'string' ? text : '' };
}

function knownKey(key: string, node: Schema): KnownKey {
  const usual = node['default'];
  const isPlain = usual !== undefined && (typeof usual !== 'object' || usual === null);
  return {
    key,
    ...describe(node),
    default: isPlain ? JSON.stringify(usual) : null,
    stub: isPlain && usual !== null ? JSON.stringify(usual) : stubOf(node),
  };
}

function stubOf(node: Schema): string {
  const [first] = listed(node);
  if (first !== undefined && first !== 'null') return first;
  switch (withMembers(node)?.['type'] ?? node['type']) {
    case 'object':
      return '{}';
    case 'array':
      return '[]';
    case 'string':
      return '""';
    default:
      return '';
  }
}

function listed(node: Schema): readonly string[] {
  const values = node['enum'];
  if (Array.isArray(values)) return values.map((value) => JSON.stringify(value));
  if (node['type'] === 'boolean') return ['true', 'false'];
  if (node['type'] === 'null') return ['null'];
  return node['type'] === undefined ? alternatives(node).flatMap(listed) : [];
}

function typeOf(node: Schema): string {
  const values = node['enum'];
  if (Array.isArray(values)) return values.map((value) => JSON.stringify(value)).join(' | ');
  const type = node['type'];
  if (typeof type === 'string') return type === 'integer' ? 'number' : type;
  return [...new Set(alternatives(node).map(typeOf))].join(' | ');
}

/** The schema itself, or of alternatives the one that has members. */
function withMembers(node: Schema): Schema | undefined {
  if (node['type'] !== undefined) return node;
  return alternatives(node).find(({ type }) => type === 'object' || type === 'array');
}

function alternatives(node: Schema): readonly Schema[] {
  const any = node['anyOf'];
  return Array.isArray(any) ? any.filter(isRecord) : [];
}

function record(value: unknown): Schema | undefined {
  return isRecord(value) ? value : undefined;
}
