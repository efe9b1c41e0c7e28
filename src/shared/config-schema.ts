// config.json as a schema: every key, its default, and in `describe` the words that editors show.
// Only shapes and defaults; reading, expanding and writing the file is core/config's work.
import { z } from 'zod';
import { builtInServerName, reservedNames, serverNameFault } from './names.ts';

const port = z.int().min(0).max(65_535);
const positiveSeconds = z.number().positive().max(86_400);
const stringMap = z.record(z.string(), z.string());

export const tlsSchema = z
  .strictObject({
    mode: z.enum(['tls', 'mtls']),
    cert_file: z.string().min(1).describe('PEM certificate of this gateway.'),
    key_file: z.string().min(1).describe('PEM private key of this gateway.'),
    ca_cert: z
      .string()
      .min(1)
      .optional()
      .describe('PEM authorities whose client certificates are accepted (mtls).'),
  })
  .refine((tls) => tls.mode !== 'mtls' || tls.ca_cert !== undefined, {
    error: 'mode "mtls" needs "ca_cert"',
    path: ['ca_cert'],
  });

export const gatewaySchema = z.strictObject({
  host: z.string().min(1).default('127.0.0.1').describe('Address to listen on.'),
  port: port.default(3004).describe('Port of the gateway; 0 takes any free one.'),
  tls: tlsSchema.nullable().default(null),
  allowedHosts: z.array(z.string()).default([]).describe('Host names accepted besides the loopback ones.'),
  allowedOrigins: z.array(z.string()).default([]).describe('Web origins that may call the gateway.'),
  requestTimeoutSeconds: positiveSeconds.default(30).describe('For every request but tools/call.'),
  toolTimeoutSeconds: positiveSeconds
    .default(300)
    .describe('For tools/call; begins anew with each progress.'),
  sessionIdleMinutes: z
    .number()
    .positive()
    .max(10_080)
    .default(10)
    .describe('A session unused for so long ends.'),
  keepAliveSeconds: positiveSeconds.default(30).describe('Distance of keep-alive comments on event streams.'),
  maxMessageBytes: z.int().min(1024).max(1_073_741_824).default(16_777_216),
  maxSessions: z.int().min(1).max(1_000_000).default(1000),
  rateLimitPerMinute: z.int().min(1).default(6000),
});

export const toolRulesSchema = z.strictObject({
  allow: z
    .array(z.string().min(1))
    .optional()
    .describe('Names or patterns with *; when present only these are offered.'),
  deny: z.array(z.string().min(1)).optional().describe('Names or patterns with *; never offered.'),
});

const commonEntry = {
  enabled: z.boolean().optional().describe('Default true.'),
  disabled: z.boolean().optional().describe('As other programs write it; true is enabled: false.'),
  toolTimeoutSeconds: positiveSeconds.optional(),
  tools: toolRulesSchema.optional(),
  description: z.string().optional(),
};

export const stdioEntrySchema = z.looseObject({
  type: z.literal('stdio').optional(),
  command: z.string().min(1).describe('Program to run; looked up on PATH.'),
  args: z.array(z.string()).default([]),
  env: stringMap.default({}).describe('Variables of the child, besides the safe ones it inherits.'),
  cwd: z.string().min(1).optional(),
  session: z
    .enum(['shared', 'isolated'])
    .default('shared')
    .describe('One child for all, or one per client session.'),
  start: z.enum(['lazy', 'eager']).default('lazy').describe('On first need, or with Patchbay.'),
  idleMinutes: z.number().positive().max(10_080).default(10).describe('Stopped when unused for so long.'),
  maxRestarts: z.int().min(0).max(100).default(5).describe('Restarts in a row before it counts as failed.'),
  ...commonEntry,
});

export const httpEntrySchema = z.looseObject({
  type: z.enum(['http', 'streamable-http', 'streamableHttp', 'sse']).optional(),
  url: z.string().min(1).optional(),
  serverUrl: z.string().min(1).optional(),
  httpUrl: z.string().min(1).optional(),
  headers: stringMap.default({}),
  ...commonEntry,
});

/** One server as people write it: a command, or a URL under any of its usual keys. */
export const serverEntrySchema = z
  .union([stdioEntrySchema, httpEntrySchema])
  .superRefine((entry, context) => {
    const urls = ['url', 'serverUrl', 'httpUrl'].filter((key) => typeof entry[key] === 'string');
    const hasCommand = 'command' in entry && typeof entry.command === 'string';
    if (hasCommand && urls.length > 0) {
      context.addIssue({ code: 'custom', path: [], message: 'has both a command and a URL' });
    } else if (!hasCommand && urls.length !== 1) {
      context.addIssue({
        code: 'custom',
        path: [],
        message: 'needs a "command" or exactly one of "url", "serverUrl", "httpUrl"',
      });
    }
  });

/** The form of older gateways: a list, `path` being the route name. */
export const serverListItemSchema = z.looseObject({
  name: z.string().min(1),
  path: z.string().min(1).optional(),
  command: z.string().min(1),
  args: z.array(z.string()).default([]),
  env: stringMap.default({}),
  enabled: z.boolean().default(true),
});

export const proxyRegistrationSchema = z.strictObject({
  enabled: z.boolean().default(false),
  proxy_url: z.string().default('http://localhost:3004'),
  server_id: z.string().default('patchbay'),
  server_name: z.string().default('Patchbay'),
  description: z.string().default('MCP gateway of this machine'),
  registration_timeout: positiveSeconds.default(30),
  retry_attempts: z.int().min(0).default(3),
  retry_delay: z.number().min(0).default(5),
  auto_register_on_startup: z.boolean().default(true),
  auto_unregister_on_shutdown: z.boolean().default(true),
  heartbeat: z.strictObject({ interval: positiveSeconds.default(30) }).prefault({}),
});

const serverName = z.string().superRefine((name, context) => {
  const fault = serverNameFault(name);
  if (fault !== null) context.addIssue({ code: 'custom', message: `server name "${name}" ${fault}` });
});

export const configSchema = z.strictObject({
  $schema: z.string().optional(),
  gateway: gatewaySchema.prefault({}),
  auth: z.strictObject({ mode: z.enum(['token', 'none']).default('token') }).prefault({}),
  registration: z
    .strictObject({
      enabled: z.boolean().default(true),
      auth: z.enum(['none', 'token']).default('none'),
      approval: z.enum(['auto', 'manual']).default('auto'),
      heartbeatSeconds: positiveSeconds.default(30),
      leaseSeconds: positiveSeconds.default(90),
      forgetAfterHours: z.number().positive().max(8760).default(24),
    })
    .prefault({}),
  aggregate: z
    .strictObject({
      prefix: z.enum(['always', 'on-conflict']).default('always'),
      separator: z
        .string()
        .regex(/^[A-Za-z0-9_.-]{1,8}$/, 'must be 1 to 8 of A-Z a-z 0-9 _ . -')
        .default('__'),
    })
    .prefault({}),
  mcpServers: z
    .record(serverName, serverEntrySchema)
    .default({})
    .describe(`Servers by name. Not usable: ${[...reservedNames, builtInServerName].join(', ')}.`),
  servers: z.array(serverListItemSchema).optional().describe('The list form of older gateways.'),
  proxy_registration: proxyRegistrationSchema.prefault({}),
  logging: z.strictObject({ level: z.enum(['error', 'warn', 'info', 'debug']).default('info') }).prefault({}),
});

/** The file with all defaults filled in, still as people wrote it (variables not expanded). */
export type Config = z.output<typeof configSchema>;
/** What may be written for one server. */
export type ServerEntryInput = z.input<typeof serverEntrySchema>;
export type ServerEntry = z.output<typeof serverEntrySchema>;
export type ToolRules = z.output<typeof toolRulesSchema>;
