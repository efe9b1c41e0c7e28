// What a JSON-RPC command server says of itself and of its commands in answer to `help`, in the forms of old and new
// servers, as MCP tools. Pure; what is missing or odd is left out, never guessed at.
import { isRecord } from '../../../../shared/is-record.ts';
import { schemaOfParams, soundSchema } from './params-schema.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface Command {
  readonly name: string;
  readonly description: string | undefined;
  /** JSON Schema of its parameters; null where the server has not said. */
  readonly schema: Fields | null;
}

export interface Help {
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly description: string | undefined;
  readonly commands: readonly Command[];
}

/** The `result` of `help`; null when it is none, so that this is no command server. */
export function readHelp(result: unknown): Help | null {
  const body = bodyOf(result);
  const commands = body === null ? undefined : body['commands'];
  const found = Array.isArray(commands)
    ? readNames(commands)
    : isRecord(commands)
      ? readEntries(commands)
      : null;
  if (body === null || found === null) return null;
  const info = isRecord(body['tool_info']) ? body['tool_info'] : {};
  return {
    name: textOf(info['name']),
    version: textOf(info['version']),
    description: textOf(info['description']),
    commands: found,
  };
}

/** A command with what `help` said of it alone (`cmdname`). */
export function withDetails(command: Command, result: unknown): Command {
  const body = bodyOf(result);
  const info = body !== null && isRecord(body['info']) ? body['info'] : body;
  if (info === null) return command;
  const { name, description, schema } = readCommand(command.name, info);
  return { name, description: description ?? command.description, schema: schema ?? command.schema };
}

/** The command as `tools/list` shows it, printed; an open object where its parameters are not known. */
export function toolText({ name, description, schema }: Command): string {
  const inputSchema = schema === null ? { type: 'object' } : soundSchema(schema);
  return JSON.stringify({ name, ...(description === undefined ? {} : { description }), inputSchema });
}

/** Newer servers wrap what older ones answer at once. */
function bodyOf(result: unknown): Fields | null {
  if (!isRecord(result) || result['success'] === false) return null;
  return isRecord(result['data']) ? result['data'] : result;
}

function readNames(entries: readonly unknown[]): readonly Command[] {
  return entries.flatMap((entry) => {
    if (typeof entry === 'string') return [{ name: entry, description: undefined, schema: null }];
    const name = isRecord(entry) ? textOf(entry['name']) : undefined;
    return isRecord(entry) && name !== undefined ? [readCommand(name, entry)] : [];
  });
}

function readEntries(entries: Fields): readonly Command[] {
  return Object.entries(entries).map(([name, entry]) => readCommand(name, isRecord(entry) ? entry : {}));
}

function readCommand(name: string, entry: Fields): Command {
  const schema = [entry['schema'], entry['inputSchema'], entry['input_schema']].find(isObjectSchema);
  const params = isRecord(entry['params']) ? schemaOfParams(entry['params']) : null;
  return {
    name,
    description: textOf(entry['description']) ?? textOf(entry['summary']),
    schema: schema ?? params,
  };
}

/** MCP server/tools: a tool takes an object. */
function isObjectSchema(value: unknown): value is Fields {
  return isRecord(value) && (value['type'] === undefined || value['type'] === 'object');
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
