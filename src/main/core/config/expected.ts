// What the schema accepts at a place, in words: read from the JSON Schema, so that faults and editors say the same.
import type { JSONPath } from 'jsonc-parser';
import { configJsonSchema, type JsonSchema } from '../../../shared/config-json-schema.ts';

type Node = JsonSchema | boolean | undefined;

let schema: JsonSchema | undefined;

/** What may stand at `path`, as the words after "Expected:". */
export function expectedAt(path: JSONPath): string {
  return describe(schemaAt(path));
}

/** The keys that the object at `path` knows. */
export function knownKeysAt(path: JSONPath): readonly string[] {
  return Object.keys(asObject(schemaAt(path))?.properties ?? {});
}

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

function describe(node: Node): string {
  if (typeof node !== 'object') return 'something else';
  if (node.enum !== undefined) return oneOf(node.enum.map((value) => JSON.stringify(value)));
  switch (node.type) {
    case 'integer':
      return `a whole number${rangeOf(node)}`;
    case 'number':
      return `a number${rangeOf(node)}`;
    case 'boolean':
      return 'true or false';
    case 'string':
      return (node.minLength ?? 0) > 0 ? 'a string that is not empty' : 'a string';
    case 'array':
      return asObject(node.items as Node)?.type === 'string'
        ? 'a list of strings, such as ["one", "two"]'
        : 'a list of objects';
    case 'object':
      return asObject(node.additionalProperties)?.type === 'string'
        ? 'an object of strings, such as { "NAME": "value" }'
        : 'an object in { }';
    case 'null':
      return 'null';
    case undefined:
    default:
      return oneOf((node.anyOf ?? []).map(describe));
  }
}

function rangeOf({ minimum, exclusiveMinimum, maximum }: JsonSchema): string {
  const above = exclusiveMinimum === undefined ? '' : ` above ${exclusiveMinimum}`;
  const limit = maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? undefined : maximum;
  if (minimum !== undefined && limit !== undefined) return ` from ${minimum} to ${limit}`;
  if (minimum !== undefined) return ` from ${minimum} on`;
  return `${above}${limit === undefined ? '' : ` up to ${limit}`}`;
}

function oneOf(words: readonly string[]): string {
  const last = words.at(-1) ?? 'something else';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} or ${last}`;
}
