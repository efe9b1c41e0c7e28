// The registration routes as they are described to others: one row for each handler of `routes.ts`, and one for what browsers
// ask before.
import { z } from 'zod';
import { failure, json, refusals, unauthorized } from '../../openapi/answers.ts';
import type { DescribedRoute } from '../../openapi/types.ts';
import {
  clientRegistered,
  clientUnregistered,
  heartbeatTaken,
  refusal,
  registrations,
  registrationStatus,
  serverList,
  serverRegistered,
  serverUnregistered,
  sessionUnknown,
} from './described-answers.ts';
import {
  clientAnnouncement,
  serverAnnouncement,
  serverReference,
  sessionReference,
} from './described-requests.ts';

const tags = ['registration'];

const common = {
  ...unauthorized(refusal),
  ...refusals(refusal),
};
const unkept = { '503': json('A limit is reached, or it could not be written down.', refusal) };
const unknown = (what: string) => ({ '404': json(what, refusal) });

/** Taken whatever Content-Type says: old clients do not all send the right one. */
function body(schema: z.ZodType, required: boolean) {
  return { required, content: { 'application/json': { schema } } };
}

const rows: readonly DescribedRoute[] = [
  {
    method: 'post',
    urls: ['/register', '/api/register', '/mcp/register', '/proxy/register'],
    operation: {
      operationId: 'register',
      summary: 'A server announces itself, or a client registers.',
      description:
        'A body that names a server is a server’s; any other, an empty one included, is a client’s. At most 64 KiB.',
      tags,
      requestParams: {
        query: z.object({
          if_exists: z
            .string()
            .optional()
            .describe('`return`: a server that is registered already gets a 200.'),
        }),
        header: z.object({ Prefer: z.string().optional().describe('`return=existing`: the same.') }),
      },
      requestBody: body(z.union([serverAnnouncement, clientAnnouncement]), false),
      responses: {
        '200': json(
          'Registered, and written down.',
          z.union([serverRegistered, clientRegistered]),
          z.object({
            'X-Session-ID': z.string().optional().describe('Of a client.'),
            'X-MCP-Server': z.string().optional().describe('To a client: the name of this gateway.'),
          }),
        ),
        '400': json('A field is not valid, or the URL is taken.', refusal),
        ...unkept,
        ...common,
      },
    },
  },
  {
    method: 'post',
    urls: ['/unregister', '/proxy/unregister'],
    operation: {
      operationId: 'unregister',
      summary: 'A server or a client withdraws.',
      tags,
      requestParams: {
        header: z.object({ 'X-Session-ID': z.string().optional().describe('A client’s session.') }),
      },
      requestBody: body(z.union([serverReference, sessionReference]), false),
      responses: {
        '200': json(
          'It is not registered any more; for a server also where it was not.',
          z.union([serverUnregistered, clientUnregistered]),
        ),
        '400': json('A field is not valid.', refusal),
        '404': json('No client has this session.', sessionUnknown),
        ...unkept,
        ...common,
      },
    },
  },
  {
    method: 'post',
    urls: ['/proxy/heartbeat', '/heartbeat'],
    operation: {
      operationId: 'heartbeat',
      summary: 'A server says that it is alive.',
      description: 'With its whole announcement, a server that is not known any more is registered again.',
      tags,
      requestBody: body(z.union([serverAnnouncement, serverReference]), true),
      responses: {
        '200': json('Its lease begins anew.', heartbeatTaken),
        '400': json('A field is not valid, or the URL is another server’s.', refusal),
        ...unknown('It is not registered, and did not say enough to be.'),
        ...unkept,
        ...common,
      },
    },
  },
  {
    method: 'get',
    urls: ['/registrations'],
    operation: {
      operationId: 'registrations',
      summary: 'Who is registered.',
      tags,
      requestParams: {
        query: z.object({ server_url: z.string().optional().describe('The server at this URL alone.') }),
      },
      responses: {
        '200': json('All, or the one that was asked for.', z.union([registrations, registrationStatus])),
        '400': json('That is no URL of a server.', refusal),
        ...unknown('Nothing is registered at this URL.'),
        ...common,
      },
    },
  },
  {
    method: 'get',
    urls: ['/registrations/:key'],
    operation: {
      operationId: 'registration',
      summary: 'One registered server.',
      tags,
      requestParams: { path: z.object({ key: z.string().describe('As `register` answered it.') }) },
      responses: {
        '200': json('It is registered.', registrationStatus),
        '400': json('The address cannot be read.', failure),
        ...unknown('Nothing is registered under this key.'),
        ...common,
      },
    },
  },
  {
    method: 'get',
    urls: ['/list', '/servers', '/proxy/list'],
    operation: {
      operationId: 'servers',
      summary: 'The servers that registered.',
      tags,
      responses: { '200': json('All of them.', serverList), ...common },
    },
  },
];

/** What browsers ask before a request (Fetch, CORS-preflight). */
function preflight({ urls, operation }: DescribedRoute): DescribedRoute {
  const { operationId = '', requestParams = {} } = operation;
  const { path } = requestParams;
  return {
    method: 'options',
    urls,
    operation: {
      operationId: `${operationId}Preflight`,
      summary: 'What pages of allowed origins may send.',
      tags,
      ...(path === undefined ? {} : { requestParams: { path } }),
      responses: {
        '204': {
          description: 'Allowed.',
          headers: z.object({
            Allow: z.string(),
            'Access-Control-Allow-Origin': z.string().optional().describe('The origin that asked.'),
            'Access-Control-Allow-Methods': z.string(),
            'Access-Control-Allow-Headers': z.string(),
            'Access-Control-Max-Age': z.string(),
          }),
        },
        ...refusals(failure),
      },
    },
  };
}

export const registrationDescription: readonly DescribedRoute[] = rows.flatMap((row) => [
  row,
  preflight(row),
]);
