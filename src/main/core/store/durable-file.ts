// A file that is whole at every moment: written in one step, one write after the other, private to the user.
// Content is text; what it means is the owner's business.
import { setTimeout as wait } from 'node:timers/promises';
import { OneByOne } from '../one-by-one.ts';
import { systemErrorCode } from '../system-error.ts';
import { systemFiles, type FileCalls } from './file-calls.ts';
import { patiently, removeStaleDrafts, replaceFile, resolveLinks } from './replace-file.ts';

export interface DurableFileOptions {
  readonly platform: NodeJS.Platform;
  /** What was there before a write stays as `<path>.bak`. Default false. */
  readonly keepPrevious?: boolean;
  /** Default 0600. */
  readonly mode?: number;
  readonly files?: FileCalls;
  /** For the pauses between attempts on Windows. Keeps the process alive, unlike the Clock's. */
  readonly wait?: (ms: number) => Promise<void>;
}

export interface DurableFile {
  readonly path: string;
  /** The content, or null where there is no file. Rejects with the system's error. */
  read(): Promise<string | null>;
  /**
   * Resolves when `text` would survive a power cut. Writes happen in the order of the calls. Rejects with the
   * system's error; the file then holds what it held before, unless only the last step, making its name durable, failed.
   */
  write(text: string): Promise<void>;
  /** Renames the file to `<path>.<suffix>`, resolving with that path. */
  setAside(suffix: string): Promise<string>;
  /** Removes the file, if there is one. */
  remove(): Promise<void>;
}

/** A durable file at `path`, behind the symbolic link if it is one. Nothing is touched before the first call. */
export function durableFile(path: string, options: DurableFileOptions): DurableFile {
  const { platform, mode = 0o600, files = systemFiles } = options;
  const calls = { platform, mode, files, wait: options.wait ?? ((ms: number) => wait(ms)) };
  const previous = options.keepPrevious === true ? `${path}.bak` : null;
  const steps = new OneByOne();
  let isTidy = false;

  const tidy = async (): Promise<void> => {
    if (isTidy) return;
    isTidy = true;
    await removeStaleDrafts(path, files).catch(() => {});
  };

  return {
    path,
    read: async () => {
      try {
        return await patiently(() => files.readFile(path, 'utf8'), calls);
      } catch (error) {
        if (systemErrorCode(error) === 'ENOENT') return null;
        throw error;
      }
    },
    write: (text) =>
      steps.run(async () => {
        await tidy();
        await replaceFile(path, text, previous, calls);
      }),
    setAside: (suffix) =>
      steps.run(async () => {
        const target = await resolveLinks(path, files);
        await patiently(() => files.rename(target, `${target}.${suffix}`), calls);
        return `${target}.${suffix}`;
      }),
    remove: () => steps.run(() => patiently(() => files.rm(path, { force: true }), calls)),
  };
}
