// What the registration routes answer, as schemas. What is sent takes its types from here, so that it is what is described.
import { z } from 'zod';
import { errorTable } from '../../../../shared/errors.ts';
import type { RegistrationKind, RegistrationState } from '../../../../shared/registrations.ts';
import { count, type Words } from '../../openapi/words.ts';

const time = z.iso.datetime();

export const refusal = z
  .object({
    success: z.literal(false),
    error: z.string().describe('What was wrong, with what, and what is accepted.'),
    error_code: z.enum([...Object.keys(errorTable), 'REGISTRATION_ERROR']),
    field: z.string().optional().describe('The field at fault.'),
    server_key: z.string().optional().describe('Who has that URL already.'),
  })
  .meta({ id: 'RegistrationRefusal', description: 'How registrations are refused.' });

export const serverRegistered = z
  .object({
    success: z.literal(true),
    server_key: z.string().describe('The id, `_`, and the number of the copy.'),
    server_url: z.string(),
    message: z.string(),
    heartbeat: z.object({
      interval: z.number().describe('How often to send heartbeats, in seconds.'),
      lease: z.number().describe('How long a server counts as healthy without one, in seconds.'),
    }),
    revived: z.literal(true).optional().describe('It was known, and has its old key.'),
    already_registered: z.literal(true).optional(),
    status: z.literal('pending').optional().describe('A person has to approve it first.'),
  })
  .meta({ id: 'ServerRegistered' });

export const clientRegistered = z
  .object({
    success: z.literal(true),
    session_id: z.string().describe('Good as `Mcp-Session-Id`.'),
    server: z.object({ name: z.string(), version: z.string(), protocol_version: z.string() }),
    endpoints: z.object({
      mcp: z.string(),
      initialize: z.string(),
      tools: z.string(),
      health: z.string(),
    }),
    transport: z.literal('streamable-http'),
    authentication: z.object({
      required: z.boolean(),
      type: z.literal('Bearer'),
      header: z.literal('Authorization'),
      format: z.string(),
    }),
    capabilities: z.object({
      tools: z.boolean(),
      resources: z.boolean(),
      prompts: z.boolean(),
      logging: z.boolean(),
      progress: z.boolean(),
    }),
    instructions: z.object({ next_step: z.string(), authentication: z.string(), protocol: z.string() }),
  })
  .meta({ id: 'ClientRegistered' });

export const serverUnregistered = z
  .object({
    success: z.literal(true),
    unregistered: z.boolean().describe('Whether there was such a server.'),
    message: z.string(),
  })
  .meta({ id: 'ServerUnregistered' });

export const clientUnregistered = z
  .object({ success: z.literal(true), message: z.string() })
  .meta({ id: 'ClientUnregistered' });

export const sessionUnknown = z
  .object({ error: z.literal('Invalid session'), message: z.string() })
  .meta({ id: 'SessionUnknown' });

export const heartbeatTaken = z
  .object({
    success: z.literal(true),
    status: z.literal('ok'),
    server_key: z.string(),
    pending: z.literal(true).optional().describe('A person has to approve it first.'),
  })
  .meta({ id: 'HeartbeatTaken' });

const serverMembers = {
  server_key: z.string(),
  server_id: z.string(),
  copy_number: z.int().min(1),
  server_url: z.string(),
  server_name: z.string().describe('The id where none was given.'),
  description: z.string().nullable(),
  capabilities: z.array(z.string()),
  metadata: z.unknown().describe('As it was sent.'),
  uuid: z.string().nullable(),
  status: z
    .enum({
      pending: 'pending',
      healthy: 'healthy',
      stale: 'stale',
      offline: 'offline',
    } satisfies Words<RegistrationState>)
    .describe('`pending` and `offline` servers cannot be called.'),
  kind: z
    .enum({ mcp: 'mcp', sse: 'sse', commands: 'commands' } satisfies Words<RegistrationKind>)
    .nullable()
    .describe('What stands behind the URL; null while nobody has found out.'),
  registered_at: time,
  last_heartbeat: time.nullable(),
  lease_remaining: z.int().describe('Seconds; 0 when the lease is over.'),
  problem: z.string().nullable().describe('Why it is stale or offline.'),
};

const registeredServer = z.object(serverMembers).meta({ id: 'RegisteredServer' });

export const registrationStatus = z
  .object({ success: z.literal(true), registered: z.literal(true), ...serverMembers })
  .meta({ id: 'ServerRegistration' });

export const serverList = z
  .object({ success: z.literal(true), count, servers: z.array(registeredServer) })
  .meta({ id: 'RegisteredServers' });

const registeredClient = z
  .object({
    session_id: z.string(),
    client_ip: z.string(),
    user_agent: z.string().nullable(),
    client_info: z.unknown().describe('As it was sent; null where none was.'),
    registered_at: time,
    last_activity: time,
  })
  .meta({ id: 'RegisteredClient' });

export const registrations = z
  .object({
    active_registrations: count.describe('Of clients.'),
    sessions: z.array(z.string()),
    details: z.array(registeredClient),
    servers: z.array(registeredServer),
  })
  .meta({ id: 'Registrations', description: 'All clients and servers that registered.' });

export type ServerRegistered = z.output<typeof serverRegistered>;
export type ClientRegistered = z.output<typeof clientRegistered>;
export type RegisteredServerEntry = z.output<typeof registeredServer>;
export type RegisteredClientEntry = z.output<typeof registeredClient>;
export type RegistrationRefusal = z.output<typeof refusal>;
