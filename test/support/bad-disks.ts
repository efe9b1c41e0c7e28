// Folders on disks that are full or read-only: a small file system of its own where this process may mount one, else
// the machine's own calls failing as they would there.
import { execFileSync } from 'node:child_process';
import * as files from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { FileCalls } from '../../src/main/core/store/file-calls.ts';
import { systemError } from './faulty-files.ts';
import { tempFolder } from './temp-folder.ts';

export interface BadDisk {
  readonly dataDir: string;
  /** To be used for all that is in the folder; undefined where the disk itself is bad. */
  readonly files: FileCalls | undefined;
  /** From now on nothing can be written. */
  break(): Promise<void>;
  /** Things can be written again. */
  mend(): Promise<void>;
}

/** A disk that gets full. Call from within a test. */
export async function fillingDisk(): Promise<BadDisk> {
  const dataDir = await tempFolder();
  if (!mount(dataDir)) return failingFolder(dataDir, 'ENOSPC');
  const ballast = join(dataDir, 'ballast');
  return {
    dataDir,
    files: undefined,
    break: () =>
      files.writeFile(ballast, Buffer.alloc(1024 * 1024)).catch((error: unknown) => {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
      }),
    mend: () => files.rm(ballast),
  };
}

/** A folder that becomes read-only. Call from within a test. */
export async function lockingFolder(): Promise<BadDisk> {
  const dataDir = await tempFolder();
  if (mount(dataDir)) {
    const remount = (how: string): Promise<void> => {
      execFileSync('mount', ['-o', `remount,${how}`, dataDir]);
      return Promise.resolve();
    };
    return { dataDir, files: undefined, break: () => remount('ro'), mend: () => remount('rw') };
  }
  return failingFolder(dataDir, 'EROFS');
}

function mount(folder: string): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=128k,mode=0700', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return false;
  }
  onTestFinished(() => void execFileSync('umount', ['-l', folder]));
  return true;
}

function failingFolder(dataDir: string, code: string): BadDisk {
  let isBroken = false;
  const open: typeof files.open = async (path, ...rest) => {
    if (isBroken && String(path).endsWith('.tmp')) throw systemError(code);
    return files.open(path, ...rest);
  };
  const set = (broken: boolean) => (): Promise<void> => {
    isBroken = broken;
    return Promise.resolve();
  };
  return { dataDir, files: { ...files, open }, break: set(true), mend: set(false) };
}
