// How the data folder stands: there, ours to write, private. Changes nothing in it.
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import type { FolderFact } from './types.ts';

/** Looks at the folder itself, not at what is in it. */
export async function probeFolder(path: string, platform: NodeJS.Platform): Promise<FolderFact> {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return { path, status: 'no-folder', mode: null };
    const mode = platform === 'win32' ? null : found.mode & 0o777;
    return { path, status: (await isWritable(path)) ? 'usable' : 'not-writable', mode };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return { path, status: 'missing', mode: null };
    return { path, status: code === 'ENOTDIR' ? 'no-folder' : 'not-writable', mode: null };
  }
}

async function isWritable(path: string): Promise<boolean> {
  try {
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
