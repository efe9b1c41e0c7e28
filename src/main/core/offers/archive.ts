// Bundles are archives of strangers: opened with bounds, and nothing in them may lead out of its folder. What is refused
// is refused before the first byte is written. Time and memory grow with what is allowed, not with what is claimed.
import { createWriteStream } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Entry, ZipFile } from 'yauzl';
import { AppError } from '../../../shared/errors.ts';
import { unusableOffer } from './faults.ts';

export interface ArchiveBounds {
  /** Files and folders, also such as only stand in the names of others. */
  readonly maxEntries: number;
  /** Of one file, unpacked. */
  readonly maxFileBytes: number;
  /** Of all files, unpacked. */
  readonly maxBytes: number;
}

const bundleBounds: ArchiveBounds = {
  maxEntries: 50_000,
  maxFileBytes: 512 * 1024 * 1024,
  maxBytes: 1024 * 1024 * 1024,
};

/** What stands in an archive; nothing has been unpacked. */
export interface Archive {
  readonly names: readonly string[];
  /** The text of one file of at most `maxBytes`; null: there is none. */
  readText(name: string, maxBytes: number): Promise<string | null>;
  /** Everything, into an empty folder of ours. */
  unpack(folder: string): Promise<void>;
  close(): void;
}

const plain = 'Only plain files and folders with relative names are unpacked.';
/** Names that Windows keeps for devices, with any extension. */
const devices = /^(?:con|conin\$|conout\$|prn|aux|nul|(?:com|lpt)[\d¹²³]) *(?:\.|$)/i;
const symlink = 0o120000;
const kinds = 0o170000;

/** Rejects with OFFER_UNUSABLE for what is no archive, is too large, or holds what is never unpacked. */
export async function openArchive(file: string, bounds: ArchiveBounds = bundleBounds): Promise<Archive> {
  const { openPromise } = await import('yauzl');
  const zip = await openPromise(file, { lazyEntries: true, autoClose: false, strictFileNames: true }).catch(
    (error: unknown) => {
      throw unusableOffer(
        file,
        'is no zip archive',
        'A bundle is a zip archive with a manifest.json.',
        error,
      );
    },
  );
  try {
    const entries = await listed(zip, file, bounds);
    return {
      names: [...entries.keys()],
      readText: async (name, maxBytes) => {
        const entry = entries.get(name);
        if (entry === undefined) return null;
        const parts: Buffer[] = [];
        const stream = await contents(zip, entry, file, maxBytes);
        for await (const part of stream) parts.push(part as Buffer);
        return Buffer.concat(parts).toString('utf8');
      },
      unpack: async (folder) => {
        let left = bounds.maxBytes;
        for (const [name, entry] of entries) {
          const target = path.join(folder, ...name.split('/'));
          if (name.endsWith('/')) {
            await mkdir(target, { recursive: true, mode: 0o700 });
            continue;
          }
          await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
          const stream = await contents(zip, entry, file, Math.min(left, bounds.maxFileBytes));
          // Never over something that is there.
          await pipeline(stream, createWriteStream(target, { flags: 'wx', mode: 0o600 }));
          if ((modeOf(entry) & 0o111) !== 0) await chmod(target, 0o700);
          left -= entry.uncompressedSize;
        }
      },
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function listed(
  zip: ZipFile,
  file: string,
  bounds: ArchiveBounds,
): Promise<ReadonlyMap<string, Entry>> {
  if (zip.entryCount > bounds.maxEntries)
    throw unusableOffer(
      file,
      `holds ${zip.entryCount} entries`,
      `At most ${bounds.maxEntries} are unpacked.`,
    );
  const entries = new Map<string, Entry>();
  const names = new NameBook();
  let bytes = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName;
      const fault = faultOf(name, entry);
      if (fault !== null) throw unusableOffer(file, `holds ${quoted(name)}, which ${fault}`, plain);
      bytes += entry.uncompressedSize;
      if (entry.uncompressedSize > bounds.maxFileBytes || bytes > bounds.maxBytes)
        throw unusableOffer(
          file,
          'is too large when it is unpacked',
          `At most ${bounds.maxBytes} bytes are.`,
        );
      if (!names.add(name)) throw unusableOffer(file, `holds ${quoted(name)} twice`, plain);
      entries.set(name, entry);
      if (names.size > bounds.maxEntries)
        throw unusableOffer(file, 'holds too many entries', `At most ${bounds.maxEntries} are unpacked.`);
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw unusableOffer(file, `is damaged: ${reasonOf(error)}`, 'Get it anew.', error);
  }
  return entries;
}

/** One name must not stand for two things, also where case says nothing. */
class NameBook {
  private readonly files = new Set<string>();
  private readonly folders = new Set<string>();
  private readonly written = new Set<string>();

  get size(): number {
    return this.files.size + this.folders.size;
  }

  /** False where it clashes with one that is there. */
  add(name: string): boolean {
    const isFolder = name.endsWith('/');
    const key = name.normalize('NFC').toLowerCase().replace(/\/$/, '');
    const parts = key.split('/');
    const around = parts.slice(1).map((_part, index) => parts.slice(0, index + 1).join('/'));
    if (this.written.has(key) || around.some((folder) => this.files.has(folder))) return false;
    if (!isFolder && this.folders.has(key)) return false;
    this.written.add(key);
    for (const folder of around) this.folders.add(folder);
    (isFolder ? this.folders : this.files).add(key);
    return true;
  }
}

function faultOf(name: string, entry: Entry): string | null {
  const parts = name.replace(/\/$/, '').split('/');
  const kind = modeOf(entry) & kinds;
  if (kind === symlink) return 'is a link';
  if (kind !== 0 && kind !== 0o100000 && kind !== 0o040000) return 'is no plain file';
  if (entry.isEncrypted()) return 'is encrypted';
  if (name === '' || name.startsWith('/') || /^[A-Za-z]:/.test(name)) return 'is no relative name';
  if (parts.some((part) => part === '..' || part === '.' || part === '')) return 'leads out of its folder';
  if (/[\p{Cc}\\:*?"<>|]/u.test(name)) return 'has characters that are no part of names';
  if (parts.some((part) => devices.test(part) || /[. ]$/.test(part))) return 'is no name on Windows';
  const isLong =
    name.length > 400 || parts.length > 40 || parts.some((part) => Buffer.byteLength(part) > 255);
  return isLong ? 'is too long' : null;
}

/** Of Unix; 0 where the archive says none. */
function modeOf({ externalFileAttributes }: Entry): number {
  return externalFileAttributes >>> 16;
}

/** The unpacked bytes, that there are as many as promised and no more than allowed. */
async function contents(zip: ZipFile, entry: Entry, file: string, maxBytes: number): Promise<Readable> {
  if (entry.uncompressedSize > maxBytes)
    throw unusableOffer(
      file,
      `holds ${quoted(entry.fileName)}, which is too large`,
      `At most ${maxBytes} bytes are read.`,
    );
  const stream = await zip.openReadStreamPromise(entry).catch((error: unknown) => {
    throw unusableOffer(file, `is damaged: ${reasonOf(error)}`, 'Get it anew.', error);
  });
  let bytes = 0;
  const counted = new Transform({
    transform: (part: Buffer, _encoding, done) => {
      bytes += part.length;
      done(bytes > maxBytes ? unusableOffer(file, 'is larger than it says', 'Get it anew.') : null, part);
    },
  });
  stream.on('error', (error) =>
    counted.destroy(unusableOffer(file, `is damaged: ${error.message}`, 'Get it anew.', error)),
  );
  return stream.pipe(counted);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function quoted(name: string): string {
  return JSON.stringify(name.length > 200 ? `${name.slice(0, 200)}…` : name);
}
