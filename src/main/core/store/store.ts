// What must last over restarts, in registry.json: read as a whole, changed by pure functions, durable when a promise
// says so. The one owner of that file.
import { join } from 'node:path';
import { Low } from 'lowdb';
import { AppError } from '../../../shared/errors.ts';
import type { Clock, Logger } from '../ports.ts';
import { currentFormat, parseDocument } from './document-format.ts';
import { emptyDocument, type StoreDocument } from './document.ts';
import { durableFile } from './durable-file.ts';
import type { FileCalls } from './file-calls.ts';
import { registryAdapter } from './registry-adapter.ts';
import { writeFailed } from './write-failed.ts';

/** Makes a new document from the newest. Pure: it may be called again when an earlier write has failed. */
export type Change = (document: StoreDocument) => StoreDocument;

export interface Store {
  /** The newest document, changes that are still on their way to the disk included. Never changes under its reader. */
  get(): StoreDocument;
  /**
   * Applies a change at once, and resolves when a document that contains it would survive a power cut. Changes made
   * during a write share the next one. Rejects with what `change` throws, or with STORE_WRITE_FAILED: the change is
   * then undone in memory, while later ones stay and are tried anew.
   */
  update(change: Change): Promise<void>;
  /** Resolves when every change is on disk or has failed. Later updates reject. */
  close(): Promise<void>;
}

export interface StoreOptions {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly platform: NodeJS.Platform;
  readonly files?: FileCalls;
}

interface Pending {
  readonly change: Change;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Reads registry.json. Rejects with STORE_TOO_NEW or DATA_DIR_UNUSABLE, having changed nothing. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { dataDir, clock, logger, platform, files } = options;
  const path = join(dataDir, 'registry.json');
  const calls = { platform, ...(files === undefined ? {} : { files }) };
  const adapter = registryAdapter({
    file: durableFile(path, { ...calls, keepPrevious: true }),
    previous: durableFile(`${path}.bak`, calls),
    parse: (text, file) => parseDocument(text, file, currentFormat),
    clock,
    logger,
  });
  const low = new Low<StoreDocument>(adapter, emptyDocument());
  await low.read();
  return createStore(low, path);
}

function createStore(low: Low<StoreDocument>, path: string): Store {
  let saved = low.data;
  let pending: Pending[] = [];
  let isClosed = false;
  let isWriting = false;
  let writing: Promise<void> = Promise.resolve();

  const undo = (batch: readonly Pending[], error: unknown): void => {
    low.data = saved;
    for (const { reject } of batch) reject(writeFailed(path, error));
    pending = pending.filter((later) => {
      try {
        low.data = later.change(low.data);
        return true;
      } catch (fault) {
        later.reject(fault);
        return false;
      }
    });
  };

  const writeAll = async (): Promise<void> => {
    // What else happens in this turn goes into the same write.
    await Promise.resolve();
    while (pending.length > 0) {
      const batch = pending;
      pending = [];
      const document = low.data;
      try {
        await low.write();
        saved = document;
        for (const { resolve } of batch) resolve();
      } catch (error) {
        undo(batch, error);
      }
    }
    isWriting = false;
  };

  return {
    get: () => low.data,
    // An async function, so that what `change` throws becomes a rejection.
    update: async (change) => {
      if (isClosed) throw new AppError('INTERNAL', `${path} is closed already.`);
      low.data = change(low.data);
      const done = new Promise<void>((resolve, reject) => {
        pending.push({ change, resolve, reject });
      });
      if (!isWriting) {
        isWriting = true;
        writing = writeAll();
      }
      await done;
    },
    close: async () => {
      isClosed = true;
      await writing;
    },
  };
}
