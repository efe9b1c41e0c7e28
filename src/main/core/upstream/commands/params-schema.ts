// The parameters of a command as old servers describe them, `{name: {type, description, required}}`, as JSON Schema.
// Open: what is not described may be sent too.
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

function propertyOf({ type, description }: Fields): Fields {
  const known = typeof type === 'string' ? types[type.toLowerCase()] : undefined;
  return {
    ...(known === undefined ? {} : { type: known }),
    ...(typeof description === 'string' && description !== '' ? { description } : {}),
  };
}
