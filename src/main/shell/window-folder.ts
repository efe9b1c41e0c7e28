// Chromium's own files go below the data folder, so that two data folders make two programs.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';

/** Makes the folder, for this user only, and returns its path. Throws DATA_DIR_UNUSABLE. */
export function makeWindowFolder(dataDir: string): string {
  const folder = path.join(dataDir, 'window');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('DATA_DIR_UNUSABLE', `The data folder ${dataDir} cannot be used: ${reason}.`, {
      expected: 'Choose another with --data-dir.',
      cause,
    });
  }
  return folder;
}
