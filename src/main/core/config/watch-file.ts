// Hints that a file may have changed. It may hint too often, never too seldom: whoever is told reads and compares.
import { realpath, stat } from 'node:fs/promises';
import { watch } from 'chokidar';
import type { Clock, Logger } from '../ports.ts';

export interface WatchOptions {
  readonly path: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Called once things have been quiet for a moment. */
  readonly onHint: () => void;
}

export interface FileWatch {
  close(): Promise<void>;
}

/** Editors save in several steps: truncate and write, or write beside, remove, rename. */
const quietMs = 100;
/** For file systems that tell nothing of changes, such as network folders. */
const lookEveryMs = 5000;

/** Watches the file at `path` and, behind a symbolic link, the one it leads to. The file need not exist. */
export function watchFile({ path, clock, logger, onHint }: WatchOptions): FileWatch {
  let isClosed = false;
  let cancelHint: (() => void) | null = null;
  let target = path;
  let known = '';

  const hint = (): void => {
    if (isClosed) return;
    cancelHint?.();
    cancelHint = clock.after(quietMs, () => {
      cancelHint = null;
      void follow();
      onHint();
    });
  };
  // `native` never looks into subfolders: the data folder has logs in one, which change all the time.
  const watcher = watch(path, { ignoreInitial: true, atomic: false, backend: 'native' });
  watcher.on('all', hint);
  watcher.on('error', (error) => {
    const reason = error instanceof Error ? error.message : String(error);
    logger.warn(`${path} is watched by looking at it every ${lookEveryMs / 1000} s only: ${reason}`);
  });
  // What changed before the watcher was up.
  watcher.on('ready', hint);

  /** A link may lead elsewhere now; where it leads to nothing, the old place is the best to wait at. */
  const follow = async (): Promise<void> => {
    const now = await realpath(path).catch(() => target);
    if (isClosed || now === target) return;
    if (target !== path) watcher.unwatch(target);
    target = now;
    if (target !== path) watcher.add(target);
  };
  const look = async (): Promise<void> => {
    const seen = await stat(path).then(
      ({ mtimeMs, size, ino }) => `${mtimeMs} ${size} ${ino}`,
      () => 'none',
    );
    if (known !== '' && seen !== known) hint();
    known = seen;
  };
  void follow();
  void look();
  const stopLooking = clock.every(lookEveryMs, () => void look());

  return {
    close: async () => {
      isClosed = true;
      cancelHint?.();
      stopLooking();
      await watcher.close();
    },
  };
}
