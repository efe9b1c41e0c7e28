// A secret of 32 random bytes in a file of its own: made once, kept, never logged.
import { randomBytes } from 'node:crypto';
import { durableFile } from '../store/durable-file.ts';

export interface SecretFile {
  /** 32 bytes as base64url. */
  readonly secret: string;
  /** The file held something else and was written anew. */
  readonly wasReplaced: boolean;
}

const pattern = /^[A-Za-z0-9_-]{43}$/;

/** The secret in the file at `path`, made if there is none. Rejects with the system's error. */
export async function ensureSecret(path: string, platform: NodeJS.Platform): Promise<SecretFile> {
  const file = durableFile(path, { platform });
  const found = (await file.read())?.trim();
  if (found !== undefined && pattern.test(found)) return { secret: found, wasReplaced: false };
  const secret = randomBytes(32).toString('base64url');
  await file.write(`${secret}\n`);
  return { secret, wasReplaced: found !== undefined };
}

/** The secret in the file at `path`; null when there is none that could be valid. */
export async function readSecret(path: string, platform: NodeJS.Platform): Promise<string | null> {
  const found = (
    await durableFile(path, { platform })
      .read()
      .catch(() => null)
  )?.trim();
  return found !== undefined && pattern.test(found) ? found : null;
}
