// JSON-RPC at `/cmd` as it is described to others. What each command takes is in the command itself; what it answers is here.
import { z } from 'zod';
import type { Era, ServerSource } from '../../../shared/state.ts';
import { failure, json, refusals, rpcFailure, unauthorized } from '../openapi/answers.ts';
import type { DescribedRoute } from '../openapi/types.ts';
import { count, serverKind, serverStatus, type Words } from '../openapi/words.ts';
import { ownCommands } from './commands.ts';
import { maxBatchLength } from './json-rpc.ts';

const registrationStatus = z
  .object({
    enabled: z.boolean(),
    registered: z.boolean(),
    server_key: z.string().nullable(),
    server_url: z.string().nullable(),
    proxy_url: z.string(),
    server_id: z.string(),
  })
  .meta({ id: 'RegistrationStatus', description: 'How our own registration with another proxy stands.' });

const command = z.object({
  name: z.string(),
  description: z.string(),
  type: z.literal('built-in'),
  schema: z.record(z.string(), z.unknown()).describe('JSON Schema of its params.'),
  params_count: count,
});

const healthData = z.object({
  status: z.literal('ok'),
  version: z.string(),
  uptime: z.number().describe('Seconds.'),
  components: z.object({
    system: z.object({
      platform: z.string(),
      arch: z.string(),
      node_version: z.string(),
      cpu_count: count,
      memory_total_mb: count,
      memory_available_mb: count,
    }),
    process: z.object({
      pid: z.int(),
      memory_usage_mb: count,
      start_time: z.number().describe('Epoch seconds.'),
    }),
    commands: z.object({ registered_count: count }),
    proxy_registration: z.object({
      enabled: z.boolean(),
      registered: z.boolean(),
      server_key: z.string().nullable(),
      proxy_url: z.string(),
    }),
  }),
});

const listedServer = z.object({
  name: z.string(),
  source: z.enum({
    config: 'config',
    'built-in': 'built-in',
    registered: 'registered',
  } satisfies Words<ServerSource>),
  kind: serverKind,
  enabled: z.boolean(),
  status: serverStatus,
  url: z.string().nullable().describe('Where it is reached here.'),
  tools: count.nullable().describe('null while unknown.'),
  era: z.enum({ legacy: 'legacy', modern: 'modern' } satisfies Words<Era>).nullable(),
  sessions: count,
});

/** What each command answers; the test of the description sees that none is missing. */
const results: Readonly<Record<string, z.ZodType>> = {
  health: result({ data: healthData }),
  help: z.union([
    result({
      data: z.object({
        tool_info: z.object({ name: z.string(), description: z.string(), version: z.string() }),
        commands: z.record(z.string(), command),
        total: count,
      }),
    }),
    result({ data: z.object({ cmdname: z.string(), info: command }) }),
  ]),
  list_servers: result({ data: z.object({ count, servers: z.array(listedServer) }) }),
  proxy_registration: result({
    message: z.string(),
    data: z
      .object({
        registration_status: registrationStatus,
        enabled: z.boolean().optional(),
        registered: z.boolean().optional(),
        server_key: z.string().nullable(),
        server_url: z.string().nullable(),
        proxy_url: z.string().optional(),
      })
      .optional(),
  }),
};

function result(members: z.ZodRawShape) {
  return z.object({ success: z.literal(true), ...members });
}

const id = z.union([z.string(), z.number(), z.null()]);

function requestOf(name: string, { description, params }: ReturnType<typeof ownCommands>[string]) {
  return z
    .looseObject({
      jsonrpc: z.literal('2.0'),
      method: z.literal(name),
      params: params.nullish(),
      id: id.optional().describe('Without, nothing is answered.'),
    })
    .meta({ id: `${pascal(name)}Request`, description });
}

const requests = Object.entries(ownCommands()).map(([name, each]) => requestOf(name, each));
const request = z.union(requests).meta({ id: 'CommandRequest' });

const answer = z
  .union([
    ...Object.entries(results).map(([name, schema]) =>
      z.object({ jsonrpc: z.literal('2.0'), id, result: schema }).meta({ id: `${pascal(name)}Answer` }),
    ),
    z
      .object({
        jsonrpc: z.literal('2.0'),
        id,
        error: z.object({
          code: z.int(),
          message: z.string(),
          data: z.record(z.string(), z.unknown()).optional(),
        }),
      })
      .meta({ id: 'CommandError', description: 'JSON-RPC 2.0, section 5.1.' }),
  ])
  .meta({ id: 'CommandAnswer' });

export const commandDescription: readonly DescribedRoute[] = [
  {
    method: 'post',
    urls: ['/cmd', '/api/jsonrpc'],
    operation: {
      operationId: 'command',
      summary: 'Runs a command of the gateway, or a batch of them.',
      description: 'JSON-RPC 2.0. An error of a command is a 200 as well; its answer says so.',
      tags: ['commands'],
      requestBody: {
        required: true,
        content: {
          'application/json': {
            schema: z.union([request, z.array(request).min(1).max(maxBatchLength)]),
          },
        },
      },
      responses: {
        '200': json('The answers, without those that are not owed.', z.union([answer, z.array(answer)])),
        '204': { description: 'No answer is owed: no request had an id.' },
        '400': json('This is no JSON-RPC, or too much of it.', z.union([answer, rpcFailure, failure])),
        '415': json('The body is not said to be JSON.', rpcFailure),
        ...unauthorized(rpcFailure),
        ...refusals(rpcFailure),
      },
    },
  },
];

function pascal(name: string): string {
  return name.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
