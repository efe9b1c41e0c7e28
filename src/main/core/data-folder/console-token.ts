// console-token: the secret that programs of this user show to the console.
import { join } from 'node:path';
import { ensureSecret, readSecret, type SecretFile } from './secret-file.ts';

const fileIn = (dataDir: string): string => join(dataDir, 'console-token');

/** The token of this data folder, made if there is none. Rejects with the system's error. */
export function ensureConsoleToken(dataDir: string, platform: NodeJS.Platform): Promise<SecretFile> {
  return ensureSecret(fileIn(dataDir), platform);
}

/** The token for a program that wants to call the console; null when there is none that could be valid. */
export function readConsoleToken(dataDir: string): Promise<string | null> {
  return readSecret(fileIn(dataDir), process.platform);
}
