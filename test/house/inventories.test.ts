// What the documents list is all there is, and nothing else: packages with their reasons, folders of the core, options,
// requests with what they need.
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';
import { expect, it } from 'vitest';
import { needOf } from '../../src/main/core/gateway/route-needs.ts';
import { say } from '../cli/in-process.ts';
import { codeBlocks, documents } from './documents.ts';

const root = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

function packagesOf(file: string): readonly string[] {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(read(file)) as Manifest;
  return Object.keys({ ...dependencies, ...devDependencies });
}

it('each package has a row with its reason, and each row is of a package', () => {
  const rows = [...read('docs/DEPENDENCIES.md').matchAll(/^\| (`.+?) +\| (.+?) +\|$/gm)];
  const listed = rows.flatMap(([, names = '']) =>
    [...names.matchAll(/`([^`]+)`/g)].map((name) => name[1] ?? ''),
  );
  expect(listed.length).toBeGreaterThan(30);
  expect(new Set(listed).size).toBe(listed.length);
  const own = packagesOf('package.json');
  expect(own.filter((name) => !listed.some((row) => matchesGlob(name, row)))).toEqual([]);
  const apart = globSync('test/programs/*/package.json', { cwd: root }).flatMap(packagesOf);
  const known = [...own, ...apart];
  expect(listed.filter((row) => !known.some((name) => matchesGlob(name, row)))).toEqual([]);
});

it('each folder of the core stands among the folders of the architecture, once, and no other', () => {
  const blocks = codeBlocks(read('docs/ARCHITECTURE.md'));
  const tree = blocks.find((block) => block.startsWith('src/shared/')) ?? '';
  const inCore = tree.split(/^ {2}core\/.*\n/m)[1]?.split(/^ {0,2}\S/m)[0] ?? '';
  const listed = [...inCore.matchAll(/^ {4}([a-z-]+)\/ +\S/gm)].map((match) => match[1] ?? '');
  const folders = readdirSync(join(root, 'src/main/core'), { withFileTypes: true });
  const there = folders.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  expect(listed.toSorted()).toEqual(there.toSorted());
});

/** The commands that a help lists; none where it is that of a command. */
function commandsIn(help: string): readonly string[] {
  const list = help.split('\nCommands:\n')[1]?.split('\n\n')[0] ?? '';
  const names = [...list.matchAll(/^ {2}([a-z][a-z-]*)\b/gm)].map((match) => match[1] ?? '');
  return names.filter((name) => name !== 'help');
}

it('the README has each command, and says of all of them which options they take', async () => {
  const readme = read('README.md');
  expect(readme).toContain('Each takes `--data-dir`, and all but `serve` and `bridge`,');
  const table = readme.split('\n## Commands\n')[1] ?? '';
  const helpOf = async (...words: readonly string[]) => (await say([...words, '--help'])).stdout;
  const commands = commandsIn(await helpOf());
  expect(commands.length).toBeGreaterThan(20);
  for (const command of commands) {
    expect(table).toMatch(new RegExp(`(?:\`|patchbay )${command}\\b`));
    const help = await helpOf(command);
    const parts = commandsIn(help);
    const helps = parts.length === 0 ? [help] : await Promise.all(parts.map((part) => helpOf(command, part)));
    for (const one of helps) {
      expect(one).toContain('--data-dir');
      expect([command, one.includes('--json')]).toEqual([command, !['serve', 'bridge'].includes(command)]);
    }
  }
});

it('each request that a document shows to copy has a token where its route wants one', () => {
  const requests = documents().flatMap(({ path, text }) =>
    codeBlocks(text)
      .flatMap((block) => block.replaceAll('\\\n', ' ').split('\n'))
      .flatMap((line) => {
        const route = /^curl .*?127\.0\.0\.1:3004(\/[^\s'"]*)/.exec(line)?.[1];
        return route === undefined ? [] : [{ path, line, need: needOf('POST', route) }];
      }),
  );
  expect(requests.map(({ need }) => need).sort()).toEqual(['mcp', 'registration', 'registry']);
  const withToken = requests.filter(({ line }) => line.includes('Authorization: Bearer $TOKEN'));
  expect(withToken).toEqual(requests.filter(({ need }) => need !== 'registration'));
  expect(documents().find(({ path }) => path.endsWith('METRICS.md'))?.text).toContain('credentials_file:');
});
