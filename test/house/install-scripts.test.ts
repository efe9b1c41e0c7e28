// Packages that run something when they are installed, and the files that the page on security names.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const page = read('docs/SECURITY.md');

interface Locked {
  readonly packages: Readonly<
    Record<string, { readonly hasInstallScript?: boolean; readonly dev?: boolean }>
  >;
}

it('only the packages with a reason on the page have install scripts, and none of them ships', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as Locked;
  const withScript = Object.entries(packages).filter(([, { hasInstallScript }]) => hasInstallScript === true);
  const names = withScript.map(([path]) =>
    path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
  );
  expect(names.toSorted()).toEqual(['@modelcontextprotocol/inspector', 'electron-winstaller', 'node']);
  for (const name of names) expect(page).toContain(`| \`${name}\``);
  expect(Object.keys(packages).filter((path) => path !== '' && packages[path]?.dev !== true)).toEqual([]);
});

it('npm versions that ask run the script of the runtime alone', () => {
  const { allowScripts } = JSON.parse(read('package.json')) as { readonly allowScripts: unknown };
  expect(allowScripts).toEqual({ node: true });
});

it('every file that the page names is there', () => {
  const named = [...page.matchAll(/`([a-z-]+\/[a-z/-]*(?:[a-z0-9-]+(?:\.test)?\.ts)?)`/g)].map(
    ([, path]) => path ?? '',
  );
  const places = ['src/main/core', '', 'test', 'test/integration'];
  expect(named.length).toBeGreaterThan(40);
  expect(named.filter((path) => !places.some((place) => existsSync(join(root, place, path))))).toEqual([]);
});
