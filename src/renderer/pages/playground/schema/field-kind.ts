// Which control fits a schema. Pure; what the controls look like is form/'s part.
import { isRecord } from '../../../../shared/is-record.ts';
import { propertiesOf, resolve, type Schema } from './schema.ts';

export interface Choice {
  readonly value: unknown;
  readonly label: string;
}

export type FieldKind =
  | { readonly kind: 'text'; readonly format: string | null; readonly isLong: boolean }
  | { readonly kind: 'number'; readonly isInteger: boolean }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'constant'; readonly value: unknown }
  | { readonly kind: 'choice'; readonly choices: readonly Choice[] }
  | { readonly kind: 'choices'; readonly choices: readonly Choice[] }
  | { readonly kind: 'list'; readonly items: unknown }
  | { readonly kind: 'object' }
  /** One of several shapes, each with a schema of its own. */
  | { readonly kind: 'variants'; readonly variants: readonly Schema[] }
  /** Anything that only JSON can say. */
  | { readonly kind: 'json' };

/** A list with more choices than these is shown as a list of fields with suggestions would be: as JSON. */
const maxChoices = 1000;

/** `schema` is resolved. */
export function fieldKindOf(schema: Schema, root: Schema): FieldKind {
  if (Object.hasOwn(schema, 'const')) return { kind: 'constant', value: schema['const'] };
  const choices = choicesOf(schema);
  if (choices !== null) return { kind: 'choice', choices };
  const variants = variantsOf(schema, root);
  if (variants !== null) return { kind: 'variants', variants };
  switch (typeOf(schema)) {
    case 'string':
      return textField(schema);
    case 'number':
      return { kind: 'number', isInteger: false };
    case 'integer':
      return { kind: 'number', isInteger: true };
    case 'boolean':
      return { kind: 'boolean' };
    case 'array':
      return listField(schema, root);
    case 'object':
      return propertiesOf(schema).length > 0 ? { kind: 'object' } : { kind: 'json' };
    default:
      return { kind: 'json' };
  }
}

/** The one type of a schema; what says none is told by what else it says. */
export function typeOf(schema: Schema): string | null {
  const { type } = schema;
  if (typeof type === 'string') return type;
  if (Array.isArray(type)) return null;
  if (isRecord(schema['properties'])) return 'object';
  if (schema['items'] !== undefined) return 'array';
  return null;
}

/** What may be chosen of: `enum`, or constants with titles (MCP client/elicitation); null: it is no choice. */
export function choicesOf(schema: Schema): readonly Choice[] | null {
  const { enum: values, enumNames: names, oneOf, anyOf } = schema;
  if (Array.isArray(values) && values.length <= maxChoices) {
    const labels: readonly unknown[] = Array.isArray(names) ? names : [];
    return values.map((value, index) => {
      const label = labels[index];
      return { value, label: typeof label === 'string' ? label : labelOf(value) };
    });
  }
  const options = Array.isArray(oneOf) ? oneOf : anyOf;
  if (!Array.isArray(options) || options.length === 0 || options.length > maxChoices) return null;
  const found = options.map((option: unknown): Choice | null => {
    if (!isRecord(option) || !Object.hasOwn(option, 'const')) return null;
    const { const: value, title } = option;
    return { value, label: typeof title === 'string' ? title : labelOf(value) };
  });
  return found.every((choice) => choice !== null) ? found : null;
}

function variantsOf(schema: Schema, root: Schema): readonly Schema[] | null {
  const { oneOf, anyOf, type, ...rest } = schema;
  const options = Array.isArray(oneOf) ? oneOf : anyOf;
  if (Array.isArray(options) && options.some((option) => hasShape(option))) {
    return options.map((option) => {
      const variant = resolve(option, root);
      // What stands beside holds for each: common properties of an object, most often.
      return resolve(
        { ...(type === undefined ? {} : { type }), allOf: [variant, rest], title: variant['title'] },
        root,
      );
    });
  }
  if (!Array.isArray(type) || type.length === 0) return null;
  return type.map((one) => ({ ...rest, type: one, title: undefined }));
}

/** Words that only narrow, such as `required`, make no other form. */
function hasShape(option: unknown): boolean {
  const shapes = ['$ref', 'type', 'properties', 'items', 'enum', 'const', 'oneOf', 'anyOf', 'allOf'];
  return isRecord(option) && shapes.some((word) => Object.hasOwn(option, word));
}

function textField(schema: Schema): FieldKind {
  const { format, maxLength } = schema;
  const isLong = typeof maxLength === 'number' && maxLength > 200;
  return { kind: 'text', format: typeof format === 'string' ? format : null, isLong };
}

function listField(schema: Schema, root: Schema): FieldKind {
  const { items, prefixItems } = schema;
  if (prefixItems !== undefined || !isRecord(items)) return { kind: 'json' };
  const choices = choicesOf(resolve(items, root));
  return choices === null ? { kind: 'list', items } : { kind: 'choices', choices };
}

function labelOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
