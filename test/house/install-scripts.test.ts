// Packages that run something when they are installed, and the files that the page on security names.
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const page = read('docs/SECURITY.md');

interface Locked {
  readonly packages: Readonly<
    Record<
      string,
      { readonly hasInstallScript?: boolean; readonly dev?: boolean; readonly integrity?: string }
    >
  >;
}

function locked(file: string): readonly (readonly [path: string, entry: Locked['packages'][string]])[] {
  return Object.entries((JSON.parse(read(file)) as Locked).packages).filter(([path]) => path !== '');
}

/** The pinned runtimes. */
const runtimes: ReadonlySet<string> = new Set(['electron', 'node']);

it('only the pinned runtimes may have install scripts', () => {
  const withScript = locked('package-lock.json').filter(
    ([, { hasInstallScript }]) => hasInstallScript === true,
  );
  const names = withScript.map(([path]) =>
    path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
  );
  expect(names).toContain('node');
  expect(names.filter((name) => !runtimes.has(name))).toEqual([]);
  for (const name of names) expect(page).toContain(`| \`${name}\``);
});

it('nothing in node_modules ships, and all of it has a hash', () => {
  const packages = locked('package-lock.json').filter(([path]) => path.startsWith('node_modules/'));
  expect(packages.length).toBeGreaterThan(100);
  const ours = new Set(['node_modules/electron-builder-squirrel-windows']);
  expect(
    packages
      .filter(([path, { dev, integrity }]) => !ours.has(path) && (dev !== true || integrity === undefined))
      .map(([path]) => path),
  ).toEqual([]);
});

it('the programs that tests install by themselves run no scripts, and have hashes', () => {
  const programs = readdirSync(join(root, 'test', 'programs'));
  expect(programs).toEqual(['inspector', 'mcpb']);
  expect(read('test/support/installed-program.ts')).toContain("['ci', '--ignore-scripts',");
  for (const name of programs)
    for (const [path, { integrity }] of locked(`test/programs/${name}/package-lock.json`))
      expect({ path, integrity }).toEqual({ path, integrity: expect.stringMatching(/^sha512-/) });
});

it('npm versions that ask run the script of the runtime alone', () => {
  const { allowScripts } = JSON.parse(read('package.json')) as { readonly allowScripts: unknown };
  expect(allowScripts).toEqual({ node: true });
});

it('every file that the page names is there', () => {
  const named = [...page.matchAll(/`([a-z-]+\/[a-z/-]*(?:[a-z0-9-]+(?:\.test)?\.ts)?)`/g)].map(
    ([, path]) => path ?? '',
  );
  const places = ['src/main/core', 'src/renderer', '', 'test', 'test/integration'];
  expect(named.length).toBeGreaterThan(40);
  expect(named.filter((path) => !places.some((place) => existsSync(join(root, place, path))))).toEqual([]);
});

it('every file that the page names without its folder is somewhere', () => {
  const there = new Set(globSync('src/**/*.ts', { cwd: root }).map((path) => basename(path)));
  const named = [...page.matchAll(/`([a-z0-9-]+\.ts)`/g)].map(([, name]) => name ?? '');
  expect(named.filter((name) => !there.has(name))).toEqual([]);
});

it('every row of the specification names the file that holds it, or says why there is none', () => {
  const start = page.indexOf('## The specification, row by row');
  const part = page.slice(start, page.indexOf('\n## ', start + 1));
  const rows = part
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\| (?:-|it says|section)/.test(line));
  expect(rows.length).toBeGreaterThan(15);
  const excused = /Does not arise|Not done/;
  expect(rows.filter((row) => !/`[a-z/-]+(?:\.ts|\/)`/.test(row) && !excused.test(row))).toEqual([]);
});
