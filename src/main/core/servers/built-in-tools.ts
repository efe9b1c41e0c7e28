// The tools of the server `patchbay`: what it tells about the gateway, read-only. Knows nothing of messages.
import { z } from 'zod';
import { AppError, describeError } from '../../../shared/errors.ts';
import { builtInServerName } from '../../../shared/names.ts';
import type { AppState, LogLine } from '../../../shared/state.ts';
import { unknownServer } from './server-link.ts';

export interface BuiltInSource {
  readonly version: string;
  state(): AppState;
  logs(source: string | undefined, limit: number): readonly LogLine[];
}

interface BuiltInTool {
  readonly description: string;
  readonly input: z.ZodType;
  readonly run: (args: unknown, source: BuiltInSource) => unknown;
}

const noInput = z.strictObject({});
const statusInput = z.strictObject({
  name: z.string().describe('Name of the server, as list_servers gives it.'),
});
const logsInput = z.strictObject({
  server: z
    .string()
    .optional()
    .describe('Name of a server, or "patchbay" for the gateway itself; all when left out.'),
  lines: z.int().min(1).max(500).default(50).describe('How many of the newest lines.'),
});

const tools: Readonly<Record<string, BuiltInTool>> = {
  list_servers: {
    description: 'Lists the MCP servers behind this gateway with their state.',
    input: noInput,
    run: (_args, source) => ({
      servers: source.state().servers.map(({ name, kind, enabled, status, summary, url }) => ({
        name,
        kind,
        enabled,
        status,
        summary,
        url,
      })),
    }),
  },
  server_status: {
    description:
      'Tells everything that is known of the state of one server, and why it does not work if it does not.',
    input: statusInput,
    run: (args, source) => {
      const { name } = statusInput.parse(args);
      const found = source.state().servers.find((server) => server.name === name);
      if (found === undefined) throw unknownServer(name, namesOf(source));
      return found;
    },
  },
  recent_logs: {
    description: 'Shows the newest log lines of a server or of the gateway.',
    input: logsInput,
    run: (args, source) => {
      const { server, lines } = logsInput.parse(args);
      const known = [...new Set([builtInServerName, ...namesOf(source)])];
      if (server !== undefined && !known.includes(server)) throw unknownServer(server, known);
      const shown = source
        .logs(server, lines)
        .map((line) => ({ ...line, time: new Date(line.time).toISOString() }));
      return { lines: shown };
    },
  },
};

function namesOf(source: BuiltInSource): readonly string[] {
  return source.state().servers.map(({ name }) => name);
}

/** The items of `tools/list`. */
export function listBuiltInTools(): readonly unknown[] {
  return Object.entries(tools).map(([name, { description, input }]) => ({
    name,
    description,
    inputSchema: z.toJSONSchema(input, { io: 'input' }),
    annotations: { readOnlyHint: true, openWorldHint: false },
  }));
}

/**
 * The result of a `tools/call` with these parameters. What goes wrong in a tool is a result too, so that the model sees it
 * (MCP server/tools, error handling). Throws AppError TOOL_UNKNOWN.
 */
export function callBuiltInTool(params: unknown, source: BuiltInSource): unknown {
  const parsed = z.looseObject({ name: z.string(), arguments: z.unknown().optional() }).safeParse(params);
  const name = parsed.success ? parsed.data.name : '';
  const tool = Object.hasOwn(tools, name) ? tools[name] : undefined;
  if (tool === undefined) {
    const expected = `Known: ${Object.keys(tools).join(', ')}.`;
    throw new AppError('TOOL_UNKNOWN', `Unknown tool: ${name}.`, { expected });
  }
  try {
    const input = tool.input.safeParse(parsed.data?.arguments ?? {});
    if (!input.success)
      throw new AppError('BAD_REQUEST', `The arguments are not valid: ${z.prettifyError(input.error)}`);
    const result = tool.run(input.data, source);
    return { content: [{ type: 'text', text: JSON.stringify(result, null, 2) }], structuredContent: result };
  } catch (error) {
    return { content: [{ type: 'text', text: describeError(error) }], isError: true };
  }
}
