// The server `patchbay`: read-only tools about Patchbay itself, so that a fresh install has something to call.
// Lives in this process; speaks MCP like any other.
import { z } from 'zod';
import { AppError, describeError } from '../../../shared/errors.ts';
import type { AppState, LogLine } from '../../../shared/state.ts';
import { failureMessage } from '../relay/rpc-errors.ts';
import { newestLegacyRevision } from '../relay/revisions.ts';
import type { Exchange, Link } from '../relay/types.ts';
import { errorMessage, resultMessage } from '../relay/wire/edit.ts';
import { idText, parseAt, rpcCode, type Message } from '../relay/wire/message.ts';
import { initializeAnswer } from '../upstream/handshake.ts';
import type { Handshake, Upstream } from '../upstream/types.ts';

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
      const { servers } = source.state();
      const found = servers.find((server) => server.name === name);
      if (found === undefined) {
        throw new AppError('SERVER_UNKNOWN', `There is no server "${name}".`, {
          expected: `Known: ${servers.map((server) => server.name).join(', ')}.`,
        });
      }
      return found;
    },
  },
  recent_logs: {
    description: 'Shows the newest log lines of a server or of the gateway.',
    input: logsInput,
    run: (args, source) => {
      const { server, lines } = logsInput.parse(args);
      const shown = source
        .logs(server, lines)
        .map((line) => ({ ...line, time: new Date(line.time).toISOString() }));
      return { lines: shown };
    },
  },
};

export class BuiltInUpstream implements Upstream {
  private readonly source: BuiltInSource;
  private readonly handshake: Handshake;
  private readonly startedAt: number;

  /** `now`: epoch milliseconds. */
  constructor(source: BuiltInSource, now: number) {
    this.source = source;
    this.startedAt = now;
    this.handshake = describeSelf(source.version);
  }

  get status(): Upstream['status'] {
    const { handshake, startedAt } = this;
    return {
      status: 'ready',
      problem: null,
      pids: [],
      startedAt,
      retryAt: null,
      restarts: 0,
      inFlight: 0,
      handshake,
    };
  }

  connect(): Link {
    return {
      request: (message, exchange) => this.answer(message, exchange),
      notify: () => undefined,
      close: () => undefined,
    };
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  restart(): Promise<void> {
    return Promise.resolve();
  }

  private answer(message: Message, exchange: Exchange): void {
    const id = idText(message);
    switch (message.method) {
      case 'initialize': {
        const params = z
          .looseObject({ protocolVersion: z.string().catch('') })
          .catch({ protocolVersion: '' });
        const { protocolVersion } = params.parse(parseAt(message.bytes, message.body));
        exchange.finish(initializeAnswer(id, this.handshake, protocolVersion));
        break;
      }
      case 'ping':
        exchange.finish(resultMessage(id, {}));
        break;
      case 'tools/list':
        exchange.finish(resultMessage(id, { tools: listTools() }));
        break;
      case 'tools/call':
        exchange.finish(this.call(id, parseAt(message.bytes, message.body)));
        break;
      default:
        exchange.finish(
          errorMessage(id, { code: rpcCode.methodNotFound, message: `Method not found: ${message.method}` }),
        );
    }
  }

  private call(id: string, params: unknown): Buffer {
    const parsed = z.looseObject({ name: z.string(), arguments: z.unknown().optional() }).safeParse(params);
    const tool =
      parsed.success && Object.hasOwn(tools, parsed.data.name) ? tools[parsed.data.name] : undefined;
    if (!parsed.success || tool === undefined) {
      const name = parsed.success ? parsed.data.name : '';
      return failureMessage(
        id,
        new AppError('TOOL_UNKNOWN', `Unknown tool: ${name}.`, {
          expected: `Known: ${Object.keys(tools).join(', ')}.`,
        }),
      );
    }
    try {
      const input = tool.input.safeParse(parsed.data.arguments ?? {});
      if (!input.success)
        throw new AppError('BAD_REQUEST', `The arguments are not valid: ${z.prettifyError(input.error)}`);
      const result = tool.run(input.data, this.source);
      return resultMessage(id, {
        content: [{ type: 'text', text: JSON.stringify(result, null, 2) }],
        structuredContent: result,
      });
    } catch (error) {
      // MCP server/tools: what went wrong in a tool is a result, so that the model sees it.
      return resultMessage(id, { content: [{ type: 'text', text: describeError(error) }], isError: true });
    }
  }
}

function listTools(): readonly unknown[] {
  return Object.entries(tools).map(([name, { description, input }]) => ({
    name,
    description,
    inputSchema: z.toJSONSchema(input, { io: 'input' }),
    annotations: { readOnlyHint: true, openWorldHint: false },
  }));
}

function describeSelf(version: string): Handshake {
  const serverInfo = { name: 'patchbay', title: 'Patchbay', version };
  const result = { protocolVersion: newestLegacyRevision, capabilities: { tools: {} }, serverInfo };
  return { ...result, text: JSON.stringify(result), instructions: undefined, era: 'legacy' };
}
