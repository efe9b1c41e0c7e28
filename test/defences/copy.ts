// A copy of what tests need of the repository, with the packages of the original, and changes that can be taken back.
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countOf, pathOf, type Change } from './defence.ts';

const parts = ['src', 'test', 'scripts', 'build', 'docs', 'schema'];
const files = [
  'package.json',
  'package-lock.json',
  'vitest.config.ts',
  'tsconfig.json',
  'tsconfig.base.json',
];

export interface Copy {
  readonly root: string;
  /** Makes the changes; resolves with what takes them back. Rejects where a text is not there exactly once. */
  change(changes: readonly Change[]): Promise<() => Promise<void>>;
  remove(): Promise<void>;
}

export async function copyOf(original: string): Promise<Copy> {
  const root = await mkdtemp(join(tmpdir(), 'patchbay-defences-'));
  const filter = (path: string): boolean => !path.includes('node_modules');
  for (const part of [...parts, ...files])
    await cp(join(original, part), join(root, part), { recursive: true, filter });
  await symlink(join(original, 'node_modules'), join(root, 'node_modules'), 'junction');
  return {
    root,
    change: async (changes) => {
      const before = new Map<string, string>();
      for (const change of changes) {
        const path = join(root, pathOf(change));
        const text = await readFile(path, 'utf8');
        const count = countOf(text, change.text);
        if (count !== 1)
          throw new Error(`${pathOf(change)} holds this ${count} times instead of once:\n${change.text}`);
        if (!before.has(path)) before.set(path, text);
        // A function, since text to put in may hold what replace() takes for its own signs.
        await writeFile(
          path,
          text.replace(change.text, () => change.by),
        );
      }
      return async () => {
        for (const [path, text] of before) await writeFile(path, text);
      };
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}
