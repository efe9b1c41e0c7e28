// A file of lines that only grows, until it is written anew as a whole. What the lines mean is the owner's business, and
// so is the order of the calls: one after the other.
import type { FileHandle } from 'node:fs/promises';
import { durableFile } from './durable-file.ts';
import { systemFiles, type FileCalls } from './file-calls.ts';

export interface JournalFile {
  readonly path: string;
  /** The content, or null where there is no file. Rejects with the system's error. */
  read(): Promise<string | null>;
  /**
   * Resolves when the text would survive the end of this process; a power cut it may not. Rejects with the system's error:
   * the file may end in half of the text then, until it is replaced.
   */
  append(text: string): Promise<void>;
  /** Resolves when the file holds this and nothing else, whatever happens next. Rejects with the system's error. */
  replace(text: string): Promise<void>;
  /** Resolves with the path of a copy, `<path>.<suffix>`. */
  copyAside(suffix: string): Promise<string>;
  close(): Promise<void>;
}

export interface JournalFileOptions {
  readonly path: string;
  readonly platform: NodeJS.Platform;
  readonly files?: FileCalls;
}

/** Nothing is touched before the first call. Readable by this user alone. */
export function journalFile({ path, platform, files = systemFiles }: JournalFileOptions): JournalFile {
  const whole = durableFile(path, { platform, files });
  let handle: FileHandle | null = null;
  const close = async (): Promise<void> => {
    const closing = handle;
    handle = null;
    await closing?.close();
  };
  return {
    path,
    read: async () => whole.read(),
    append: async (text) => {
      handle ??= await files.open(path, 'a', 0o600);
      await handle.appendFile(text);
    },
    replace: async (text) => {
      // Windows does not replace a file that is open, and elsewhere the handle would lead to the old one.
      await close();
      await whole.write(text);
    },
    copyAside: async (suffix) => {
      await files.copyFile(path, `${path}.${suffix}`);
      return `${path}.${suffix}`;
    },
    close,
  };
}
