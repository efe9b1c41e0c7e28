import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findElectron } from '../../src/main/cli/doctor/find-electron.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'patchbay-runtime-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function put(...parts: string[]): string {
  const file = path.join(root, ...parts);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, '');
  return file;
}

describe('the Electron program', () => {
  it('is not there when the package has not fetched it', () => {
    put('node_modules', 'electron', 'index.js');
    expect(findElectron(root, { platform: 'linux', env: {} })).toBeNull();
  });

  it('is where the package notes it', () => {
    const program = put('node_modules', 'electron', 'dist', 'electron');
    writeFileSync(path.join(root, 'node_modules', 'electron', 'path.txt'), 'electron');
    expect(findElectron(root, { platform: 'linux', env: {} })).toBe(program);
  });

  it('is not there when the note is all that is left', () => {
    put('node_modules', 'electron', 'path.txt');
    writeFileSync(path.join(root, 'node_modules', 'electron', 'path.txt'), 'electron');
    expect(findElectron(root, { platform: 'linux', env: {} })).toBeNull();
  });

  it.each([
    ['linux', ['electron']],
    ['win32', ['electron.exe']],
    ['darwin', ['Electron.app', 'Contents', 'MacOS', 'Electron']],
  ] as const)('is in the folder that a variable names, on %s', (platform, parts) => {
    const program = put('elsewhere', ...parts);
    const env = { ELECTRON_OVERRIDE_DIST_PATH: path.join(root, 'elsewhere') };
    expect(findElectron(root, { platform, env })).toBe(program);
    expect(findElectron(root, { platform, env: { ELECTRON_OVERRIDE_DIST_PATH: root } })).toBeNull();
  });
});
