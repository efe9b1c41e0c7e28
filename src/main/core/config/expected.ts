// What the schema accepts at a place, as data and in words: read from the JSON Schema, so that faults and editors say the
// same.
import type { JSONPath } from 'jsonc-parser';
import { configJsonSchema, type JsonSchema } from '../../../shared/config-json-schema.ts';
import type { Accepted } from '../../../shared/fault-reasons.ts';

type Node = JsonSchema | boolean | undefined;

let schema: JsonSchema | undefined;

/** What may stand at `path`; undefined where that cannot be said. */
export function acceptedAt(path: JSONPath): Accepted | undefined {
  return acceptedBy(schemaAt(path));
}

/** The keys that the object at `path` knows. */
export function knownKeysAt(path: JSONPath): readonly string[] {
  return Object.keys(asObject(schemaAt(path))?.properties ?? {});
}

/** The words after "Expected:". */
export function expectedText(accepted: Accepted | undefined): string {
  if (accepted === undefined) return 'something else';
  switch (accepted.kind) {
    case 'one-of':
      return oneOf(accepted.values);
    case 'any-of':
      return oneOf(accepted.ways.map(expectedText));
    case 'number':
      return `a ${accepted.isWhole ? 'whole ' : ''}number${rangeText(accepted)}`;
    case 'keys':
      return `one of ${accepted.keys.join(', ')}`;
    default:
      return kindWords[accepted.kind];
  }
}

const kindWords = {
  boolean: 'true or false',
  text: 'a string',
  'filled-text': 'a string that is not empty',
  texts: 'a list of strings, such as ["one", "two"]',
  objects: 'a list of objects',
  'text-map': 'an object of strings, such as { "NAME": "value" }',
  object: 'an object in { }',
  null: 'null',
} as const;

function schemaAt(path: JSONPath): Node {
  // Made when the first fault is found; most starts need none.
  schema ??= configJsonSchema();
  return path.reduce<Node>((node, segment) => {
    const parent = asObject(node);
    if (typeof segment === 'number') return parent?.items as Node;
    return parent?.properties?.[segment] ?? parent?.additionalProperties;
  }, schema);
}

/** The schema itself, or of alternatives the one that has keys. */
function asObject(node: Node): JsonSchema | undefined {
  if (typeof node !== 'object') return undefined;
  const alternatives = node.type === undefined ? (node.anyOf ?? []) : [];
  return alternatives.map(asObject).find((alternative) => alternative?.type === 'object') ?? node;
}

function acceptedBy(node: Node): Accepted | undefined {
  if (typeof node !== 'object') return undefined;
  if (node.enum !== undefined)
    return { kind: 'one-of', values: node.enum.map((value) => JSON.stringify(value)) };
  switch (node.type) {
    case 'integer':
    case 'number':
      return { kind: 'number', isWhole: node.type === 'integer', ...rangeOf(node) };
    case 'boolean':
    case 'null':
      return { kind: node.type };
    case 'string':
      return { kind: (node.minLength ?? 0) > 0 ? 'filled-text' : 'text' };
    case 'array':
      return { kind: asObject(node.items as Node)?.type === 'string' ? 'texts' : 'objects' };
    case 'object':
      return { kind: asObject(node.additionalProperties)?.type === 'string' ? 'text-map' : 'object' };
    case undefined:
    default: {
      const ways = (node.anyOf ?? []).map(acceptedBy).filter((way) => way !== undefined);
      return ways.length === 0 ? undefined : { kind: 'any-of', ways };
    }
  }
}

type NumberRange = Omit<Extract<Accepted, { kind: 'number' }>, 'kind' | 'isWhole'>;

function rangeOf({ minimum, exclusiveMinimum, maximum }: JsonSchema): NumberRange {
  return {
    least: minimum ?? null,
    above: typeof exclusiveMinimum === 'number' ? exclusiveMinimum : null,
    most: maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? null : maximum,
  };
}

function rangeText({ least, above, most }: NumberRange): string {
  if (least !== null) return most === null ? ` from ${least} on` : ` from ${least} to ${most}`;
  return `${above === null ? '' : ` above ${above}`}${most === null ? '' : ` up to ${most}`}`;
}

function oneOf(words: readonly string[]): string {
  const last = words.at(-1) ?? 'something else';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
}
