// A text file that grows line by line and stays bounded: full, it becomes an older file and begins anew.
// Appending never waits and never throws; a disk that is too slow or too full costs lines, which are counted.
import { appendFile, rename, rm, stat } from 'node:fs/promises';
import { systemErrorCode } from '../system-error.ts';

export interface LineFileOptions {
  readonly path: string;
  /** Read at each use. */
  readonly maxBytes: number;
  /** Names of full files, the newest first; the last one goes when there is another. Default: `<path>.old`. */
  readonly older?: readonly string[];
  /** The line that stands for lines that were lost. */
  readonly leftOut?: (count: number) => string;
  /** Lines that wait for the disk, at most. */
  readonly maxWaitingBytes: number;
  /** Writing failed; told once until it works again. */
  readonly onTrouble: (error: unknown) => void;
}

export interface LineFile {
  /** `line` without its end. */
  append(line: string): void;
  /** Resolves when everything appended so far is written or given up. */
  flush(): Promise<void>;
}

export function lineFile(options: LineFileOptions): LineFile {
  const { path, older = [`${path}.old`], maxWaitingBytes, onTrouble } = options;
  const { leftOut: told = (count) => `… ${count} lines left out: the disk was too slow` } = options;
  let waiting: string[] = [];
  let waitingBytes = 0;
  let leftOut = 0;
  let bytes: number | null = null;
  let isInTrouble = false;
  let isWriting = false;
  let writing: Promise<void> = Promise.resolve();

  const writeOnce = async (): Promise<void> => {
    const text = waiting.join('');
    const size = waitingBytes;
    [waiting, waitingBytes] = [[], 0];
    try {
      bytes ??= await sizeOf(path);
      if (bytes > 0 && bytes + size > options.maxBytes) {
        await makeRoom([path, ...older]);
        bytes = 0;
      }
      await appendFile(path, text, { mode: 0o600 });
      bytes += size;
      isInTrouble = false;
    } catch (error) {
      bytes = null;
      if (!isInTrouble) onTrouble(error);
      isInTrouble = true;
    }
  };

  const writeAll = async (): Promise<void> => {
    while (waiting.length > 0) await writeOnce();
    isWriting = false;
  };

  const push = (line: string): void => {
    const text = `${line}\n`;
    waiting.push(text);
    waitingBytes += Buffer.byteLength(text);
  };

  return {
    append: (line) => {
      if (waitingBytes >= maxWaitingBytes) {
        leftOut++;
        return;
      }
      if (leftOut > 0) push(told(leftOut));
      leftOut = 0;
      push(line);
      if (isWriting) return;
      isWriting = true;
      writing = writeAll();
    },
    flush: () => writing,
  };
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return 0;
    throw error;
  }
}

/** Each file takes the name of the next older one. */
async function makeRoom(paths: readonly string[]): Promise<void> {
  for (let index = paths.length - 2; index >= 0; index -= 1) {
    const [from = '', to = ''] = [paths[index], paths[index + 1]];
    try {
      await rename(from, to);
    } catch (error) {
      // Bounded comes before complete: Windows does not rename a file that somebody looks at.
      if (systemErrorCode(error) !== 'ENOENT') await rm(from, { force: true });
    }
  }
}
