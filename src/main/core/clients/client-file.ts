// A client's file on disk: read with everything that speaks against touching it, and replaced in one step by what is to be
// in it, unless somebody else changed it meanwhile.
import { constants } from 'node:fs';
import * as systemCalls from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '../../../shared/errors.ts';
import type { FileCalls } from '../store/file-calls.ts';
import { patiently, removeStaleDrafts, replaceFile } from '../store/replace-file.ts';
import { describeFileTrouble, systemErrorCode } from '../system-error.ts';

/** A file of more bytes is not a client's configuration. */
const maxBytes = 16 * 1024 * 1024;

export interface ClientFile {
  readonly path: string;
  /** null: there is none. Bytes as text, one character each way. */
  readonly text: string | null;
  readonly mode: number;
}

/** How files are reached, and by whose name people know them. */
export interface ClientFileAccess {
  readonly platform: NodeJS.Platform;
  /** The client's name. */
  readonly owner: string;
  /** Default: this machine's. */
  readonly files?: FileCalls & Pick<typeof systemCalls, 'access' | 'lstat' | 'stat'>;
  /** For the pauses between attempts on Windows. */
  readonly wait?: (ms: number) => Promise<void>;
}

/**
 * Rejects with CLIENT_FILE_UNUSABLE: no file, too large, not UTF-8, not to be read, held by another program; and where it is
 * to be changed (`use`), a link, not to be written.
 */
export async function readClientFile(
  path: string,
  access: ClientFileAccess,
  use: 'change' | 'look' = 'change',
): Promise<ClientFile> {
  const { files, calls } = callsOf(access);
  const isChanged = use === 'change';
  try {
    const facts = await (isChanged ? files.lstat(path) : files.stat(path));
    if (facts.isSymbolicLink()) throw unusable(path, 'is a link to another file', 'Change that one by hand.');
    if (!facts.isFile()) throw unusable(path, 'is no file', 'Change it by hand.');
    if (facts.size > maxBytes) throw unusable(path, `is larger than ${maxBytes} bytes`, 'Change it by hand.');
    await files.access(path, isChanged ? constants.R_OK | constants.W_OK : constants.R_OK);
    if (isChanged && (facts.mode & 0o200) === 0)
      throw unusable(path, 'is read-only', 'Make it writable, then try again.');
    const bytes = await patiently(() => files.readFile(path), calls);
    const text = bytes.toString('utf8');
    if (!Buffer.from(text).equals(bytes)) throw unusable(path, 'is not UTF-8', 'Change it by hand.');
    return { path, text, mode: facts.mode & 0o777 };
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (systemErrorCode(error) === 'ENOENT') return { path, text: null, mode: 0o600 };
    if (systemErrorCode(error) === 'EBUSY') throw held(path, access, error);
    const { reason, advice } = describeFileTrouble(error);
    throw unusable(path, `cannot be used: ${reason}`, advice, error);
  }
}

/** `text` in the file's place; null: no file. Rejects with CLIENT_FILE_CHANGED, CLIENT_FILE_UNUSABLE; nothing is changed then. */
export async function writeClientFile(
  { path, text: expected, mode }: ClientFile,
  text: string | null,
  access: ClientFileAccess,
): Promise<void> {
  const now = await readClientFile(path, access);
  if (now.text !== expected) throw fileChanged(path);
  const { files, calls } = callsOf(access);
  try {
    // What a run that was cut short has left may hold a token.
    await removeStaleDrafts(path, files).catch(() => undefined);
    if (text === null) await patiently(() => files.rm(path, { force: true }), calls);
    else await replaceFile(path, text, null, { ...calls, mode });
  } catch (error) {
    // Its place is taken already where only making that durable has failed.
    if ((await readClientFile(path, access).catch(() => null))?.text === text) return;
    if (isHeld(error, access.platform)) throw held(path, access, error);
    const { reason, advice } = describeFileTrouble(error);
    throw unusable(path, `could not be written: ${reason}`, advice, error);
  }
}

function callsOf({ platform, files = systemCalls, wait: pause = (ms) => wait(ms) }: ClientFileAccess) {
  return { files, calls: { platform, files, wait: pause } };
}

/** Windows refuses to replace or remove a file that somebody has open as if it were not ours. */
function isHeld(error: unknown, platform: NodeJS.Platform): boolean {
  const code = systemErrorCode(error) ?? '';
  return code === 'EBUSY' || (platform === 'win32' && ['EPERM', 'EACCES'].includes(code));
}

function held(path: string, { owner }: ClientFileAccess, cause: unknown): AppError {
  return unusable(
    path,
    'is held by another program',
    `Close ${owner}, then try again; nothing was changed.`,
    cause,
  );
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
