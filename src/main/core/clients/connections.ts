// Connecting a client and undoing it: the change is worked out and shown first, written only if the file is still what it
// was, and undone byte for byte if it still is what we wrote (C5).
import { existsSync } from 'node:fs';
import { AppError } from '../../../shared/errors.ts';
import { readClientFile, writeClientFile, type ClientFile } from './client-file.ts';
import type { ConnectionBook, ConnectionRecord } from './connection-book.ts';
import { readEntries } from './entry-file.ts';
import { clientKinds } from './kinds.ts';
import type { ClientKind, ClientSurroundings, EntryFacts } from './types.ts';

/** The name of our entry in every client. */
export const entryName = 'patchbay';

export interface FoundClient {
  readonly kind: ClientKind;
  /** Its file, there or not yet. */
  readonly path: string;
  readonly isInstalled: boolean;
}

/** A change that has not been made. */
export interface PlannedChange {
  readonly client: FoundClient;
  readonly file: ClientFile;
  /** What the file is to hold; null: no file. */
  readonly text: string | null;
}

export interface ConnectionsOptions {
  readonly surroundings: ClientSurroundings;
  readonly book: ConnectionBook;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly exists?: (path: string) => boolean;
}

export class Connections {
  private readonly options: ConnectionsOptions;

  constructor(options: ConnectionsOptions) {
    this.options = options;
  }

  /** All kinds of clients, installed or not. */
  all(): readonly FoundClient[] {
    const { surroundings, exists = existsSync } = this.options;
    return clientKinds.flatMap((kind) => {
      const places = kind.places(surroundings);
      const place = places.find(({ sign }) => exists(sign));
      const path = (place ?? places[0])?.file;
      return path === undefined ? [] : [{ kind, path, isInstalled: place !== undefined }];
    });
  }

  /** Throws CLIENT_UNKNOWN. */
  find(id: string): FoundClient {
    const client = this.all().find(({ kind }) => kind.id === id);
    if (client !== undefined) return client;
    throw new AppError('CLIENT_UNKNOWN', `There is no client "${id}".`, {
      expected: `Known: ${clientKinds.map((kind) => kind.id).join(', ')}.`,
    });
  }

  /** Whether our entry is in the client's file. Rejects with CLIENT_FILE_UNUSABLE. */
  async isConnected({ kind, path }: FoundClient): Promise<boolean> {
    const { text } = await readClientFile(path);
    return text !== null && entryName in readEntries(text, kind).entries;
  }

  /** The client's own servers, without ours. Rejects with CLIENT_FILE_UNUSABLE. */
  async serversOf({ kind, path }: FoundClient): Promise<Readonly<Record<string, unknown>>> {
    const { text } = await readClientFile(path);
    const { [entryName]: _ours, ...servers } = text === null ? {} : readEntries(text, kind).entries;
    return servers;
  }

  /** Works out the change that connects it. Rejects with CLIENT_FILE_UNUSABLE. */
  async planConnect(client: FoundClient, facts: EntryFacts): Promise<PlannedChange> {
    const file = await readClientFile(client.path);
    const text = readEntries(file.text ?? '', client.kind).with(entryName, client.kind.entry(facts));
    return { client, file, text };
  }

  /**
   * Makes the change, notes how to undo it, and reads it back. Rejects with CLIENT_FILE_CHANGED, CLIENT_FILE_UNUSABLE;
   * then the file is what it was.
   */
  async connect(change: PlannedChange, tokenId: string | null): Promise<void> {
    const { client, file, text } = change;
    const { book, surroundings, now } = this.options;
    const earlier = await this.recordOf(client);
    // Connected before, and still as we left it: what was there at first is what is to come back.
    const before = earlier !== undefined && earlier.after === file.text ? earlier.before : file.text;
    const record = {
      client: client.kind.id,
      path: client.path,
      name: entryName,
      before,
      after: text ?? '',
      tokenId,
    };
    // Noted first: after a crash between the two the file is as it was, and the note says nothing that harms.
    await book.put({ ...record, at: now() });
    await writeClientFile(file, text, surroundings.platform);
    const written = await readClientFile(client.path);
    if (written.text !== text) {
      throw new AppError('CLIENT_FILE_CHANGED', `${client.path} does not hold what was written.`, {
        expected: 'Another program may have it open; close that, then try again.',
      });
    }
  }

  /** Works out the change that undoes it; null where there is nothing to undo. */
  async planDisconnect(client: FoundClient): Promise<PlannedChange | null> {
    const file = await readClientFile(client.path);
    if (file.text === null) return null;
    const record = await this.recordOf(client);
    if (record !== undefined && record.after === file.text) return { client, file, text: record.before };
    const entries = readEntries(file.text, client.kind);
    return entryName in entries.entries ? { client, file, text: entries.without(entryName) } : null;
  }

  /** Makes the change; resolves with the token that its entry held, to be revoked. */
  async disconnect({ client, file, text }: PlannedChange): Promise<string | null> {
    const { book, surroundings } = this.options;
    const record = await this.recordOf(client);
    await writeClientFile(file, text, surroundings.platform);
    await book.remove(client.kind.id);
    return record?.tokenId ?? null;
  }

  /** The id of the token that its entry holds, where we made it. */
  async tokenOf(client: FoundClient): Promise<string | null> {
    return (await this.recordOf(client))?.tokenId ?? null;
  }

  private async recordOf({ kind, path }: FoundClient): Promise<ConnectionRecord | undefined> {
    const records = await this.options.book.all();
    return records.find((record) => record.client === kind.id && record.path === path);
  }
}
