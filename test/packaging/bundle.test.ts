// What the build leaves in out/: files that need nothing but Node and Electron.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { parseAst } from 'vite';
import { describe, expect, it } from 'vitest';
import { inProject } from '../../scripts/project.ts';

const read = (...parts: string[]): string => readFileSync(inProject('out', ...parts), 'utf8');

interface SyntaxNode {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** Modules that come with a file, whatever it does. */
function broughtModules(code: string): string[] {
  const { body } = parseAst(code) as unknown as { readonly body: readonly SyntaxNode[] };
  const named = body.map(namedBy).filter(isNode);
  return named.map(({ value }) => String(value));
}

/** Every module that a file names in an import, an export, a dynamic import or a call of `require`. */
function namedModules(code: string, language: 'module' | 'commonjs' = 'module'): string[] {
  const names: string[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) visit(each);
    if (!isNode(value)) return;
    const named = namedBy(value);
    if (isNode(named) && typeof named['value'] === 'string') names.push(named['value']);
    for (const child of Object.values(value)) visit(child);
  };
  visit(parseAst(code, { sourceType: language }));
  return names;
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value;
}

/** The expression by which a piece of code names a module, if it names one. */
function namedBy(node: SyntaxNode): unknown {
  if (/^(?:Import|Export).*(?:Declaration|Expression)$/.test(node.type)) return node['source'];
  const callee = node.type === 'CallExpression' ? node['callee'] : undefined;
  const isRequire = isNode(callee) && /^_*require$/.test(String(callee['name']));
  return isRequire ? (node['arguments'] as unknown[])[0] : undefined;
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

  it('is ASCII, so that no file takes two bytes for each character in memory', () => {
    expect(mainFiles().filter((file) => !/^\p{ASCII}*$/u.test(read('main', file)))).toEqual([]);
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

  it('loads the description of the routes only when somebody asks for it', () => {
    const describing = mainFiles().filter((file) => read('main', file).includes('mutualTLS'));
    expect(describing).toEqual([expect.stringMatching(/^chunks.describe-/)]);
    const bringing = mainFiles().filter((file) =>
      broughtModules(read('main', file)).some((name) => /\/describe-/.test(name)),
    );
    expect(bringing).toEqual([]);
  });

  it('loads the updater only where the app has a release feed', () => {
    const updating = mainFiles().filter((file) => read('main', file).includes('app-update.yml'));
    const updater: unknown = expect.stringMatching(/^chunks.electron-updates-/);
    expect(updating.toSorted()).toEqual([updater, 'index.js']);
    const bringing = mainFiles().filter((file) =>
      broughtModules(read('main', file)).some((name) => name.includes('/electron-updates-')),
    );
    expect(bringing).toEqual([]);
  });

  it.each(['cli.js', 'bridge.js'])('has %s, which a shell can run', (name) => {
    expect(read('main', name)).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect(statSync(inProject('out', 'main', name)).mode & 0o111).toBe(0o111);
  });

  it('has the bridge in one file, which can be copied anywhere', () => {
    expect(namedModules(read('main', 'bridge.js')).filter((name) => !builtIn(name))).toEqual([]);
  });
});

describe('the preload script', () => {
  it('is one CommonJS file that needs electron and nothing else', () => {
    expect(readdirSync(inProject('out', 'preload'))).toEqual(['index.cjs']);
    expect(namedModules(read('preload', 'index.cjs'), 'commonjs')).toEqual(['electron']);
    expect(read('preload', 'index.cjs')).not.toMatch(/^(?:import|export)\s/m);
  });

  it('is small: no schema came along', () => {
    expect(statSync(inProject('out', 'preload', 'index.cjs')).size).toBeLessThan(8192);
  });
});
