// Reading JSON Schemas that strangers wrote: references, nullable unions and `allOf` resolved far enough for a form. Whatever
// is odd is passed by: the server checks its input itself. JSON Schema 2020-12; older drafts differ in nothing read here.
import { isRecord } from '../../../../shared/is-record.ts';

/** A schema that is an object, its references followed. `true` and whatever is none are `{}`. */
export type Schema = Readonly<Record<string, unknown>>;

/** References on the way to one schema; more are a circle. */
const maxSteps = 32;

/** The schema behind references, `allOf` and "or null". `root` is what `#` means. */
export function resolve(given: unknown, root: Schema): Schema {
  let schema: Schema = isRecord(given) ? given : {};
  for (let step = 0; step < maxSteps; step += 1) {
    const { $ref: ref, ...rest } = schema;
    if (typeof ref === 'string') {
      const target = lookUp(ref, root);
      // What stands beside a reference adds to it, most often a title or a default.
      schema = isRecord(target) ? { ...target, ...rest } : rest;
      continue;
    }
    const next = withoutNull(merged(schema, root));
    if (next === schema) return schema;
    schema = next;
  }
  return {};
}

/** Whether `null` is a value of it. */
export function isNullable(given: unknown, root: Schema): boolean {
  const schema: Schema = isRecord(given) ? given : {};
  const { $ref: ref, type, anyOf, oneOf } = schema;
  if (typeof ref === 'string') {
    const target = lookUp(ref, root);
    return isRecord(target) && target['$ref'] === undefined && isNullable(target, root);
  }
  if (type === 'null' || (Array.isArray(type) && type.includes('null'))) return true;
  return [anyOf, oneOf].some((options) => Array.isArray(options) && options.some(isNull));
}

/** The texts of a property, where they are texts. */
export function textsOf(schema: Schema): { readonly title?: string; readonly description?: string } {
  const { title, description } = schema;
  return {
    ...(typeof title === 'string' && title !== '' ? { title } : {}),
    ...(typeof description === 'string' && description !== '' ? { description } : {}),
  };
}

/** The properties of an object schema, in their order. */
export function propertiesOf(schema: Schema): readonly (readonly [name: string, schema: unknown])[] {
  return isRecord(schema['properties']) ? Object.entries(schema['properties']) : [];
}

/** Names of properties that must be there. */
export function requiredOf(schema: Schema): ReadonlySet<string> {
  const { required } = schema;
  return new Set(Array.isArray(required) ? required.filter((name) => typeof name === 'string') : []);
}

/** `#/$defs/name` and the like (RFC 6901); other documents are not fetched. */
function lookUp(ref: string, root: Schema): unknown {
  if (!ref.startsWith('#')) return undefined;
  let place: unknown = root;
  for (const part of ref.slice(1).split('/').slice(1)) {
    const name = decode(part).replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(place)) place = place[Number(name)];
    else place = isRecord(place) && Object.hasOwn(place, name) ? place[name] : undefined;
  }
  return place;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function merged(schema: Schema, root: Schema): Schema {
  const { allOf, ...rest } = schema;
  if (!Array.isArray(allOf)) return schema;
  // One level: what is in circles stays out.
  const parts: readonly Schema[] = allOf
    .map((part: unknown) =>
      isRecord(part) && typeof part['$ref'] === 'string' ? lookUp(part['$ref'], root) : part,
    )
    .filter((part) => isRecord(part));
  const all = [...parts, rest];
  const properties = Object.fromEntries(all.flatMap((part) => propertiesOf(part)));
  const required = all.flatMap((part) => [...requiredOf(part)]);
  return {
    ...Object.fromEntries(all.flatMap((part) => Object.entries(part))),
    ...(Object.keys(properties).length === 0 ? {} : { properties }),
    ...(required.length === 0 ? {} : { required }),
  };
}

/** "X or null" is X, as a form shows it: what is left empty is null or nothing. */
function withoutNull(schema: Schema): Schema {
  for (const key of ['anyOf', 'oneOf']) {
    const options = schema[key];
    if (!Array.isArray(options) || !options.some(isNull)) continue;
    const others = options.filter((option) => !isNull(option));
    const { [key]: _options, ...rest } = schema;
    if (others.length === 1 && isRecord(others[0])) return { ...others[0], ...rest };
    return { ...rest, [key]: others };
  }
  const { type } = schema;
  if (!Array.isArray(type) || !type.includes('null')) return schema;
  const types = type.filter((one) => one !== 'null');
  return { ...schema, type: types.length === 1 ? types[0] : types };
}

function isNull(schema: unknown): boolean {
  return isRecord(schema) && (schema['type'] === 'null' || schema['const'] === null);
}
