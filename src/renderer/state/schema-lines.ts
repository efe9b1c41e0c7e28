// A JSON Schema as lines for people: the members of the object that it describes. Schemas of servers hold anything; what
// cannot be read this way is shown as it is, elsewhere.
import { isRecord } from '../../shared/is-record.ts';

export interface ShownArgument {
  readonly name: string;
  /** In a word or two; '' where nothing is said. */
  readonly type: string;
  readonly description: string | null;
  readonly isRequired: boolean;
}

/** The members of the object that a schema describes, in its order. */
export function argumentsOf(schema: unknown): readonly ShownArgument[] {
  if (!isRecord(schema) || !isRecord(schema['properties'])) return [];
  const { properties, required } = schema;
  const wanted: readonly unknown[] = Array.isArray(required) ? required : [];
  return Object.entries(properties).map(([name, property]) => ({
    name,
    type: typeOf(property),
    description:
      isRecord(property) && typeof property['description'] === 'string' ? property['description'] : null,
    isRequired: wanted.includes(name),
  }));
}

const mostValues = 6;

function typeOf(schema: unknown): string {
  if (!isRecord(schema)) return '';
  const { type, enum: values, items, anyOf, oneOf, format } = schema;
  if (Array.isArray(values)) {
    const shown = values
      .slice(0, mostValues)
      .map((value) => JSON.stringify(value))
      .join(' | ');
    return values.length > mostValues ? `${shown} | …` : shown;
  }
  const choices: unknown = anyOf ?? oneOf;
  if (Array.isArray(choices))
    return [...new Set(choices.map(typeOf).filter((one) => one !== ''))].join(' | ');
  if (type === 'array') return `${typeOf(items)}[]`;
  const named = Array.isArray(type) ? type.join(' | ') : typeof type === 'string' ? type : '';
  return typeof format === 'string' ? `${named} (${format})` : named;
}
