import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isFresh, markFresh } from '../../scripts/build/freshness.ts';

let root = '';
const inRoot = (...parts: string[]): string => path.join(root, ...parts);
const setTime = (seconds: number, ...parts: string[]): void => utimesSync(inRoot(...parts), seconds, seconds);

/** Sources of second 1000, built at second 2000. */
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'patchbay-fresh-'));
  mkdirSync(inRoot('src', 'deep'), { recursive: true });
  mkdirSync(inRoot('out'));
  for (const file of [['src', 'deep', 'a.ts'], ['package.json']]) {
    writeFileSync(inRoot(...file), '');
    setTime(1000, ...file);
  }
  for (const folder of [['src', 'deep'], ['src']]) setTime(1000, ...folder);
  markFresh(root, 2_000_000);
});
afterEach(() => rmSync(root, { recursive: true }));

describe('out/ is fresh', () => {
  it('after a build', () => {
    expect(isFresh(root)).toBe(true);
  });

  it('until it is removed', () => {
    rmSync(inRoot('out'), { recursive: true });
    expect(isFresh(root)).toBe(false);
  });

  it('until a source changes, be it while the build ran', () => {
    setTime(2001, 'src', 'deep', 'a.ts');
    expect(isFresh(root)).toBe(false);
  });

  it('until a source is removed', () => {
    rmSync(inRoot('src', 'deep', 'a.ts'));
    expect(isFresh(root)).toBe(false);
  });

  it('until the packages change', () => {
    setTime(2001, 'package.json');
    expect(isFresh(root)).toBe(false);
  });
});
