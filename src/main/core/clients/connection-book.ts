// connections.json: which clients Patchbay connected, what it wrote into their files, and what had been there. Private, as
// those files may hold secrets.
import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../ports.ts';
import { durableList } from '../store/durable-list.ts';

const recordSchema = z.object({
  client: z.string(),
  path: z.string(),
  /** The name of our entry. */
  name: z.string(),
  /** What was there before, byte for byte; null: no file. */
  before: z.string().nullable(),
  /** What was there after. */
  after: z.string(),
  /** What of ours was there until then, if it was connected before; null: nothing of ours. */
  stood: z.string().nullable().default(null),
  /** Entries of the client's own that ours stands in place of, by name. */
  replaced: z.record(z.string(), z.unknown()).default({}),
  /** Of the token in the entry, for it to be revoked; null where there is none. */
  tokenId: z.string().nullable(),
  /** Of tokens in entries before it, until they are revoked. */
  olderTokens: z.array(z.string()).default([]),
  /** Epoch milliseconds. */
  at: z.number(),
});

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
export function connectionBook(
  dataDir: string,
  platform: NodeJS.Platform,
  clock: Pick<Clock, 'now'>,
): ConnectionBook {
  const path = join(dataDir, 'connections.json');
  const list = durableList({ path, key: 'connections', record: recordSchema, platform, clock });
  return {
    all: () => list.all(),
    put: (record) => list.change((all) => [...all.filter(({ client }) => client !== record.client), record]),
    remove: (id) => list.change((all) => all.filter(({ client }) => client !== id)),
  };
}
