// The parameters of a command as JSON Schema: as old servers describe them, `{name: {type, description, required}}`, open,
// as what is not described may be sent too; and the schemas of new servers without what no client could read.
import { isRecord } from '../../../../shared/is-record.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Names of types as Python and JSON Schema have them. */
const types: Readonly<Record<string, string>> = {
  str: 'string',
  string: 'string',
  int: 'integer',
  integer: 'integer',
  float: 'number',
  number: 'number',
  bool: 'boolean',
  boolean: 'boolean',
  list: 'array',
  array: 'array',
  dict: 'object',
  object: 'object',
};

export function schemaOfParams(params: Fields): Fields {
  const entries = Object.entries(params).map(
    ([name, param]) => [name, isRecord(param) ? param : {}] as const,
  );
  const required = entries.filter(([, param]) => param['required'] === true).map(([name]) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([name, param]) => [name, propertyOf(param)])),
    ...(required.length === 0 ? {} : { required }),
  };
}

/**
 * The schema of an object, as MCP clients demand it: one tool whose `properties` or `required` are of another type would
 * cost them the whole list. Everything else stays.
 */
export function soundSchema(schema: Fields): Fields {
  const sound: Record<string, unknown> = { ...schema, type: 'object' };
  const { properties, required } = schema;
  if (isRecord(properties)) sound['properties'] = soundProperties(properties);
  else delete sound['properties'];
  if (Array.isArray(required)) sound['required'] = required.filter((name) => typeof name === 'string');
  else delete sound['required'];
  return sound;
}

/** JSON Schema has `true` and `false` for anything and nothing; clients want objects. */
function soundProperties(properties: Fields): Fields {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => {
      if (isRecord(schema)) return [name, schema];
      return [name, schema === false ? { not: {} } : {}];
    }),
  );
}

function propertyOf({ type, description }: Fields): Fields {
  const known = typeof type === 'string' ? types[type.toLowerCase()] : undefined;
  return {
    ...(known === undefined ? {} : { type: known }),
    ...(typeof description === 'string' && description !== '' ? { description } : {}),
  };
}
