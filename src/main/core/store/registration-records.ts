// What registry.json keeps of those who registered: servers that announced themselves, and clients. Plain JSON.
import { z } from 'zod';

/** What stands behind a registered URL, once it has been found out. */
const endpointSchema = z
  .looseObject({ kind: z.enum(['mcp', 'sse', 'commands']), url: z.string() })
  .readonly();

const registrationSchema = z
  .looseObject({
    /** `<id>_<copy>`; no two records share one. */
    key: z.string(),
    id: z.string(),
    copy: z.int().min(1),
    /** As it was announced; this is what is called. */
    url: z.string(),
    /** What URLs are compared by; no two records share one. */
    canonicalUrl: z.string(),
    name: z.string().nullable(),
    description: z.string().nullable(),
    capabilities: z.array(z.string()).readonly(),
    /** Kept, never interpreted. */
    metadata: z.unknown(),
    uuid: z.string().nullable(),
    isApproved: z.boolean(),
    /** The address that announced it last. */
    caller: z.string(),
    /** Epoch milliseconds. */
    registeredAt: z.number(),
    /** Epoch milliseconds; null before the first. For people: leases are not measured by it. */
    lastHeartbeatAt: z.number().nullable(),
    /** Milliseconds spent offline while Patchbay ran; null when it was not offline. */
    offlineMs: z.number().nullable(),
    endpoint: endpointSchema.nullable(),
  })
  .readonly();

const clientSchema = z
  .looseObject({
    sessionId: z.string(),
    ip: z.string(),
    userAgent: z.string().nullable(),
    /** As the client sent it; null when it sent none. */
    clientInfo: z.unknown(),
    capabilities: z.unknown(),
    /** Epoch milliseconds, both. */
    registeredAt: z.number(),
    lastActivityAt: z.number(),
  })
  .readonly();

export const registrationsSchema = z.array(registrationSchema).readonly();
export const clientsSchema = z.array(clientSchema).readonly();

export type RegistrationRecord = z.output<typeof registrationSchema>;
export type ClientRecord = z.output<typeof clientSchema>;
export type RegistrationEndpoint = z.output<typeof endpointSchema>;
