// Reads the fields of bodies that came in. A field that is null counts as absent: old clients send it so.
import { fieldFault, shown } from './faults.ts';

export type Body = Readonly<Record<string, unknown>>;

/** Values nested deeper could not be written down again: printing JSON is recursive. */
const maxDepth = 32;

/** The field's value; undefined where it is absent or null. What objects inherit is no field. */
export function fieldOf(body: Body, field: string): unknown {
  return Object.hasOwn(body, field) ? (body[field] ?? undefined) : undefined;
}

/** Throws REGISTRATION_INVALID for anything but a string; undefined where it is absent. */
export function optionalText(body: Body, field: string, expected = 'a text'): string | undefined {
  const value = fieldOf(body, field);
  if (value === undefined || typeof value === 'string') return value;
  throw fieldFault(field, `is ${shown(value)}, not a text`, expected);
}

/** Throws REGISTRATION_INVALID for anything but an array of strings; empty where it is absent. */
export function textList(body: Body, field: string): readonly string[] {
  const value = fieldOf(body, field);
  if (value === undefined) return [];
  const expected = 'an array of texts, such as ["jsonrpc", "health"]';
  if (!Array.isArray(value)) throw fieldFault(field, `is ${shown(value)}, not an array`, expected);
  const odd: unknown = value.find((item) => typeof item !== 'string');
  if (odd !== undefined) throw fieldFault(field, `holds ${shown(odd)}, which is not a text`, expected);
  return value as string[];
}

/** Any object, as it came; empty where it is absent. Throws REGISTRATION_INVALID for others, and for deep ones. */
export function anyObject(body: Body, field: string): unknown {
  const value = fieldOf(body, field) ?? {};
  const expected = `an object, nested at most ${maxDepth} deep`;
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw fieldFault(field, `is ${shown(value)}, not an object`, expected);
  }
  if (!isShallow(value)) throw fieldFault(field, 'is nested too deep', expected);
  return value;
}

/** Whether a value can be printed as JSON without fear for the stack. */
function isShallow(value: unknown, depth = maxDepth): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((part) => isShallow(part, depth - 1));
}

/** Any value as it came; null where it is absent. Throws REGISTRATION_INVALID for deep ones, and those that are large. */
export function smallValue(body: Body, field: string, maxCharacters: number): unknown {
  const value = fieldOf(body, field) ?? null;
  if (isSmall(value, maxCharacters)) return value;
  throw fieldFault(
    field,
    isShallow(value) ? 'is too large' : 'is nested too deep',
    `a value nested at most ${maxDepth} deep, of at most ${maxCharacters} characters as JSON`,
  );
}

/** Whether a value of JSON is neither deep nor, as JSON, longer than so many characters. */
export function isSmall(value: unknown, maxCharacters: number): boolean {
  return isShallow(value) && JSON.stringify(value).length <= maxCharacters;
}
