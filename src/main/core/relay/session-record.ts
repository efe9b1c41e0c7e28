// What is kept of a session that nobody uses at the moment, and over restarts: enough for its client to go on as if nothing
// had happened (S4.3). Where it is kept is the store's business.
import type { SavedStreams } from './saved-streams.ts';
import type { ClientInfo } from './types.ts';
import type { Wish } from './wishes.ts';

export interface SessionRecord {
  readonly id: string;
  /** A server's name; null: all of them (`/mcp`). */
  readonly target: string | null;
  /** Whose it is; null where nobody was asked. */
  readonly owner: string | null;
  readonly client: ClientInfo;
  /** The lists whose changes were announced to the client, such as "tools". */
  readonly lists: readonly string[];
  /** Log level and subscriptions that are in force. */
  readonly wishes: readonly Wish[];
  /** The client has opened its standalone stream. */
  readonly hasListened: boolean;
  /** Epoch milliseconds; null while it is in use. */
  readonly restingSince: number | null;
  /** What the client may still come back for; null when nothing was kept. */
  readonly streams: SavedStreams | null;
}

export interface SessionMemory {
  find(id: string): SessionRecord | undefined;
  /** Resolves when the record would survive the end of this process, or cannot; never rejects. */
  save(record: SessionRecord): Promise<void>;
  /** Nobody will ask for it again. */
  forget(id: string): void;
  /** The same, as its client ended it: `wasEnded` for a long time. Resolves and fails as `save` does. */
  noteEnded(id: string): Promise<void>;
  wasEnded(id: string): boolean;
  /** These servers are no more. */
  forgetTargets(names: readonly string[]): void;
  /** Forgets what nobody has used for too long. */
  sweep(): void;
}
