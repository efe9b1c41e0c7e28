// console-token: the secret that programs of this user show to the console. Made once, kept, never logged.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { durableFile } from '../store/durable-file.ts';

export interface ConsoleToken {
  readonly token: string;
  /** The file held something else and was written anew. */
  readonly wasReplaced: boolean;
}

/** 32 bytes as base64url. */
const tokenPattern = /^[A-Za-z0-9_-]{43}$/;

/** The token of this data folder, made if there is none. Rejects with the system's error. */
export async function ensureConsoleToken(dataDir: string, platform: NodeJS.Platform): Promise<ConsoleToken> {
  const file = durableFile(join(dataDir, 'console-token'), { platform });
  const found = (await file.read())?.trim();
  if (found !== undefined && tokenPattern.test(found)) return { token: found, wasReplaced: false };
  const token = randomBytes(32).toString('base64url');
  await file.write(`${token}\n`);
  return { token, wasReplaced: found !== undefined };
}

/** The token for a program that wants to call the console; null when there is none that could be valid. */
export async function readConsoleToken(dataDir: string): Promise<string | null> {
  const file = durableFile(join(dataDir, 'console-token'), { platform: process.platform });
  const found = (await file.read().catch(() => null))?.trim();
  return found !== undefined && tokenPattern.test(found) ? found : null;
}
