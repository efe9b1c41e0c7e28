// The documents lead where they say, and show commands that exist.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { say } from '../cli/in-process.ts';
import { anchors, codeBlocks, documents, targets } from './documents.ts';

const root = join(import.meta.dirname, '../..');
const all = documents();

/** What is wrong with a link; null: nothing. */
function fault(from: string, target: string): string | null {
  if (/^[a-z]+:/.test(target)) return null;
  const [file = '', anchor] = target.split('#');
  const path = file === '' ? from : posix.join(posix.dirname(from), file);
  if (!existsSync(join(root, path))) return `${target}: there is no ${path}`;
  if (anchor === undefined) return null;
  const text = all.find((document) => document.path === path)?.text ?? '';
  return anchors(text).has(anchor) ? null : `${target}: ${path} has no such heading`;
}

describe.each(all.map(({ path, text }) => [path, text] as const))('%s', (path, text) => {
  it('leads to files and headings that are there', () => {
    expect(targets(text).flatMap((target) => fault(path, target) ?? [])).toEqual([]);
  });
});

it('anchors are made as GitHub makes them', () => {
  const text = '# One `two`, three!\n## From a file\n## From a file\n```\n# no\n```\n';
  expect([...anchors(text)]).toEqual(['one-two-three', 'from-a-file', 'from-a-file-1']);
  expect(fault('README.md', 'docs/nowhere.md')).toContain('there is no docs/nowhere.md');
  expect(fault('README.md', '#nowhere')).toContain('no such heading');
});

/** Every `patchbay …` that a document shows, in a block or in a line. */
function commandLines(text: string): readonly string[] {
  const blocks = codeBlocks(text).flatMap((block) => block.split('\n'));
  const spans = [...text.replaceAll(/^```[\s\S]*?^```$/gm, '').matchAll(/`([^`\n]+)`/g)].map(
    (match) => match[1] ?? '',
  );
  return [...blocks, ...spans]
    .flatMap((line) => [...line.matchAll(/(?:^\s*|\$\(|&& )patchbay (?!-)(.+)$/g)])
    .map((match) => match[1] ?? '');
}

const isWord = (word: string | undefined): word is string =>
  word !== undefined && /^[a-z][a-z-]*$/.test(word);

it('show no command and no option that is not in the help', async () => {
  const helps = new Map<string, string>();
  const helpOf = async (...words: readonly string[]): Promise<string> => {
    const key = words.join(' ');
    const known = helps.get(key);
    if (known !== undefined) return known;
    const { status, stdout } = await say([...words, '--help']);
    helps.set(key, status === 0 ? stdout : '');
    return helps.get(key) ?? '';
  };
  const commandsIn = (help: string): ReadonlySet<string> =>
    new Set([...help.matchAll(/^ {2}([a-z][a-z-]*)\b/gm)].map((match) => match[1] ?? ''));
  const top = commandsIn(await helpOf());
  const wrong: string[] = [];
  let count = 0;
  for (const { path, text } of all) {
    for (const line of commandLines(text)) {
      const [shown = ''] = line.split(/ #|[)|<>]| -- /);
      const words = shown.trim().split(/\s+/);
      const [command] = words;
      if (!isWord(command)) continue;
      count += 1;
      if (!top.has(command)) wrong.push(`${path}: patchbay ${line}`);
      if (command === 'help' || !top.has(command)) continue;
      const groups = commandsIn((await helpOf(command)).split('\nCommands:\n')[1] ?? '');
      const [, second] = words;
      const isGroup = groups.size > 0 && isWord(second);
      if (isGroup && !groups.has(second)) wrong.push(`${path}: patchbay ${line}`);
      const help = await helpOf(...(isGroup ? [command, second] : [command]));
      for (const option of words.filter((word) => /^--[a-z]/.test(word)))
        if (!help.includes(option.split('=')[0] ?? option)) wrong.push(`${path}: patchbay ${line}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(count).toBeGreaterThan(60);
});

it('has every picture of the README in light and dark, small, and no other', () => {
  const folder = join(root, 'docs/pictures');
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const shown = [...readme.matchAll(/"docs\/pictures\/([^"]+)"/g)].map((match) => match[1] ?? '');
  const names = [...new Set(shown.map((file) => file.replace(/-(?:light|dark)\.png$/, '')))];
  expect(names.length).toBeGreaterThan(2);
  const wanted = names.flatMap((name) => [`${name}-dark.png`, `${name}-light.png`]);
  expect(shown.sort()).toEqual(wanted.sort());
  expect(readdirSync(folder).sort()).toEqual(wanted);
  expect(wanted.filter((file) => statSync(join(folder, file)).size >= 150_000)).toEqual([]);
});
