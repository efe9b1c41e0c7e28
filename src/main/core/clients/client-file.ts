// A client's file on disk: read with everything that speaks against touching it, and replaced in one step by what is to be
// in it, unless somebody else changed it meanwhile.
import { constants } from 'node:fs';
import { access, lstat, readFile, rm, stat } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '../../../shared/errors.ts';
import { systemFiles } from '../store/file-calls.ts';
import { replaceFile } from '../store/replace-file.ts';
import { describeFileTrouble, systemErrorCode } from '../system-error.ts';

/** A file of more bytes is not a client's configuration. */
const maxBytes = 16 * 1024 * 1024;

export interface ClientFile {
  readonly path: string;
  /** null: there is none. Bytes as text, one character each way. */
  readonly text: string | null;
  readonly mode: number;
}

/**
 * Rejects with CLIENT_FILE_UNUSABLE: no file, too large, not UTF-8, not to be read; and where it is to be changed
 * (`use`), a link, not to be written.
 */
export async function readClientFile(path: string, use: 'change' | 'look' = 'change'): Promise<ClientFile> {
  const isChanged = use === 'change';
  try {
    const facts = await (isChanged ? lstat(path) : stat(path));
    if (facts.isSymbolicLink()) throw unusable(path, 'is a link to another file', 'Change that one by hand.');
    if (!facts.isFile()) throw unusable(path, 'is no file', 'Change it by hand.');
    if (facts.size > maxBytes) throw unusable(path, `is larger than ${maxBytes} bytes`, 'Change it by hand.');
    await access(path, isChanged ? constants.R_OK | constants.W_OK : constants.R_OK);
    if (isChanged && (facts.mode & 0o200) === 0)
      throw unusable(path, 'is read-only', 'Make it writable, then try again.');
    const bytes = await readFile(path);
    const text = bytes.toString('utf8');
    if (!Buffer.from(text).equals(bytes)) throw unusable(path, 'is not UTF-8', 'Change it by hand.');
    return { path, text, mode: facts.mode & 0o777 };
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (systemErrorCode(error) === 'ENOENT') return { path, text: null, mode: 0o600 };
    const { reason, advice } = describeFileTrouble(error);
    throw unusable(path, `cannot be used: ${reason}`, advice, error);
  }
}

/** `text` in the file's place; null: no file. Rejects with CLIENT_FILE_CHANGED, CLIENT_FILE_UNUSABLE; nothing is changed then. */
export async function writeClientFile(
  { path, text: expected, mode }: ClientFile,
  text: string | null,
  platform: NodeJS.Platform,
): Promise<void> {
  const now = await readClientFile(path);
  if (now.text !== expected) throw fileChanged(path);
  try {
    if (text === null) await rm(path, { force: true });
    else await replaceFile(path, text, null, { platform, mode, files: systemFiles, wait: (ms) => wait(ms) });
  } catch (error) {
    const { reason, advice } = describeFileTrouble(error);
    throw unusable(path, `could not be written: ${reason}`, advice, error);
  }
}

/** Says that what was shown is not what is there. */
export function fileChanged(path: string): AppError {
  return new AppError('CLIENT_FILE_CHANGED', `${path} has been changed meanwhile.`, {
    expected: 'Look at the change again; nothing was written.',
    details: { path },
  });
}

function unusable(path: string, what: string, expected: string, cause?: unknown): AppError {
  return new AppError('CLIENT_FILE_UNUSABLE', `${path} ${what}.`, { expected, details: { path }, cause });
}
