// imports.json: what was brought here from which client, so that it can be taken back as a whole. Holds no values: of
// servers only their names and what their entries looked like, as digests.
import { join } from 'node:path';
import { z } from 'zod';
import { durableFile } from '../store/durable-file.ts';

const recordSchema = z.object({
  client: z.string(),
  /** Epoch milliseconds. */
  at: z.number(),
  servers: z.array(z.object({ name: z.string(), digest: z.string() })),
  /** Names of the secrets that its values became. */
  secrets: z.array(z.string()),
  /** Whether the client's file was changed with it. */
  isSwitched: z.boolean(),
});
const bookSchema = z.object({ version: z.literal(1), imports: z.array(recordSchema) });
/** Older ones are not taken back any more. */
const most = 100;

export type ImportRecord = Readonly<z.output<typeof recordSchema>>;

export interface ImportBook {
  /** The newest last. Rejects with the system's error. */
  all(): Promise<readonly ImportRecord[]>;
  add(record: ImportRecord): Promise<void>;
  remove(record: Pick<ImportRecord, 'client' | 'at'>): Promise<void>;
}

/** Nothing is touched before the first call. A file that makes no sense counts as none, and is kept aside. */
export function importBook(dataDir: string, platform: NodeJS.Platform): ImportBook {
  const file = durableFile(join(dataDir, 'imports.json'), { platform });
  const read = async (): Promise<readonly ImportRecord[]> => {
    const text = await file.read();
    if (text === null) return [];
    const result = bookSchema.safeParse(parsed(text));
    if (result.success) return result.data.imports;
    await file.setAside(`corrupt-${Date.now()}`);
    return [];
  };
  const write = (imports: readonly ImportRecord[]): Promise<void> =>
    file.write(`${JSON.stringify({ version: 1, imports }, null, 2)}\n`);
  return {
    all: read,
    add: async (record) => write([...(await read()), record].slice(-most)),
    remove: async ({ client, at }) =>
      write((await read()).filter((record) => record.client !== client || record.at !== at)),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
