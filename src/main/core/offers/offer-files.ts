// The files that servers come in: a person's own, which is only read, or one that was fetched, which is ours to remove.
// Knows what they hold, and nothing of who agrees to it.
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Dispatcher } from 'undici';
import { AppError } from '../../../shared/errors.ts';
import { writeFailed } from '../store/write-failed.ts';
import { describeFileTrouble } from '../system-error.ts';
import { openArchive } from './archive.ts';
import type { BundleFolders } from './bundle-folders.ts';
import { readManifest } from './bundle-manifest.ts';
import { unusableOffer } from './faults.ts';
import { fetchFile } from './fetch-file.ts';
import { readRegistryFile } from './registry-file.ts';
import type { OfferFacts } from './types.ts';

export interface OfferFilesOptions {
  readonly folders: BundleFolders;
  readonly dispatcher: Dispatcher;
  readonly platform: NodeJS.Platform;
  readonly homeDir: string;
}

/** A file as it was read. */
export interface HeldFile {
  readonly path: string;
  readonly sha256: string;
  /** Whether it was fetched, and lies where nobody else writes. */
  readonly isOurs: boolean;
}

/** Who named an address: another one, or a person (null); and what it must hold, where that is known. */
export interface FetchedAs {
  readonly from: URL | null;
  readonly sha256: string | null;
}

const maxJsonBytes = 1024 * 1024;
const maxBundleBytes = 256 * 1024 * 1024;

export class OfferFiles {
  private readonly options: OfferFilesOptions;

  constructor(options: OfferFilesOptions) {
    this.options = options;
  }

  /** Rejects with OFFER_UNUSABLE, STORE_WRITE_FAILED. */
  async fetched(address: string, { from, sha256 }: FetchedAs): Promise<HeldFile> {
    const { folders, dispatcher } = this.options;
    const file = await folders.newFile();
    try {
      const found = await fetchFile(address, file, { dispatcher, maxBytes: maxBundleBytes, from });
      if (sha256 !== null && found.sha256 !== sha256.toLowerCase())
        throw unusableOffer(address, 'is not the file that server.json means', 'Its SHA-256 is another.');
      return { path: file, sha256: found.sha256, isOurs: true };
    } catch (error) {
      await folders.discard(file);
      throw error;
    }
  }

  /** `file` is absolute. Rejects with OFFER_UNUSABLE. */
  async local(file: string): Promise<HeldFile> {
    if (!path.isAbsolute(file))
      throw unusableOffer(file, 'is neither an address nor an absolute path', 'Give one of them.');
    try {
      const facts = await stat(file);
      if (!facts.isFile()) throw unusableOffer(file, 'is no file', 'Give an .mcpb or a server.json.');
      if (facts.size > maxBundleBytes)
        throw unusableOffer(file, `has ${facts.size} bytes`, `At most ${maxBundleBytes} are read.`);
      return { path: file, sha256: await digestOfFile(file), isOurs: false };
    } catch (error) {
      if (error instanceof AppError) throw error;
      const { reason, advice } = describeFileTrouble(error);
      throw unusableOffer(file, `cannot be read: ${reason}`, advice, error);
    }
  }

  /** What the file offers; only of a bundle it is needed again. Rejects with OFFER_UNUSABLE. */
  async factsIn({ path: file }: HeldFile, source: string): Promise<OfferFacts> {
    if (!(await beginsAsZip(file))) {
      const { size } = await stat(file);
      if (size > maxJsonBytes)
        throw unusableOffer(
          source,
          `has ${size} bytes, and is no bundle`,
          `A server.json has at most ${maxJsonBytes}.`,
        );
      return readRegistryFile(jsonOf(await readFile(file, 'utf8'), source), source);
    }
    const archive = await openArchive(file);
    try {
      const text = await archive.readText('manifest.json', maxJsonBytes);
      if (text === null) throw unusableOffer(source, 'has no manifest.json', 'A bundle has one at its top.');
      return readManifest(text, { ...this.options, source });
    } finally {
      archive.close();
    }
  }

  /** Into the folder, which must not be there, and nothing but what was read. Rejects with OFFER_UNUSABLE, STORE_WRITE_FAILED. */
  async unpack(file: HeldFile, folder: string): Promise<void> {
    const { folders } = this.options;
    // A file of others may change even between its digest and its opening.
    const own = file.isOurs ? file.path : await folders.newFile();
    try {
      const now = file.isOurs ? await digestOfFile(own).catch(() => null) : await copied(file.path, own);
      if (now !== file.sha256)
        throw unusableOffer(file.path, 'is not what was shown any more', 'Read it again; nothing was added.');
      const archive = await openArchive(own);
      try {
        await folders.fill(folder, archive);
      } finally {
        archive.close();
      }
    } finally {
      if (!file.isOurs) await folders.discard(own);
    }
  }

  /** Removes what was fetched. Never rejects. */
  async release({ path: file, isOurs }: HeldFile): Promise<void> {
    if (isOurs) await this.options.folders.discard(file);
  }
}

function jsonOf(text: string, source: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw unusableOffer(source, 'is neither a bundle nor JSON', 'Give an .mcpb or a server.json.', error);
  }
}

async function beginsAsZip(file: string): Promise<boolean> {
  for await (const part of createReadStream(file, { start: 0, end: 1 })) return String(part) === 'PK';
  return false;
}

async function digestOfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(file)) hash.update(part as Buffer);
  return hash.digest('hex');
}

/** Resolves with the digest of what was copied; null where that cannot be read, or is too large to be what was read. */
async function copied(file: string, target: string): Promise<string | null> {
  const hash = createHash('sha256');
  let bytes = 0;
  const counted = new Transform({
    transform: (part: Buffer, _encoding, done) => {
      bytes += part.length;
      hash.update(part);
      done(bytes > maxBundleBytes ? unusableOffer(file, 'has grown', 'Read it again.') : null, part);
    },
  });
  const source = createReadStream(file);
  let isUnreadable = false;
  source.on('error', () => (isUnreadable = true));
  try {
    await pipeline(source, counted, createWriteStream(target, { flags: 'wx', mode: 0o600 }));
    return hash.digest('hex');
  } catch (error) {
    if (isUnreadable) return null;
    throw error instanceof AppError ? error : writeFailed(target, error);
  }
}
