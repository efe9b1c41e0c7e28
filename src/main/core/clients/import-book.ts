// imports.json: what was brought here from which client, so that it can be taken back as a whole. Holds no values: of
// servers only their names and what their entries looked like, as digests.
import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../ports.ts';
import { durableList } from '../store/durable-list.ts';

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
/** Older ones are not taken back any more. */
const most = 100;

export type ImportRecord = Readonly<z.output<typeof recordSchema>>;

export interface ImportBook {
  /** The newest last. Rejects with the system's error. */
  all(): Promise<readonly ImportRecord[]>;
  /** In place of what was there of this import. */
  put(record: ImportRecord): Promise<void>;
  remove(record: Pick<ImportRecord, 'client' | 'at'>): Promise<void>;
}

/** Nothing is touched before the first call. A file that makes no sense counts as none, and is kept aside. */
export function importBook(
  dataDir: string,
  platform: NodeJS.Platform,
  clock: Pick<Clock, 'now'>,
): ImportBook {
  const path = join(dataDir, 'imports.json');
  const list = durableList({ path, key: 'imports', record: recordSchema, platform, clock });
  const others =
    ({ client, at }: Pick<ImportRecord, 'client' | 'at'>) =>
    (record: ImportRecord): boolean =>
      record.client !== client || record.at !== at;
  return {
    all: () => list.all(),
    put: (record) => list.change((all) => [...all.filter(others(record)), record].slice(-most)),
    remove: (record) => list.change((all) => all.filter(others(record))),
  };
}
