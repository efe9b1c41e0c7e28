// What is wrong with a value, by field, as far as it can be said without asking the server, which has the last word.
import { isRecord } from '../../../../shared/is-record.ts';
import { checkNumber, checkText } from './check-scalar.ts';
import { choicesOf, fieldKindOf, typeOf } from './field-kind.ts';
import type { Fault } from './faults.ts';
import { isNullable, propertiesOf, requiredOf, resolve, type Schema } from './schema.ts';
import { Unparsed } from './values.ts';

/** The place of a value: names of members and numbers of items. */
export type FieldPath = readonly (string | number)[];

/** The key of a place in what `check` gives. */
export function pathKey(path: FieldPath): string {
  return JSON.stringify(path);
}

/** Schemas in schemas that are looked at, and how many in all: what contains itself has no end of its own. */
const maxDepth = 32;
const maxVisits = 20_000;

/** The first fault of each place, by `pathKey`; empty when there is none. */
export function check(value: unknown, schema: unknown, root: Schema): ReadonlyMap<string, Fault> {
  const faults = new Map<string, Fault>();
  const add: Visit['add'] = (path, fault) => faults.set(pathKey(path), fault);
  visit(value, schema, [], { root, add, budget: { left: maxVisits }, depth: 0 });
  return faults;
}

interface Visit {
  readonly root: Schema;
  readonly add: (path: FieldPath, fault: Fault) => void;
  readonly budget: { left: number };
  readonly depth: number;
}

function visit(value: unknown, given: unknown, path: FieldPath, outer: Visit): void {
  const { root, add, budget, depth } = outer;
  const visiting = { ...outer, depth: depth + 1 };
  budget.left -= 1;
  if (depth > maxDepth || budget.left < 0) return;
  if (value === null && isNullable(given, root)) return;
  const schema = resolve(given, root);
  const fault = faultOf(value, schema);
  if (fault !== null) {
    add(path, fault);
    return;
  }
  const field = fieldKindOf(schema, root);
  if (field.kind === 'variants') {
    visitVariants(value, field.variants, path, visiting);
    return;
  }
  if (Array.isArray(value)) visitItems(value, schema, path, visiting);
  else if (isRecord(value)) visitMembers(value, schema, path, visiting);
}

/** One that fits is enough; where none does, the faults of the one that fits best are told. */
function visitVariants(value: unknown, variants: readonly Schema[], path: FieldPath, visiting: Visit): void {
  const all = variants.map((variant) => {
    const faults: [FieldPath, Fault][] = [];
    visit(value, variant, path, { ...visiting, add: (place, fault) => faults.push([place, fault]) });
    return faults;
  });
  const best = all.toSorted((one, other) => weight(one, path) - weight(other, path))[0] ?? [];
  for (const [place, fault] of best) visiting.add(place, fault);
}

/** A variant of another type is further away than one that lacks a member, and that further than one with a faulty one. */
function weight(faults: readonly [FieldPath, Fault][], path: FieldPath): number {
  return faults.reduce((sum, [place, { kind }]) => {
    if (place.length === path.length) return sum + 100;
    return sum + (kind === 'missing' ? 10 : 1);
  }, 0);
}

function visitItems(items: readonly unknown[], schema: Schema, path: FieldPath, visiting: Visit): void {
  const { prefixItems, items: rest } = schema;
  const first: readonly unknown[] = Array.isArray(prefixItems) ? prefixItems : [];
  items.forEach((item, index) => visit(item, first[index] ?? rest ?? {}, [...path, index], visiting));
}

function visitMembers(
  members: Readonly<Record<string, unknown>>,
  schema: Schema,
  path: FieldPath,
  visiting: Visit,
): void {
  const properties = new Map(propertiesOf(schema));
  for (const name of requiredOf(schema))
    if (members[name] === undefined) visiting.add([...path, name], { kind: 'missing' });
  for (const [name, member] of Object.entries(members)) {
    const property = properties.get(name);
    if (property !== undefined) visit(member, property, [...path, name], visiting);
    else if (schema['additionalProperties'] === false && schema['patternProperties'] === undefined)
      visiting.add([...path, name], { kind: 'unknown' });
    else visit(member, schema['additionalProperties'] ?? {}, [...path, name], visiting);
  }
}

function faultOf(value: unknown, schema: Schema): Fault | null {
  if (value instanceof Unparsed) {
    const type = typeOf(schema);
    return { kind: 'type', type: type === 'number' || type === 'integer' ? type : 'json' };
  }
  if (Object.hasOwn(schema, 'const') && !isSame(value, schema['const']))
    return { kind: 'choice', choices: [JSON.stringify(schema['const'])] };
  const { enum: values } = schema;
  if (Array.isArray(values) && !values.some((one) => isSame(one, value)))
    return { kind: 'choice', choices: (choicesOf(schema) ?? []).map(({ label }) => label) };
  const types = Array.isArray(schema['type']) ? schema['type'] : [typeOf(schema)];
  if (!types.some((type) => isOfType(value, type))) return { kind: 'type', type: String(types[0]) };
  if (typeof value === 'string') return checkText(value, schema);
  if (typeof value === 'number') return checkNumber(value, schema);
  return Array.isArray(value) ? checkList(value, schema) : null;
}

function checkList(items: readonly unknown[], schema: Schema): Fault | null {
  const { minItems, maxItems, uniqueItems } = schema;
  if (typeof minItems === 'number' && items.length < minItems) return { kind: 'fewItems', limit: minItems };
  if (typeof maxItems === 'number' && items.length > maxItems) return { kind: 'manyItems', limit: maxItems };
  if (uniqueItems !== true) return null;
  const texts = new Set(items.map((item) => JSON.stringify(item)));
  return texts.size < items.length ? { kind: 'twice' } : null;
}

function isOfType(value: unknown, type: unknown): boolean {
  switch (type) {
    case 'string':
    case 'boolean':
    case 'number':
      return typeof value === type;
    case 'integer':
      return Number.isInteger(value);
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isRecord(value);
    case 'null':
      return value === null;
    default:
      return true;
  }
}

function isSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
