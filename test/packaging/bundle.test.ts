// What the build leaves in out/: files that need nothing but Node and Electron.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { inProject } from '../../scripts/project.ts';

const read = (...parts: string[]): string => readFileSync(inProject('out', ...parts), 'utf8');

/** Every module that a file names in an import, an export, a dynamic import or a call of `require`. */
function namedModules(code: string): string[] {
  const forms = [
    /^\s*(?:import|export)\s[^'"\n]*?from\s*["']([^"']+)["']/gm,
    /^\s*import\s*["']([^"']+)["']/gm,
    /\bimport\(\s*["']([^"']+)["']\s*\)/g,
    /(?<![.\w])(?:__)?require\(\s*["']([^"']+)["']\s*\)/g,
  ];
  return forms.flatMap((form) => Array.from(code.matchAll(form), ([, name]) => name ?? ''));
}

function mainFiles(): string[] {
  return readdirSync(inProject('out', 'main'), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.js'));
}

const ownFile = /^\.{1,2}\//;
const builtIn = (name: string): boolean => name.startsWith('node:') || builtinModules.includes(name);

describe('out/main', () => {
  it('needs no package but electron', () => {
    const needed = mainFiles().flatMap((file) =>
      namedModules(read('main', file))
        .filter((name) => !ownFile.test(name) && !builtIn(name) && name !== 'electron')
        .map((name) => `${file} needs ${name}`),
    );
    expect(needed).toEqual([]);
  });

  it('needs electron for the app alone, not for the command line', () => {
    const reached = new Set<string>();
    const visit = (file: string): void => {
      if (reached.has(file)) return;
      reached.add(file);
      for (const name of namedModules(read('main', file))) {
        if (ownFile.test(name)) visit(path.posix.join(path.posix.dirname(file), name));
      }
    };
    visit('cli.js');
    const withElectron = [...reached].filter((file) => namedModules(read('main', file)).includes('electron'));
    expect(withElectron).toEqual([]);
  });

  it('has a command line that a shell can run', () => {
    expect(read('main', 'cli.js')).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect(statSync(inProject('out', 'main', 'cli.js')).mode & 0o111).toBe(0o111);
  });
});

describe('the preload script', () => {
  it('is one CommonJS file that needs electron and nothing else', () => {
    expect(readdirSync(inProject('out', 'preload'))).toEqual(['index.cjs']);
    expect(namedModules(read('preload', 'index.cjs'))).toEqual(['electron']);
    expect(read('preload', 'index.cjs')).not.toMatch(/^(?:import|export)\s/m);
  });

  it('is small: no schema came along', () => {
    expect(statSync(inProject('out', 'preload', 'index.cjs')).size).toBeLessThan(8192);
  });
});
