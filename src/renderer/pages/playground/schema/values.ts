// The value that a form works on: plain JSON, and texts that are no value yet. Pure.
import { isRecord } from '../../../../shared/is-record.ts';
import { fieldKindOf } from './field-kind.ts';
import { isNullable, propertiesOf, requiredOf, resolve, type Schema } from './schema.ts';

/** What somebody typed where a number or JSON belongs, while it is neither. */
export class Unparsed {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Objects in objects that a form fills of itself; deeper ones are filled when they are opened. */
const maxDepth = 6;
/** Fields of all of them. */
const maxFields = 2000;

/** What a form begins with: defaults, the only value where there is one, and the objects around them. */
export function initialValue(given: unknown, root: Schema, depth = 0, budget = { left: maxFields }): unknown {
  const schema = resolve(given, root);
  budget.left -= 1;
  if (budget.left < 0) return undefined;
  if (Object.hasOwn(schema, 'default')) return schema['default'];
  const field = fieldKindOf(schema, root);
  if (field.kind === 'constant') return field.value;
  if (field.kind === 'variants') {
    const [first] = field.variants;
    return first === undefined || depth >= maxDepth
      ? undefined
      : initialValue(first, root, depth + 1, budget);
  }
  if (field.kind !== 'object') return depth === 0 ? {} : undefined;
  if (depth >= maxDepth) return undefined;
  const required = requiredOf(schema);
  const filled = propertiesOf(schema).flatMap(([name, property]) => {
    const value = initialValue(property, root, depth + 1, budget);
    const isNeeded = required.has(name) || !isRecord(value);
    return value === undefined || (!isNeeded && Object.keys(value).length === 0) ? [] : [[name, value]];
  });
  return Object.fromEntries(filled);
}

/** What stands for a field that is left empty: nothing; or null, where that is a value and something must be there. */
export function emptyValue(given: unknown, root: Schema, isRequired: boolean): null | undefined {
  return isRequired && isNullable(given, root) ? null : undefined;
}

/** The object with one member changed; `undefined` takes it out. Its order stays. */
export function withMember(object: unknown, name: string, value: unknown): Readonly<Record<string, unknown>> {
  const before = isRecord(object) ? object : {};
  if (value !== undefined) return { ...before, [name]: value };
  const { [name]: _gone, ...rest } = before;
  return rest;
}

/** The value as JSON that can be edited; texts that are no value yet become texts. */
export function asJsonText(value: unknown): string {
  return JSON.stringify(plain(value), null, 2) ?? '';
}

function plain(value: unknown): unknown {
  if (value instanceof Unparsed) return value.text;
  if (Array.isArray(value)) return value.map((item) => plain(item) ?? null);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
}
