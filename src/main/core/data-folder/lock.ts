// Two programs never run on one data folder: whoever wants it stakes a claim, a file in `lock/` that carries its owner's
// pid and start time in its name, and holds the folder once it has seen no other living claim beside its own.
// Of two, at least the one that looks last sees the other, so there are never two holders. Names are never used again,
// so removing a dead owner's claim can hit nobody else.
import { randomBytes, randomInt } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '../../../shared/errors.ts';
import { isStillRunning, ownStartTime, type StartTimeOf } from '../process-identity.ts';
import { loadRunFile } from './run-file.ts';

export interface LockOptions {
  readonly dataDir: string;
  readonly platform: NodeJS.Platform;
  readonly startTimeOf: StartTimeOf;
  /** How long to watch others who are about to decide among themselves. Default 10 s. */
  readonly patienceMs?: number;
}

export interface FolderLock {
  /** Safe to call twice. At the end of the process it happens by itself. */
  release(): Promise<void>;
}

interface Claim {
  readonly name: string;
  readonly pid: number;
  readonly isHolder: boolean;
}

const claimName = /^(\d+)-(.*)-[0-9a-f]{8}$/;
const holderMark = 'held';

/** Rejects with DATA_DIR_IN_USE naming the other program, or with the system's error. */
export async function lockFolder(options: LockOptions): Promise<FolderLock> {
  const { dataDir, platform, startTimeOf, patienceMs = 10_000 } = options;
  const folder = join(dataDir, 'lock');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const startTime = await ownStartTime(platform, startTimeOf);
  const endsAt = performance.now() + patienceMs;
  for (;;) {
    const before = await rivals(folder, null, startTimeOf);
    if (before.length === 0) {
      const mine = `${process.pid}-${encodeURIComponent(startTime ?? '')}-${randomBytes(4).toString('hex')}`;
      if (await contest(folder, mine, startTimeOf)) return hold(join(folder, mine));
    }
    const [holder] = before.toSorted((one, other) => Number(other.isHolder) - Number(one.isHolder));
    if (holder !== undefined && (holder.isHolder || performance.now() > endsAt)) {
      throw await inUse(dataDir, holder.pid);
    }
    await wait(randomInt(10, 30));
  }
}

/** Stakes a claim and resolves with true once it holds; with false, the claim withdrawn, when it has to give way. */
async function contest(folder: string, mine: string, startTimeOf: StartTimeOf): Promise<boolean> {
  const path = join(folder, mine);
  await writeFile(path, '', { flag: 'wx', mode: 0o600 });
  try {
    for (;;) {
      const others = await rivals(folder, mine, startTimeOf);
      if (others.length === 0) break;
      // One of those who meet goes on waiting, the others begin anew, so that somebody wins.
      if (others.some(({ name, isHolder }) => isHolder || name < mine)) {
        await rm(path, { force: true });
        return false;
      }
      await wait(randomInt(2, 8));
    }
    await writeFile(path, holderMark);
    return true;
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

/** The claims of living processes but `mine`; those of dead ones are removed. */
async function rivals(folder: string, mine: string | null, startTimeOf: StartTimeOf): Promise<Claim[]> {
  const names = (await readdir(folder)).filter((name) => name !== mine);
  const claims = await Promise.all(names.map((name) => readClaim(folder, name, startTimeOf)));
  return claims.filter((claim) => claim !== null);
}

async function readClaim(folder: string, name: string, startTimeOf: StartTimeOf): Promise<Claim | null> {
  const [, pidText, start = ''] = claimName.exec(name) ?? [];
  if (pidText === undefined) return null;
  const pid = Number(pidText);
  const path = join(folder, name);
  if (!(await isStillRunning(pid, start === '' ? null : decodeURIComponent(start), startTimeOf))) {
    await rm(path, { force: true });
    return null;
  }
  try {
    return { name, pid, isHolder: (await stat(path)).size > 0 };
  } catch {
    // Withdrawn meanwhile.
    return null;
  }
}

function hold(path: string): FolderLock {
  const releaseAtExit = (): void => rmSync(path, { force: true });
  process.once('exit', releaseAtExit);
  return {
    release: async () => {
      process.removeListener('exit', releaseAtExit);
      await rm(path, { force: true });
    },
  };
}

async function inUse(dataDir: string, pid: number): Promise<AppError> {
  const run = await loadRunFile(dataDir);
  const url = run?.pid === pid ? run.url : null;
  const who = url === null ? `process ${pid}` : `process ${pid}, ${url}`;
  return new AppError('DATA_DIR_IN_USE', `Another Patchbay (${who}) runs on the data folder ${dataDir}.`, {
    expected: 'Use that one, end it first, or choose another folder with --data-dir.',
    details: { dataDir, pid, url },
  });
}
