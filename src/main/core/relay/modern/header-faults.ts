// Whether a tool may ask for its arguments as HTTP headers in the way it does; clients leave out tools that may not
// (MCP basic/transports/streamable-http, schema extension).
import { isRecord } from '../../../../shared/is-record.ts';

const annotation = 'x-mcp-header';
/** RFC 9110, section 5.1. */
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const allowedTypes: ReadonlySet<unknown> = new Set(['string', 'integer', 'boolean']);
/** Keywords of JSON Schema whose value is data, however it looks. */
const dataKeywords: ReadonlySet<string> = new Set(['const', 'default', 'enum', 'examples', 'required']);
/** Keywords whose value has schemas by names. */
const namedSchemas: ReadonlySet<string> = new Set([
  '$defs',
  'definitions',
  'dependentSchemas',
  'patternProperties',
]);

/** What is wrong with the annotations in a tool's input schema; null when nothing is. `tool`: its JSON object. */
export function faultOfTool(tool: string): string | null {
  const parsed: unknown = JSON.parse(tool);
  const schema = isRecord(parsed) ? parsed['inputSchema'] : undefined;
  return faultAt(schema, { path: [], isReachable: true, names: new Set() });
}

interface Place {
  readonly path: readonly string[];
  /** From the root by `properties` alone. */
  readonly isReachable: boolean;
  /** In lower case: all that were seen. */
  readonly names: Set<string>;
}

function faultAt(schema: unknown, place: Place): string | null {
  if (!isRecord(schema)) return null;
  const own = annotation in schema ? faultOf(schema, place) : null;
  if (own !== null) return own;
  for (const [keyword, value] of Object.entries(schema)) {
    const fault = faultUnder(keyword, value, place);
    if (fault !== null) return fault;
  }
  return null;
}

function faultUnder(keyword: string, value: unknown, place: Place): string | null {
  if (keyword === annotation || dataKeywords.has(keyword)) return null;
  const isProperties = keyword === 'properties';
  const isByName = (isProperties || namedSchemas.has(keyword)) && isRecord(value);
  const children = isByName
    ? Object.entries(value)
    : [value].flat().map((child) => [keyword, child] as const);
  for (const [name, child] of children) {
    const isReachable = place.isReachable && isProperties;
    const fault = faultAt(child, { ...place, path: [...place.path, name], isReachable });
    if (fault !== null) return fault;
  }
  return null;
}

function faultOf(
  schema: Readonly<Record<string, unknown>>,
  { path, isReachable, names }: Place,
): string | null {
  const where = path.length === 0 ? 'the schema itself' : `"${path.join('.')}"`;
  const { [annotation]: name, type } = schema;
  if (!isReachable || path.length === 0)
    return `${annotation} stands at ${where}, which is no plain parameter`;
  if (typeof name !== 'string' || !token.test(name))
    return `${annotation} of ${where} is no name of a header`;
  if (!allowedTypes.has(type))
    return `${annotation} stands at ${where}, which is no text, integer or boolean`;
  if (names.has(name.toLowerCase())) return `${annotation} "${name}" stands there twice`;
  names.add(name.toLowerCase());
  return null;
}
