// connections.json: which clients Patchbay connected, what it wrote into their files, and what had been there. Private, as
// those files may hold secrets.
import { join } from 'node:path';
import { z } from 'zod';
import { durableFile } from '../store/durable-file.ts';

const recordSchema = z.object({
  client: z.string(),
  path: z.string(),
  /** The name of our entry. */
  name: z.string(),
  /** What was there before, byte for byte; null: no file. */
  before: z.string().nullable(),
  /** What was there after. */
  after: z.string(),
  /** Entries of the client's own that ours stands in place of, by name. */
  replaced: z.record(z.string(), z.unknown()).default({}),
  /** Of the token in the entry, for it to be revoked; null where there is none. */
  tokenId: z.string().nullable(),
  /** Epoch milliseconds. */
  at: z.number(),
});
const bookSchema = z.object({ version: z.literal(1), connections: z.array(recordSchema) });

export type ConnectionRecord = Readonly<z.output<typeof recordSchema>>;
type NewRecord = Readonly<z.input<typeof recordSchema>>;

export interface ConnectionBook {
  /** Of the newest run that wrote it. Rejects with the system's error. */
  all(): Promise<readonly ConnectionRecord[]>;
  /** In place of what was there for this client. */
  put(record: NewRecord): Promise<void>;
  remove(client: string): Promise<void>;
}

/** Nothing is touched before the first call. A file that makes no sense counts as none, and is kept aside. */
export function connectionBook(dataDir: string, platform: NodeJS.Platform): ConnectionBook {
  const file = durableFile(join(dataDir, 'connections.json'), { platform });
  const read = async (): Promise<readonly ConnectionRecord[]> => {
    const text = await file.read();
    if (text === null) return [];
    const result = bookSchema.safeParse(parsed(text));
    if (result.success) return result.data.connections;
    await file.setAside(`corrupt-${Date.now()}`);
    return [];
  };
  const write = (connections: readonly NewRecord[]): Promise<void> =>
    file.write(`${JSON.stringify({ version: 1, connections }, null, 2)}\n`);
  return {
    all: read,
    put: async (record) =>
      write([...(await read()).filter(({ client }) => client !== record.client), record]),
    remove: async (id) => write((await read()).filter(({ client }) => client !== id)),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
