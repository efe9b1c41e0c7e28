import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => join(folder, file));
}

/** Every module that a file imports, type-only and dynamic imports included; relative ones as paths from the root. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found = text.matchAll(/(?:from\s+|import\s*\(\s*|import\s+|require\(\s*)['"]([^'"]+)['"]/g);
  return [...found].map(([, name = '']) =>
    name.startsWith('.') ? relative(root, resolve(root, dirname(file), name)) : name,
  );
}

/** Folder → what its files may import: folders of ours, and packages (`*`: any). */
const allowed: Record<string, { folders: string[]; packages: (name: string) => boolean }> = {
  'src/shared': { folders: ['src/shared'], packages: (name) => name === 'zod' },
  'src/main/core': {
    folders: ['src/main/core', 'src/shared'],
    packages: (name) => name !== 'electron' && !name.startsWith('electron/') && name !== 'electron-log/main',
  },
  'src/main/shell': { folders: ['src/main/shell', 'src/main/core', 'src/shared'], packages: () => true },
  'src/main/bridge': {
    folders: ['src/main/bridge', 'src/main/core', 'src/shared'],
    packages: (name) => name !== 'electron',
  },
  'src/main/cli': {
    folders: ['src/main/cli', 'src/main/core', 'src/shared'],
    packages: (name) => name !== 'electron',
  },
  'src/renderer': {
    folders: ['src/renderer', 'src/shared'],
    packages: (name) => name !== 'electron' && !name.startsWith('node:'),
  },
};

/** Within the core: from the wire outwards. A folder may import those that stand before it. */
const coreLayers = ['relay', 'upstream', 'servers', 'gateway'];

describe('imports', () => {
  it.each(Object.entries(allowed))('of %s go one way', (folder, { folders, packages }) => {
    const files = sourceFiles(folder);
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .filter((name) =>
          name.startsWith('src/') ? !folders.some((ok) => name.startsWith(`${ok}/`)) : !packages(name),
        )
        .map((name) => `${file} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  it.each(coreLayers)('of core/%s never reach outwards', (layer) => {
    const outer = coreLayers.slice(coreLayers.indexOf(layer) + 1).map((name) => `src/main/core/${name}/`);
    const files = sourceFiles(`src/main/core/${layer}`);
    expect(files.length).toBeGreaterThan(0);
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .filter((name) => outer.some((prefix) => name.startsWith(prefix)))
        .map((name) => `${file} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  });
});
