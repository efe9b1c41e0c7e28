// The bytes of config.json as text, or why there is none. Never throws.
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { FaultReason } from '../../../shared/fault-reasons.ts';
import type { ConfigFault } from '../../../shared/state.ts';
import { describeFileTrouble, systemErrorCode } from '../system-error.ts';
import { placeOf } from './places.ts';

export type FileContent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable'; readonly fault: ConfigFault };

/** Far more than people write by hand. */
const largestBytes = 4 * 1024 * 1024;

/** Reads the file; a byte order mark stays in the text. Only regular files: a pipe would never end. */
export async function readConfigFile(path: string): Promise<FileContent> {
  try {
    const info = await stat(path);
    if (!info.isFile()) return unreadable(`${path} is not a file.`, 'a file', 'file-of-other-kind');
    if (info.size > largestBytes)
      return unreadable(`${path} is larger than 4 MB.`, 'a file of some kB', 'file-too-large');
    return decoded(await readFile(path));
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return { kind: 'missing' };
    const { reason, advice } = describeFileTrouble(error);
    return unreadable(
      `${path} cannot be read: ${reason}. ${advice}`,
      'a file that can be read',
      'file-unreadable',
    );
  }
}

/** Names exactly this content, for whoever read it and comes back. */
export function contentDigest(content: FileContent | null): string {
  if (content?.kind !== 'text') return content?.kind ?? 'missing';
  return createHash('sha256').update(content.text).digest('base64url');
}

/** The fault of a file that was there and is gone. */
export function goneFault(path: string): ConfigFault {
  return wholeFile(
    `${path} is gone; what was read last stays in force.`,
    'the file in its place',
    'file-gone',
  );
}

/** The fault of a file that was never there, where not even the example could be written. */
export function absentFault(path: string, reason: string): ConfigFault {
  return wholeFile(
    `${path} does not exist and cannot be written: ${reason}.`,
    'a file to read, or a folder that can be written to',
    'file-absent',
  );
}

function decoded(bytes: Buffer): FileContent {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return unreadable('The file is saved as UTF-16.', 'a file saved as UTF-8', 'file-not-utf-8');
  }
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    const lossy = bytes.toString('utf8');
    const place = placeOf(lossy, lossy.indexOf('\u{fffd}'));
    const fault = wholeFile('Some characters are not UTF-8.', 'a file saved as UTF-8', 'file-not-utf-8');
    return { kind: 'unreadable', fault: { ...fault, ...place } };
  }
}

type FileReason = Extract<FaultReason['code'], `file-${string}`>;

function unreadable(message: string, expected: string, code: FileReason): FileContent {
  return { kind: 'unreadable', fault: wholeFile(message, expected, code) };
}

function wholeFile(message: string, expected: string, code: FileReason): ConfigFault {
  return { message, key: '', line: 1, column: 1, expected, reason: { code } };
}
