// Which processes carry the mark of which launch, read from /proc/<pid>/environ: all at a time, for whoever asks meanwhile.
import { readdirSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { isOwn, launchOf } from './marks.ts';

export interface Marked {
  readonly pid: number;
  readonly launchId: string;
}

export interface LinuxMarks {
  /** As it is after the call: a look that is under way does not count. */
  look(): Promise<readonly Marked[]>;
  /** While everything waits; none where /proc cannot be read. */
  lookNow(): readonly Marked[];
}

/** `proc` is /proc. Environments of other users' processes cannot be read, and theirs are none of ours. */
export function linuxMarks(proc: string): LinuxMarks {
  const scan = async (): Promise<readonly Marked[]> => {
    const pids = pidsIn(await readdir(proc));
    const found = await Promise.all(
      pids.map(async (pid) => {
        const environment = await readFile(`${proc}/${pid}/environ`, 'utf8').catch(() => '');
        return marked(pid, environment);
      }),
    );
    return found.filter((each) => each !== null);
  };
  // Many servers that end together would each look at every process of the machine.
  let running: Promise<unknown> = Promise.resolve();
  let next: Promise<readonly Marked[]> | null = null;
  return {
    look: () => {
      next ??= running.then(() => {
        const begun = scan();
        running = begun.catch(() => undefined);
        next = null;
        return begun;
      });
      return next;
    },
    lookNow: () => {
      try {
        return pidsIn(readdirSync(proc)).flatMap((pid) => {
          const found = marked(pid, readNow(`${proc}/${pid}/environ`));
          return found === null ? [] : [found];
        });
      } catch {
        return [];
      }
    },
  };
}

export function pidsIn(names: readonly string[]): number[] {
  return names.map(Number).filter((pid) => Number.isInteger(pid) && pid > 0);
}

function marked(pid: number, environment: string): Marked | null {
  const launchId = launchOf(environment);
  return launchId === null || isOwn(pid) ? null : { pid, launchId };
}

function readNow(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
