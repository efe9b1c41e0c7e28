// What each server prints, in a file of its own: `server-<name>.log`. Bounded in size and in number.
import { createHash } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogLine } from '../../../shared/state.ts';
import { lineFile, type LineFile } from './line-file.ts';

export interface ServerFiles {
  append(line: LogLine): void;
  /** Resolves when everything appended so far is written or given up. */
  flush(): Promise<void>;
}

export interface ServerFilesOptions {
  readonly folder: string;
  /** Of each; one older file of that size is kept beside it. Read at each use. */
  readonly maxBytes: () => number;
  readonly onTrouble: (error: unknown) => void;
}

const maxWaitingBytes = 1_000_000;
/** Of so many servers at most files are kept, the newest ones. */
const maxFiles = 400;
const maxOpen = 200;
const ourFile = /^server-.*\.log(?:\.old)?$/;

export function createServerFiles({ folder, maxBytes, onTrouble }: ServerFilesOptions): ServerFiles {
  /** The longest unused first. Names that differ in case only share a file, as they would on some systems. */
  const open = new Map<string, LineFile>();
  const closing = new Set<Promise<void>>();
  const tidying = removeOldest(folder).catch(() => {});

  const openFile = (path: string): LineFile =>
    lineFile({
      path,
      get maxBytes() {
        return maxBytes();
      },
      maxWaitingBytes,
      onTrouble,
    });

  const fileFor = (source: string): LineFile => {
    const name = logFileName(source);
    const key = name.toLowerCase();
    const path = join(folder, name);
    const file = open.get(key) ?? openFile(path);
    open.delete(key);
    open.set(key, file);
    return file;
  };

  const closeOne = (): void => {
    const [oldest] = open;
    if (oldest === undefined) return;
    open.delete(oldest[0]);
    const closed: Promise<void> = oldest[1].flush().finally(() => closing.delete(closed));
    closing.add(closed);
  };

  return {
    append: ({ time, source, level, text }) => {
      fileFor(source).append(`${new Date(time).toISOString()} ${level.padEnd(5)} ${text}`);
      if (open.size > maxOpen) closeOne();
    },
    flush: async () => {
      await Promise.all([tidying, ...closing, ...[...open.values()].map((file) => file.flush())]);
    },
  };
}

/** A file name that is legal on every system, different for different names of servers. */
export function logFileName(source: string): string {
  if (/^[\w.-]{1,64}$/.test(source)) return `server-${source}.log`;
  const hash = createHash('sha256').update(source).digest('hex').slice(0, 16);
  return `server-${source.replaceAll(/[^\w.-]/g, '_').slice(0, 40)}~${hash}.log`;
}

/** Servers come and go; their files go when there are too many. */
async function removeOldest(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => ourFile.test(name));
  if (names.length <= maxFiles) return;
  const dated = await Promise.all(
    names.map(async (name) => ({ name, at: (await stat(join(folder, name))).mtimeMs })),
  );
  dated.sort((one, other) => other.at - one.at);
  await Promise.all(dated.slice(maxFiles).map(({ name }) => rm(join(folder, name), { force: true })));
}
