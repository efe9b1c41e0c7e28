// `Mcp-Param-*` headers against the arguments of a tool call (MCP basic/transports/streamable-http, custom headers): for
// servers behind a transport without headers, in whose stead the gateway checks them.
import { isRecord } from '../../../../shared/is-record.ts';
import { MessageError, parseAt, pickMembers, type Message } from '../wire/message.ts';
import { decodeHeaderValue, encodeHeaderValue } from './header-values.ts';
import { modernCode } from './rpc-codes.ts';
import type { ModernRequest } from './types.ts';

export const paramHeaderPrefix = 'mcp-param-';

interface Mirrored {
  /** In lower case. */
  readonly header: string;
  readonly path: readonly string[];
}

/** Throws MessageError -32020 when the headers do not say what the arguments say. `tool`: its JSON object. */
export function checkParamHeaders({ message, paramHeaders }: ModernRequest, tool: string): void {
  if (paramHeaders === null) return;
  const parsed: unknown = JSON.parse(tool);
  const schema = isRecord(parsed) ? parsed['inputSchema'] : undefined;
  const args = argumentsOf(message);
  for (const { header, path } of mirroredIn(schema, [])) {
    const value = valueAt(path, args);
    const sent = paramHeaders[header];
    const fault = faultOf(sent, value);
    if (fault !== null)
      throw new MessageError(modernCode.headerMismatch, `Header mismatch: ${header} ${fault}.`);
  }
}

/** The headers that a client sends with these arguments, names in lower case. `tool`: its JSON object. */
export function mirroredParams(
  tool: string,
  args: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> {
  const parsed: unknown = JSON.parse(tool);
  const headers: Record<string, string> = {};
  for (const { header, path } of mirroredIn(isRecord(parsed) ? parsed['inputSchema'] : undefined, [])) {
    const value = valueAt(path, args);
    if (typeof value === 'string') headers[header] = encodeHeaderValue(value);
    else if (typeof value === 'number' || typeof value === 'boolean') headers[header] = String(value);
  }
  return headers;
}

function valueAt(path: readonly string[], args: unknown): unknown {
  return path.reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), args);
}

/** Only what `properties` alone lead to can be mirrored. */
function mirroredIn(schema: unknown, path: readonly string[]): readonly Mirrored[] {
  const properties = isRecord(schema) && isRecord(schema['properties']) ? schema['properties'] : {};
  return Object.entries(properties).flatMap(([key, property]) => {
    const here = [...path, key];
    const name = isRecord(property) ? property['x-mcp-header'] : undefined;
    const own =
      typeof name === 'string' ? [{ header: paramHeaderPrefix + name.toLowerCase(), path: here }] : [];
    return [...own, ...mirroredIn(property, here)];
  });
}

function argumentsOf({ bytes, body }: Message): unknown {
  return parseAt(bytes, pickMembers(bytes, body, ['arguments']).arguments);
}

function faultOf(sent: string | undefined, value: unknown): string | null {
  if (value === undefined || value === null)
    return sent === undefined ? null : 'stands for an argument that the body does not have';
  if (sent === undefined) return 'is missing';
  const decoded = decodeHeaderValue(sent);
  if (decoded === null) return 'has a value that is not valid';
  const isSame =
    typeof value === 'number'
      ? decoded.trim() !== '' && Number(decoded) === value
      : (typeof value === 'string' || typeof value === 'boolean') && decoded === String(value);
  return isSame ? null : 'differs from the argument in the body';
}
