// Whether out/ is as new as what it is made of.
import { readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What the build reads; a change of any of it makes out/ stale. */
const sources = ['src', 'electron.vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.base.json'];

/** Written after a whole build, with the time at which it began. */
const stamp = path.join('out', '.built');

/** False when out/ is missing, half built, or older than a source. */
export function isFresh(root: string): boolean {
  const builtAt = modifiedAt(path.join(root, stamp));
  return builtAt !== null && sources.every((source) => newestIn(path.join(root, source)) <= builtAt);
}

/** Notes that out/ holds what the sources were at `begunAt` (epoch milliseconds). */
export function markFresh(root: string, begunAt: number): void {
  const file = path.join(root, stamp);
  writeFileSync(file, '');
  utimesSync(file, begunAt / 1000, begunAt / 1000);
}

/** The newest time below a path, of folders too: removing a file changes only its folder. */
function newestIn(target: string): number {
  const own = modifiedAt(target);
  if (own === null) return 0;
  if (!statSync(target).isDirectory()) return own;
  return readdirSync(target).reduce(
    (newest, name) => Math.max(newest, newestIn(path.join(target, name))),
    own,
  );
}

function modifiedAt(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? null;
}
