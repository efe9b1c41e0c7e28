// config.json as a schema: every key, its default, and in `describe` the words that editors show.
// Only shapes and defaults; reading, expanding and writing the file is core/config's work.
import { z } from 'zod';
import { limitsSchema } from './limits-schema.ts';
import { builtInServerName, reservedNames, serverNameFault, serverNamePattern } from './names.ts';
import { positiveSeconds, serverEntrySchema, serverListItemSchema } from './server-entry-schema.ts';

export { serverEntrySchema, serverListItemSchema, toolRulesSchema } from './server-entry-schema.ts';
export type { ServerEntry, ServerEntryInput, ToolRules } from './server-entry-schema.ts';

const tlsSchema = z
  .strictObject({
    mode: z.enum(['tls', 'mtls']).describe('mtls also asks clients for a certificate.'),
    cert_file: z
      .string()
      .min(1)
      .describe('PEM certificate of this gateway, then those between it and its authority.'),
    key_file: z.string().min(1).describe('PEM private key of this gateway, without a passphrase.'),
    ca_cert: z
      .string()
      .min(1)
      .optional()
      .describe('PEM authorities whose client certificates are accepted (mtls).'),
  })
  .refine((tls) => tls.mode !== 'mtls' || tls.ca_cert !== undefined, {
    error: 'is missing, and mode "mtls" needs it',
    path: ['ca_cert'],
  });

const gatewaySchema = z.strictObject({
  host: z.string().min(1).default('127.0.0.1').describe('Address to listen on.'),
  port: z.int().min(0).max(65_535).default(3004).describe('Port of the gateway; 0 takes any free one.'),
  tls: tlsSchema.nullable().default(null).describe('How the gateway speaks TLS; null is plain HTTP.'),
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
    .describe('A session unused for so long rests until its client comes back.'),
  sessionKeepHours: z
    .number()
    .positive()
    .max(8760)
    .default(24)
    .describe('A resting session is forgotten after so long.'),
  keepAliveSeconds: positiveSeconds.default(30).describe('Distance of keep-alive comments on event streams.'),
  maxMessageBytes: z
    .int()
    .min(1024)
    .max(1_073_741_824)
    .default(16_777_216)
    .describe('Longest message, in bytes, of clients and of servers.'),
  maxSessions: z.int().min(1).max(1_000_000).default(1000).describe('Sessions open at once.'),
  limits: limitsSchema.prefault({}).describe('How much of everything there may be at once.'),
  rateLimitPerMinute: z
    .int()
    .min(1)
    .optional()
    .describe(
      'Requests a minute with one token, or without one from one address. Left out: 6000, MCP messages not counted.',
    ),
});

const authSchema = z.strictObject({
  mode: z
    .enum(['token', 'none'])
    .default('token')
    .describe('Whether calls need a token; none only on loopback, or with mtls.'),
});

const registrationSchema = z.strictObject({
  enabled: z.boolean().default(true).describe('Whether servers may announce themselves.'),
  auth: z.enum(['none', 'token']).default('none').describe('Whether registering needs a token.'),
  approval: z
    .enum(['auto', 'manual'])
    .default('auto')
    .describe('auto: loopback URLs at once, others wait for a person; manual: all wait.'),
  heartbeatSeconds: positiveSeconds.default(30).describe('How often registered servers are to report.'),
  leaseSeconds: positiveSeconds.default(90).describe('Without a report for so long a server is stale.'),
  forgetAfterHours: z.number().positive().max(8760).default(24).describe('Then it is taken off the list.'),
  maxServers: z.int().min(1).max(1_000_000).default(10_000).describe('Servers that are registered at once.'),
  maxWaiting: z
    .int()
    .min(0)
    .max(1_000_000)
    .default(100)
    .describe('Servers of other machines that wait for approval.'),
  maxClients: z
    .int()
    .min(10)
    .max(1_000_000)
    .default(10_000)
    .describe('Clients that are registered at once; then those that were idle for the longest go.'),
  ca_cert: z
    .string()
    .min(1)
    .optional()
    .describe('PEM file with authorities of registered servers’ certificates, besides the public ones.'),
});

const aggregateSchema = z.strictObject({
  prefix: z
    .enum(['always', 'on-conflict'])
    .default('always')
    .describe('When names under /mcp get their server’s name in front.'),
  separator: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{1,8}$/, 'must be 1 to 8 of the characters A-Z a-z 0-9 _ . -')
    .default('__')
    .describe('Between server and name.'),
});

const proxyTlsSchema = z
  .strictObject({
    verify: z
      .enum(['full', 'certificate', 'none'])
      .default('full')
      .describe('What of its certificate is checked; certificate: all but the host name.'),
    ca_cert: z.string().min(1).optional().describe('PEM authorities to trust instead of the system’s.'),
    cert_file: z.string().min(1).optional().describe('PEM certificate to show when it asks for one.'),
    key_file: z.string().min(1).optional().describe('PEM private key of that certificate.'),
  })
  .refine((tls) => tls.cert_file === undefined || tls.key_file !== undefined, {
    error: 'is missing, and cert_file needs it',
    path: ['key_file'],
  })
  .refine((tls) => tls.key_file === undefined || tls.cert_file !== undefined, {
    error: 'is missing, and key_file needs it',
    path: ['cert_file'],
  });

const proxyRegistrationSchema = z.strictObject({
  enabled: z.boolean().default(false).describe('Whether Patchbay registers itself with another proxy.'),
  proxy_url: z.string().default('http://localhost:3004').describe('The other proxy.'),
  server_id: z.string().default('patchbay').describe('The id it registers under.'),
  server_name: z.string().default('Patchbay').describe('Its name for people.'),
  description: z.string().default('MCP gateway of this machine').describe('What it is, for people.'),
  registration_timeout: positiveSeconds.default(30).describe('Seconds for one attempt.'),
  retry_attempts: z
    .int()
    .min(0)
    .default(3)
    .describe('Further attempts after a failed one; then it is tried less often.'),
  retry_delay: z.number().min(0).default(5).describe('Seconds before the first of them; doubles each time.'),
  auto_register_on_startup: z.boolean().default(true).describe('Registers when Patchbay starts.'),
  auto_unregister_on_shutdown: z.boolean().default(true).describe('Withdraws when Patchbay stops.'),
  heartbeat: z
    .strictObject({ interval: positiveSeconds.default(30).describe('Seconds between two reports.') })
    .prefault({}),
  token: z.string().min(1).optional().describe('Token that the proxy asks for; may hold ${VARIABLES}.'),
  tls: proxyTlsSchema
    .nullable()
    .default(null)
    .describe('TLS towards it; without, the certificates of gateway.tls in mode mtls, else none of ours.'),
});

const desktopSchema = z.strictObject({
  window: z
    .enum(['open', 'hidden'])
    .default('open')
    .describe('Whether the window opens when the app starts; where there is no tray it always does.'),
  notifications: z.boolean().default(true).describe('Whether the app notifies of what needs a person.'),
  language: z
    .enum(['system', 'en', 'ru'])
    .default('system')
    .describe('What tray, window and notifications speak.'),
  updates: z.boolean().default(true).describe('Whether an app with a release feed looks for newer versions.'),
});

const logFileBytes = z.int().min(10_000).max(1_073_741_824);

const loggingSchema = z.strictObject({
  level: z.enum(['error', 'warn', 'info', 'debug']).default('info').describe('The least that is logged.'),
  maxFileBytes: logFileBytes.default(5_000_000).describe('Size of patchbay.log; one older file is kept.'),
  maxServerFileBytes: logFileBytes.default(2_000_000).describe('The same for the log of each server.'),
  maxLines: z.int().min(10).max(100_000).default(2000).describe('Newest lines of each server in memory.'),
  calls: z
    .boolean()
    .default(true)
    .describe('Whether calls of clients are kept in memory for people to look at.'),
  maxCalls: z.int().min(10).max(100_000).default(5000).describe('Newest calls that are kept.'),
  maxCallBytes: z
    .int()
    .min(4_194_304)
    .max(1_073_741_824)
    .default(16_777_216)
    .describe('Bytes of their messages that are kept.'),
  maxCallMessageBytes: z
    .int()
    .min(4096)
    .max(1_048_576)
    .default(32_768)
    .describe('Of one message; of a longer one the beginning is kept.'),
});

const serverName = z
  .string()
  .superRefine((name, context) => {
    const fault = serverNameFault(name);
    if (fault !== null) context.addIssue({ code: 'custom', message: fault });
  })
  .meta({ pattern: serverNamePattern.source });

export const configSchema = z.strictObject({
  $schema: z.string().optional().describe('Where editors find the schema of this file.'),
  gateway: gatewaySchema.prefault({}),
  auth: authSchema.prefault({}),
  registration: registrationSchema.prefault({}).describe('How servers that announce themselves are treated.'),
  aggregate: aggregateSchema.prefault({}),
  pinTools: z
    .boolean()
    .default(false)
    .describe('Whether tools that are new or have changed wait until somebody accepts them.'),
  mcpServers: z
    .record(serverName, serverEntrySchema)
    .default({})
    .describe(`Servers by name. Not usable: ${[...reservedNames, builtInServerName].join(', ')}.`),
  servers: z.array(serverListItemSchema).optional().describe('The list form of older gateways.'),
  proxy_registration: proxyRegistrationSchema.prefault({}).describe('Patchbay as a server of another proxy.'),
  logging: loggingSchema.prefault({}),
  desktop: desktopSchema.prefault({}).describe('The desktop app; nothing to a gateway without one.'),
});

/** The file with the defaults of its sections filled in, servers still as people wrote them. */
export type Config = z.output<typeof configSchema>;

/** What counts of `gateway.rateLimitPerMinute`: calls are as many as work needs, unless somebody says how many. */
export function rateLimitOf({ rateLimitPerMinute }: Config['gateway']): RateLimit {
  return {
    perMinute: rateLimitPerMinute ?? usualPerMinute,
    countsMessages: rateLimitPerMinute !== undefined,
  };
}

export interface RateLimit {
  readonly perMinute: number;
  /** MCP messages too, not only what is asked beside them. */
  readonly countsMessages: boolean;
}

const usualPerMinute = 6000;
