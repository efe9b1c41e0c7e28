// Puts new content in a file's place in one step that a crash or a power cut cannot halve: temp file in the same folder,
// fsync, rename, fsync of the folder. Does not order concurrent calls for one file; durable-file.ts does.
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { isAlive } from '../process-identity.ts';
import { systemErrorCode } from '../system-error.ts';
import type { FileCalls } from './file-calls.ts';

export interface ReplaceOptions {
  readonly platform: NodeJS.Platform;
  readonly mode: number;
  readonly files: FileCalls;
  readonly wait: (ms: number) => Promise<void>;
}

const pausesMs = [10, 20, 40, 80, 160, 320, 640, 1000];
const passing = new Set(['EPERM', 'EBUSY', 'EACCES']);
const noFolderSync = new Set(['EINVAL', 'EISDIR', 'ENOTSUP', 'EPERM', 'EACCES', 'EBADF']);

/** `call`; on Windows again while a virus scanner or another reader holds the file for a moment. */
export async function patiently<Value>(
  call: () => Promise<Value>,
  { platform, wait }: Pick<ReplaceOptions, 'platform' | 'wait'>,
): Promise<Value> {
  for (const pauseMs of platform === 'win32' ? pausesMs : []) {
    try {
      return await call();
    } catch (error) {
      if (!passing.has(systemErrorCode(error) ?? '')) throw error;
      await wait(pauseMs);
    }
  }
  return call();
}

/** Where writing to `file` ends up: behind its symbolic links, the last of which may point at nothing yet. */
export async function resolveLinks(file: string, files: FileCalls, depth = 0): Promise<string> {
  try {
    return await files.realpath(file);
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT' || depth > 32) throw error;
  }
  let target;
  try {
    target = await files.readlink(file);
  } catch {
    return file;
  }
  return resolveLinks(path.resolve(path.dirname(file), target), files, depth + 1);
}

/**
 * Replaces `file` with `text`; what was there before becomes `previous`, if a path is given. Resolves when the new
 * content would survive a power cut. Rejects with the system's error; the old file is then whole and in its place.
 */
export async function replaceFile(
  file: string,
  text: string,
  previous: string | null,
  options: ReplaceOptions,
): Promise<void> {
  const { files, platform } = options;
  const target = await resolveLinks(file, files);
  const draft = draftName(target);
  try {
    await patiently(() => writeSynced(draft, text, options), options);
    if (previous !== null) await keepPrevious(target, previous, options);
    await patiently(() => files.rename(draft, target), options);
  } catch (error) {
    await files.rm(draft, { force: true }).catch(() => {});
    throw error;
  }
  if (platform !== 'win32') await syncFolder(path.dirname(target), files);
}

/** Removes drafts of processes that ended in the middle of a write. */
export async function removeStaleDrafts(file: string, files: FileCalls): Promise<void> {
  const target = await resolveLinks(file, files);
  const [folder, start] = [path.dirname(target), `${path.basename(target)}.`];
  for (const name of await files.readdir(folder)) {
    if (!name.startsWith(start)) continue;
    const pid = /^(\d+)\.[0-9a-f]+\.tmp$/.exec(name.slice(start.length))?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) await files.rm(path.join(folder, name), { force: true });
  }
}

function draftName(target: string): string {
  return `${target}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
}

async function writeSynced(draft: string, text: string, { files, mode }: ReplaceOptions): Promise<void> {
  const handle = await files.open(draft, 'w', mode);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function keepPrevious(target: string, previous: string, options: ReplaceOptions): Promise<void> {
  const { files } = options;
  const draft = draftName(previous);
  try {
    await duplicate(target, draft, files);
    await patiently(() => files.rename(draft, previous), options);
  } catch (error) {
    // The first write has nothing to keep.
    if (systemErrorCode(error) !== 'ENOENT') throw error;
  } finally {
    // Renaming a link onto another of the same file does nothing at all.
    await files.rm(draft, { force: true }).catch(() => {});
  }
}

/** A hard link, so that at no moment there is no file; a copy where the file system knows no links. */
async function duplicate(from: string, to: string, files: FileCalls): Promise<void> {
  try {
    await files.link(from, to);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') throw error;
    await files.copyFile(from, to);
  }
}

async function syncFolder(folder: string, files: FileCalls): Promise<void> {
  try {
    const handle = await files.open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!noFolderSync.has(systemErrorCode(error) ?? '')) throw error;
  }
}
