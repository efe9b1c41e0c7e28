import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { english } from '../../src/renderer/messages/english.ts';
import { loadMessages, preferredLanguages } from '../../src/renderer/messages/messages.ts';
import { russian } from '../../src/renderer/messages/russian.ts';
import { shownLiterals } from '../support/shown-literals.ts';

const renderer = fileURLToPath(new URL('../../src/renderer', import.meta.url));

/** Every leaf as `path: kind`. */
function shapeOf(value: unknown, path = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [`${path}: ${typeof value}`];
  return Object.entries(value).flatMap(([key, one]) => shapeOf(one, path === '' ? key : `${path}.${key}`));
}

function textsOf(value: unknown, path = ''): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => textsOf(one, path === '' ? key : `${path}.${key}`));
}

function textPathsOf(value: unknown): readonly string[] {
  return shapeOf(value).map((leaf) => leaf.slice(0, leaf.lastIndexOf(':')));
}

describe('the words of the page', () => {
  it('are the same in number and kind in both languages', () => {
    expect([...shapeOf(russian)].sort()).toEqual([...shapeOf(english)].sort());
  });

  it('are empty in no language', () => {
    const empty = [...textsOf(english), ...textsOf(russian)].filter(([, text]) => text.trim() === '');
    expect(empty).toEqual([]);
  });

  it('are loaded for the language of the page’s address, else for the best one of the browser', async () => {
    const asked = (search: string, ...languages: readonly string[]) =>
      loadMessages(preferredLanguages(search, languages));
    expect(await asked('?lang=ru', 'en-US')).toBe(russian);
    expect(await asked('?lang=en', 'ru')).toBe(english);
    expect(await asked('', 'ru-RU', 'en')).toBe(russian);
    expect(await asked('?lang=', 'ru')).toBe(russian);
    expect(await asked('', 'fi', 'en')).toBe(english);
  });

  it('have their numbers and plural forms by the language', () => {
    const forms = [1, 2, 5, 11, 21, 104, 1500].map((value) => russian.header.sessions(value));
    expect(forms).toEqual([
      '1 сессия',
      '2 сессии',
      '5 сессий',
      '11 сессий',
      '21 сессия',
      '104 сессии',
      '1\u00a0500 сессий',
    ]);
    expect(english.header.sessions(1500)).toBe('1,500 sessions');
  });
});

describe('a word', () => {
  it('is there to be used: its name stands somewhere in the page or in what it shows', async () => {
    const source = fileURLToPath(new URL('../../src', import.meta.url));
    const files = (await readdir(source, { recursive: true })).filter(
      (name) => /\.tsx?$/.test(name) && !name.includes('messages'),
    );
    const texts = await Promise.all(files.map((name) => readFile(join(source, name), 'utf8')));
    const named = new Set(texts.join('\n').match(/[\w$-]+/g));
    const names = textPathsOf(english).map((path) => path.split('.').at(-1) ?? '');
    expect(names.filter((name) => !named.has(name) && !name.includes(' '))).toEqual([]);
  });
});

describe('a component', () => {
  it('holds no words: they stand in the messages', async () => {
    const files = (await readdir(renderer, { recursive: true })).filter((name) => name.endsWith('.tsx'));
    expect(files.length).toBeGreaterThan(30);
    const found = await Promise.all(
      files.map(async (name) =>
        shownLiterals(name, await readFile(join(renderer, name), 'utf8')).map((text) => `${name}: ${text}`),
      ),
    );
    expect(found.flat()).toEqual([]);
  });

  it.each([
    ['<p>Hello {name}</p>', 'Hello '],
    ['<Button title="Stop" className="x" />', 'Stop'],
    ["<p>{on ? 'Off' : words.on}</p>", 'Off'],
    ["<p>{on && 'Off'}</p>", 'Off'],
    ['<a aria-label={`Open ${name}`} href="#/x" />', 'Open '],
  ])('%s would be found', (source, text) => {
    expect(shownLiterals('a.tsx', `const a = ${source};`)).toContain(text);
  });

  it.each(["<p>{kind === 'http' ? words.url : words.command}</p>", '<h1>Patchbay</h1>', '<p id="top">–</p>'])(
    '%s would not',
    (source) => {
      expect(shownLiterals('a.tsx', `const a = ${source};`)).toEqual([]);
    },
  );
});
