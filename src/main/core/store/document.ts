// What registry.json holds, as a schema, and small pure changes to it. Plain JSON; never secrets.
// Updates make new documents that share what has not changed.
import { z } from 'zod';
import { clientsSchema, registrationsSchema } from './registration-records.ts';

const list = z.array(z.unknown()).readonly();

const catalogueSchema = z
  .looseObject({
    tools: list,
    resources: list,
    resourceTemplates: list,
    prompts: list,
    skills: list.optional(),
    /** What of the server's answer to `initialize` is needed while it is off. */
    initialize: z.unknown(),
    /** Epoch milliseconds. */
    learnedAt: z.number(),
  })
  .readonly();

const restartSchema = z.looseObject({ at: z.number(), reason: z.string() }).readonly();

const eraSchema = z
  .looseObject({
    verdict: z.string(),
    /** When it was found, in epoch milliseconds; 0: it is to be looked for again. */
    at: z.number(),
    /** Who the server said it was. */
    identity: z.string().optional(),
  })
  .readonly();

const serverSchema = z
  .looseObject({
    /** Hash of what is launched or called; what was learnt of something else does not count. */
    fingerprint: z.string(),
    catalogue: catalogueSchema.nullable(),
    era: eraSchema.nullable(),
    /** Oldest first. */
    restarts: z.array(restartSchema).readonly(),
  })
  .readonly();

const toolPinsSchema = z
  .looseObject({
    server: z.string(),
    tools: z.array(z.object({ name: z.string(), hash: z.string(), text: z.string() }).readonly()).readonly(),
  })
  .readonly();

export const documentSchema = z
  .looseObject({
    version: z.literal(2),
    servers: z.record(z.string(), serverSchema).readonly(),
    /** Servers that announced themselves. */
    registrations: registrationsSchema,
    /** Clients that registered. */
    clients: clientsSchema,
    sessions: list,
    /** Tools that people accepted, by server. */
    toolPins: z.array(toolPinsSchema).readonly().optional(),
  })
  .readonly();

export type StoreDocument = z.output<typeof documentSchema>;
export type ServerRecord = z.output<typeof serverSchema>;
export type StoredCatalogue = z.output<typeof catalogueSchema>;
export type EraRecord = z.output<typeof eraSchema>;
export type RestartRecord = z.output<typeof restartSchema>;

/** Of each server's restarts the newest so many are kept. */
export const maxRestartRecords = 50;

/** What a fresh install has. */
export function emptyDocument(): StoreDocument {
  return { version: 2, servers: {}, registrations: [], clients: [], sessions: [] };
}

/** What is kept of a server; undefined when nothing is. */
export function findServer(document: StoreDocument, name: string): ServerRecord | undefined {
  return Object.hasOwn(document.servers, name) ? document.servers[name] : undefined;
}

/** The document with one server's record changed, begun empty where there was none. */
export function withServer(
  document: StoreDocument,
  name: string,
  change: (record: ServerRecord) => ServerRecord,
): StoreDocument {
  const empty: ServerRecord = { fingerprint: '', catalogue: null, era: null, restarts: [] };
  const record = change(findServer(document, name) ?? empty);
  return { ...document, servers: { ...document.servers, [name]: record } };
}

/** The document without what was kept of a server. */
export function withoutServer(document: StoreDocument, name: string): StoreDocument {
  const others = Object.entries(document.servers).filter(([other]) => other !== name);
  return { ...document, servers: Object.fromEntries(others) };
}

/** The document with one more restart of a server written down. */
export function withRestart(document: StoreDocument, name: string, restart: RestartRecord): StoreDocument {
  return withServer(document, name, (record) => ({
    ...record,
    restarts: [...record.restarts, restart].slice(-maxRestartRecords),
  }));
}
