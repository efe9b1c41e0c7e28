// Connecting a client and undoing it: the change is worked out and shown first, written only if the file is still what it
// was, and undone byte for byte if it still is what we wrote (C5).
import { existsSync } from 'node:fs';
import { AppError } from '../../../shared/errors.ts';
import { isRecord } from '../../../shared/is-record.ts';
import {
  fileChanged,
  readClientFile,
  writeClientFile,
  type ClientFile,
  type ClientFileAccess,
} from './client-file.ts';
import type { ConnectionBook, ConnectionRecord } from './connection-book.ts';
import { readEntries } from './entry-file.ts';
import { entryName } from './entry-name.ts';
import { clientKinds } from './kinds.ts';
import type { ClientKind, ClientSurroundings, EntryFacts } from './types.ts';

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
  /** The client's own entries that it takes out, by name. */
  readonly replaced: Readonly<Record<string, unknown>>;
}

export interface ConnectionsOptions {
  readonly surroundings: ClientSurroundings;
  readonly book: ConnectionBook;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly exists?: (path: string) => boolean;
  /** How clients' files are reached. Default: as this machine does. */
  readonly files?: Partial<Omit<ClientFileAccess, 'owner'>>;
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

  /** The client's file as it is; `use` as `readClientFile` has it. Rejects with CLIENT_FILE_UNUSABLE. */
  read(client: FoundClient, use: 'change' | 'look' = 'change'): Promise<ClientFile> {
    return readClientFile(client.path, this.accessOf(client), use);
  }

  /** Rejects with CLIENT_FILE_CHANGED where the file is not what it was, CLIENT_FILE_UNUSABLE. */
  async requireUnchanged({ client, file }: Pick<PlannedChange, 'client' | 'file'>): Promise<void> {
    if ((await this.read(client)).text !== file.text) throw fileChanged(file.path);
  }

  /** Whether our entry is in the client's file. Rejects with CLIENT_FILE_UNUSABLE. */
  async isConnected(client: FoundClient): Promise<boolean> {
    return entryName in entriesIn(await this.read(client), client);
  }

  /** The client's own servers in its file, without ours. Throws CLIENT_FILE_UNUSABLE. */
  serversIn(file: ClientFile, client: FoundClient): Readonly<Record<string, unknown>> {
    const { [entryName]: _ours, ...servers } = entriesIn(file, client);
    return servers;
  }

  /**
   * Works out the change that connects it, in place of the entries named in `replace`; `file` is what was shown, where
   * something was. Rejects with CLIENT_FILE_UNUSABLE.
   */
  async planConnect(
    client: FoundClient,
    facts: EntryFacts,
    { replace = [], file }: { readonly replace?: readonly string[]; readonly file?: ClientFile } = {},
  ): Promise<PlannedChange> {
    const { kind } = client;
    const found = file ?? (await this.read(client));
    const { entries } = readEntries(found.text ?? '', kind);
    const replaced = Object.fromEntries(
      replace.filter((name) => name !== entryName && name in entries).map((name) => [name, entries[name]]),
    );
    const base = Object.keys(replaced).reduce(
      (text, name) => readEntries(text, kind).without(name),
      found.text ?? '',
    );
    const text = readEntries(base, kind).with(entryName, kind.entry(facts));
    return { client, file: found, text, replaced };
  }

  /**
   * Makes the change, notes how to undo it, and reads it back. Rejects with CLIENT_FILE_CHANGED, CLIENT_FILE_UNUSABLE;
   * then the file is what it was.
   */
  async connect({ client, file, text, replaced }: PlannedChange, tokenId: string | null): Promise<void> {
    const { book, now } = this.options;
    const earlier = await this.recordOf(client);
    // Connected before, and still as we left it: what was there at first is what is to come back.
    const isAsLeft = earlier !== undefined && isOurs(earlier, file.text);
    const record = {
      client: client.kind.id,
      path: client.path,
      name: entryName,
      before: isAsLeft ? earlier.before : withoutOurs(file.text, client.kind),
      after: text ?? '',
      // Until the file is written, and after a crash before that.
      stood: isAsLeft ? file.text : null,
      replaced: { ...earlier?.replaced, ...replaced },
      tokenId,
      olderTokens: [...tokensIn(earlier)],
    };
    // Noted first: after a crash between the two the file is as it was, and the note says nothing that harms.
    await book.put({ ...record, at: now() });
    try {
      await writeClientFile(file, text, this.accessOf(client));
      const written = await this.read(client);
      if (written.text !== text) throw heldByAnother(client.path);
    } catch (error) {
      // The note is of a change that was not made.
      if (earlier === undefined) await book.remove(client.kind.id);
      else await book.put(earlier);
      throw error;
    }
  }

  /** Works out the change that undoes it; null where there is nothing to undo. */
  async planDisconnect(client: FoundClient): Promise<PlannedChange | null> {
    const file = await this.read(client);
    if (file.text === null) return null;
    const record = await this.recordOf(client);
    if (record !== undefined && isOurs(record, file.text))
      return { client, file, text: record.before, replaced: {} };
    const ours = readEntries(file.text, client.kind);
    if (!(entryName in ours.entries)) return null;
    // Changed since: only what we did is undone, and whatever ours stood in place of comes back.
    const text = Object.entries(record?.replaced ?? {}).reduce(
      (left, [name, entry]) =>
        name in ours.entries || !isRecord(entry) ? left : readEntries(left, client.kind).with(name, entry),
      ours.without(entryName),
    );
    return { client, file, text, replaced: {} };
  }

  /** Makes the change. `onMade` is called before the note of it goes, for what has to be done as well even after a crash. */
  async disconnect(
    { client, file, text }: Omit<PlannedChange, 'replaced'>,
    onMade: () => Promise<void> = () => Promise.resolve(),
  ): Promise<void> {
    await writeClientFile(file, text, this.accessOf(client));
    await onMade();
    await this.forget(client);
  }

  /** Drops the note of how its file came to be what it was. */
  async forget({ kind }: FoundClient): Promise<void> {
    await this.options.book.remove(kind.id);
  }

  /** Those of before its newest entry have been revoked. */
  async forgetOlderTokens(client: FoundClient): Promise<void> {
    const record = await this.recordOf(client);
    if (record !== undefined) await this.options.book.put({ ...record, olderTokens: [] });
  }

  /** Ids of the tokens that its entry holds, or held before it was made anew, where we made them; the newest first. */
  async tokensOf(client: FoundClient): Promise<readonly string[]> {
    return tokensIn(await this.recordOf(client));
  }

  /** The clients of the notes, with the files that were written then. */
  async recorded(): Promise<readonly FoundClient[]> {
    const records = await this.options.book.all();
    return records.flatMap(({ client, path }) => {
      const kind = clientKinds.find(({ id }) => id === client);
      return kind === undefined ? [] : [{ kind, path, isInstalled: true }];
    });
  }

  private accessOf({ kind }: FoundClient): ClientFileAccess {
    const { surroundings, files } = this.options;
    return { platform: surroundings.platform, ...files, owner: kind.name };
  }

  private async recordOf({ kind, path }: FoundClient): Promise<ConnectionRecord | undefined> {
    const records = await this.options.book.all();
    return records.find((record) => record.client === kind.id && record.path === path);
  }
}

function entriesIn({ text }: ClientFile, { kind }: FoundClient): Readonly<Record<string, unknown>> {
  return text === null ? {} : readEntries(text, kind).entries;
}

/** The text that is to come back: an entry of ours that no note is left of is not part of it. */
function withoutOurs(text: string | null, kind: ClientKind): string | null {
  return text === null ? null : readEntries(text, kind).without(entryName);
}

/** Whether the file is as a note says that we left it, also if the last change was noted and never made. */
function isOurs({ after, stood }: ConnectionRecord, text: string | null): boolean {
  return text !== null && (text === after || text === stood);
}

function tokensIn(record: ConnectionRecord | undefined): readonly string[] {
  if (record === undefined) return [];
  return [...(record.tokenId === null ? [] : [record.tokenId]), ...record.olderTokens];
}

function heldByAnother(path: string): AppError {
  return new AppError('CLIENT_FILE_CHANGED', `${path} does not hold what was written.`, {
    expected: 'Another program may have it open; close that, then try again.',
  });
}
