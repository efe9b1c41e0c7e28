// What the routes about the gateway itself answer: health, numbers, and the description. The health routes take their types
// from here, so that what is described is what is sent.
import { z } from 'zod';
import type { Circuit } from '../../../shared/state.ts';
import { errorCode, failure, json, refusals, unauthorized } from '../openapi/answers.ts';
import type { DescribedRoute } from '../openapi/types.ts';
import { count, serverKind, serverStatus, type Words } from '../openapi/words.ts';

const circuit = z.enum({ closed: 'closed', open: 'open', 'half-open': 'half-open' } satisfies Words<Circuit>);

const health = z
  .object({
    status: z.literal('ok'),
    name: z.literal('patchbay'),
    version: z.string(),
    pid: z.int(),
    uptimeSeconds: count,
    sessions: count.describe('Of clients.'),
    servers: z.record(z.string(), z.union([serverStatus, z.literal('disabled')])).describe('Status by name.'),
  })
  .meta({ id: 'Health', description: 'The gateway, and how each server does.' });

const serverHealth = z
  .object({
    name: z.string(),
    kind: serverKind,
    enabled: z.boolean(),
    status: serverStatus,
    sessions: count,
    inFlight: count.describe('Calls that wait for their answer.'),
    tools: count.nullable().describe('null while unknown.'),
    restarts: count.describe('Since Patchbay started.'),
    problem: errorCode.nullable(),
    circuit: circuit.describe('`open`: calls fail at once.'),
    retryInSeconds: count.nullable(),
    lastSeenSecondsAgo: z.int().nullable(),
    silentForSeconds: z.int().nullable().describe('It runs, and answers nothing; null while it answers.'),
  })
  .meta({ id: 'ServerHealth', description: 'One server.' });

export type Health = z.output<typeof health>;
export type ServerHealth = z.output<typeof serverHealth>;

const plain = refusals(failure);

export const healthDescription: readonly DescribedRoute[] = [
  {
    method: 'get',
    urls: ['/health', '/proxy/health'],
    operation: {
      operationId: 'health',
      summary: 'Whether the gateway is there, and how its servers do.',
      tags: ['health'],
      responses: { '200': json('It is there.', health), ...plain },
    },
  },
  {
    method: 'get',
    urls: ['/health/:server'],
    operation: {
      operationId: 'serverHealth',
      summary: 'Whether one server can be used.',
      tags: ['health'],
      requestParams: {
        path: z.object({
          server: z
            .string()
            .describe('A name of the configuration, or the key or id of a registered server.'),
        }),
      },
      responses: {
        '200': json('It can be used, or will be started when it is.', serverHealth),
        '503': json('It cannot be used now.', serverHealth),
        '400': json('The address cannot be read.', failure),
        '404': json('No server has this name.', failure),
        ...plain,
      },
    },
  },
  {
    method: 'get',
    urls: ['/metrics'],
    operation: {
      operationId: 'metrics',
      summary: 'Numbers for Prometheus.',
      tags: ['health'],
      responses: {
        '200': {
          description: 'All of them, as of now.',
          content: { 'text/plain; version=0.0.4; charset=utf-8': { schema: z.string() } },
        },
        ...unauthorized(failure),
        ...plain,
      },
    },
  },
  {
    method: 'get',
    urls: ['/openapi.json'],
    operation: {
      operationId: 'description',
      summary: 'This description.',
      tags: ['health'],
      responses: {
        '200': json(
          'As of now: which routes want a token, the configuration says.',
          z.looseObject({
            openapi: z.literal('3.1.1'),
          }),
        ),
        ...plain,
      },
    },
  },
];
