// The data folder as a place of one's own: made if missing, closed to other users, its files too.
// Never changes the rights of a folder that serves others (a home folder, a shared one).
import { chmod, lstat, mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { describeFileTrouble, systemErrorCode } from '../system-error.ts';

export interface PrivateFolderOptions {
  readonly dataDir: string;
  readonly platform: NodeJS.Platform;
  readonly homeDir: string;
}

const ourFiles =
  /^(?:(?:config|config-history|registry|run|children|connections|imports)\.json(?:\.bak)?|gateway\.pem|console-token|gateway-token|install-key|sessions\.journal|secrets\.json|signing-keys\.json|tokens\.json|lock)$/;
const forOthers = 0o077;
const sticky = 0o1000;

/** Resolves with warnings for people. Rejects with DATA_DIR_UNUSABLE. */
export async function preparePrivateFolder(options: PrivateFolderOptions): Promise<readonly string[]> {
  const { dataDir, platform, homeDir } = options;
  try {
    await makeFolder(dataDir);
    await makeFolder(join(dataDir, 'logs'));
    if (platform === 'win32') return [];
    const { mode } = await stat(dataDir);
    if ((mode & forOthers) === 0) return await closeFiles(dataDir);
    if (dataDir === homeDir || dirname(dataDir) === dataDir)
      throw notOurs(dataDir, 'serves more than Patchbay');
    if ((mode & sticky) !== 0) throw notOurs(dataDir, 'is shared with other users');
    await chmod(dataDir, 0o700);
    const shown = (mode & 0o777).toString(8).padStart(4, '0');
    const warning = `The data folder ${dataDir} was open to other users (mode ${shown}); it is 0700 now.`;
    return [warning, ...(await closeFiles(dataDir))];
  } catch (error) {
    throw unusableFolder(dataDir, error);
  }
}

/** The AppError for a system error that concerns the data folder; an AppError stays what it is. */
export function unusableFolder(dataDir: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  const isFile = systemErrorCode(error) === 'EEXIST';
  const { reason, advice } = isFile
    ? { reason: 'a file is in its place', advice: 'Move that file away.' }
    : describeFileTrouble(error);
  return new AppError('DATA_DIR_UNUSABLE', `The data folder ${dataDir} cannot be used: ${reason}.`, {
    expected: `${advice} Another folder is chosen with --data-dir.`,
    details: { dataDir },
    cause: error,
  });
}

/** With its parents. Node's recursive mkdir spins for ever below folders that take no entries, such as /proc. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, 0o700);
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'EEXIST' && (await stat(path)).isDirectory()) return;
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    await makeFolder(dirname(path));
    await mkdir(path, 0o700);
  }
}

async function closeFiles(dataDir: string): Promise<string[]> {
  const files = (await readdir(dataDir)).filter((name) => ourFiles.test(name));
  const logs = (await readdir(join(dataDir, 'logs'))).map((name) => join('logs', name));
  const closed: string[] = [];
  for (const name of [...files, 'logs', ...logs]) {
    const path = join(dataDir, name);
    const found = await lstat(path);
    // What a link leads to may be meant for others, such as a folder of dotfiles.
    if (found.isSymbolicLink() || (found.mode & forOthers) === 0) continue;
    await chmod(path, found.isDirectory() ? 0o700 : 0o600);
    closed.push(name);
  }
  if (closed.length === 0) return [];
  return [`Readable for other users until now, and closed to them: ${closed.join(', ')} in ${dataDir}.`];
}

function notOurs(dataDir: string, reason: string): AppError {
  const message = `The folder ${dataDir} ${reason}, so it cannot be the data folder, which is closed to others.`;
  return new AppError('DATA_DIR_UNUSABLE', message, {
    expected: `Choose a folder of its own, such as ${join(dataDir, 'patchbay')}, with --data-dir.`,
    details: { dataDir },
  });
}
