// The folders of unpacked bundles in the data folder: one for each server, gone some time after no entry of config.json
// names it any more. Some time, because a removal can be undone.
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, describeError } from '../../../shared/errors.ts';
import type { ConfigStore } from '../config/types.ts';
import type { Clock, Logger } from '../ports.ts';
import { writeFailed } from '../store/write-failed.ts';
import type { Archive } from './archive.ts';

/** Longer than any removal can be undone. */
const restMs = 60 * 60_000;
const incoming = 'incoming';

export interface BundleFoldersOptions {
  readonly dataDir: string;
  readonly config: Pick<ConfigStore, 'current' | 'faults' | 'onChange'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

export class BundleFolders {
  private readonly options: BundleFoldersOptions;
  private readonly root: string;
  private readonly unwanted = new Map<string, number>();
  /** Files of this run that are still of use; all others of before are not. */
  private readonly fetched = new Set<string>();
  private readonly endings: (() => void)[];
  private sweeping: Promise<void> = Promise.resolve();

  constructor(options: BundleFoldersOptions) {
    this.options = options;
    this.root = join(options.dataDir, 'bundles');
    const look = (): void => void this.sweep();
    this.endings = [options.config.onChange(look), options.clock.every(10 * 60_000, look)];
  }

  /** Where the files of a server of this name will be; not made yet. Whatever the name, it is one folder in ours. */
  newFolder(name: string): string {
    // The name is for people only: without dots, and not in front, it is no device of Windows either.
    const readable = name.replaceAll(/[^A-Za-z0-9_-]+/g, '-').slice(0, 64);
    return join(this.root, `${randomBytes(6).toString('hex')}-${readable}`);
  }

  /** A file to fetch something into; its folder is there. It stays until it is discarded. Rejects with STORE_WRITE_FAILED. */
  async newFile(): Promise<string> {
    const folder = join(this.root, incoming);
    const file = join(folder, randomBytes(12).toString('hex'));
    this.fetched.add(file);
    await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
      this.fetched.delete(file);
      throw writeFailed(folder, error);
    });
    return file;
  }

  /** Makes the folder and unpacks into it; a failure leaves nothing. Rejects with OFFER_UNUSABLE, STORE_WRITE_FAILED. */
  async fill(folder: string, archive: Archive): Promise<void> {
    try {
      await mkdir(this.root, { recursive: true, mode: 0o700 });
      await mkdir(folder, { mode: 0o700 });
      await archive.unpack(folder);
    } catch (error) {
      await this.discard(folder);
      throw error instanceof AppError ? error : writeFailed(folder, error);
    }
  }

  /** Never rejects. */
  async discard(path: string): Promise<void> {
    this.fetched.delete(path);
    await rm(path, { recursive: true, force: true, maxRetries: 3 }).catch((error: unknown) =>
      this.options.logger.warn(`${path} could not be removed: ${describeError(error)}`),
    );
  }

  /** Takes away what has been of no use for a while. Never rejects. */
  sweep(): Promise<void> {
    this.sweeping = this.sweeping.then(() => this.sweepOnce()).catch(() => undefined);
    return this.sweeping;
  }

  async close(): Promise<void> {
    for (const end of this.endings) end();
    await this.sweeping;
  }

  private async sweepOnce(): Promise<void> {
    await this.sweepFetched();
    await this.sweepUnpacked();
  }

  private async sweepFetched(): Promise<void> {
    const folder = join(this.root, incoming);
    for (const name of await readdir(folder).catch(() => [])) {
      const file = join(folder, name);
      if (!this.fetched.has(file)) await this.discard(file);
    }
  }

  private async sweepUnpacked(): Promise<void> {
    const { config, clock } = this.options;
    // A file with faults says nothing of what is wanted.
    if (config.faults.length > 0) return;
    const names = await readdir(this.root).catch(() => []);
    const { mcpServers, servers = [] } = config.current.settings;
    const written = JSON.stringify([mcpServers, servers]);
    const now = clock.monotonic();
    for (const name of names) {
      if (name === incoming) continue;
      if (written.includes(name)) this.unwanted.delete(name);
      else if (!this.unwanted.has(name)) this.unwanted.set(name, now);
      else if (now - (this.unwanted.get(name) ?? now) >= restMs) {
        this.unwanted.delete(name);
        await this.discard(join(this.root, name));
      }
    }
  }
}
