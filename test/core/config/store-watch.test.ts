// What comes into force while Patchbay runs, however the file was saved.
import { lstat, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ConfigStore } from '../../../src/main/core/config/types.ts';
import { until } from '../../support/until.ts';
import { configPlace, type ConfigPlace, serverNames, withServers } from './config-place.ts';

let place: ConfigPlace;

/** Waits for a server to be in force. */
async function arrived(store: ConfigStore, name: string): Promise<void> {
  await expect.poll(() => serverNames(store), { timeout: 10_000, interval: 5 }).toContain(name);
}

beforeEach(async () => {
  place = await configPlace();
  return () => place.clear();
});

describe('a file that changes while it is watched', () => {
  let store: ConfigStore;
  let told: number;

  beforeEach(async () => {
    await writeFile(place.file, withServers('a'));
    store = await place.open();
    told = 0;
    store.onChange(() => (told += 1));
  });

  it('comes into force when it is written in place', async () => {
    await writeFile(place.file, withServers('a', 'b'));
    await arrived(store, 'b');
    expect(told).toBe(1);
  });

  it('comes into force when it is replaced as editors do, again and again', async () => {
    for (const name of ['b', 'c', 'd']) {
      await writeFile(`${place.file}~`, withServers(name));
      await rename(`${place.file}~`, place.file);
      await arrived(store, name);
      expect(store.faults).toEqual([]);
    }
  });

  it('changes nothing while it has faults, and says which', async () => {
    const before = store.current;
    await writeFile(place.file, '{\n  "mcpServers": { "b": { "command": 5 } }\n}');
    await until('the fault', () => store.faults.length > 0);
    expect(store.current).toBe(before);
    expect(store.faults).toMatchObject([{ key: 'mcpServers.b.command', line: 2, column: 37 }]);
    expect(told).toBe(1);
    expect(place.logged).toContain(
      `${place.file}:2:37: mcpServers.b.command must be a string, not a number. Expected: a string that is not empty.`,
    );
    await writeFile(place.file, withServers('b'));
    await arrived(store, 'b');
    expect(store.faults).toEqual([]);
    expect(told).toBe(2);
  });

  it('stays in force when it is deleted, and comes back', async () => {
    await rm(place.file);
    await until('the fault', () => store.faults.length > 0);
    expect(store.faults).toMatchObject([
      { message: `${place.file} is gone; what was read last stays in force.` },
    ]);
    expect(serverNames(store)).toEqual(['a']);
    await writeFile(place.file, withServers('a'));
    await until('its return', () => store.faults.length === 0);
    expect(serverNames(store)).toEqual(['a']);
  });

  it('comes back with its folder', async () => {
    await rm(place.folder, { recursive: true });
    await until('the fault', () => store.faults.length > 0);
    await mkdir(place.folder);
    await writeFile(place.file, withServers('z'));
    await arrived(store, 'z');
    expect(store.faults).toEqual([]);
  });

  it('tells nobody who asked not to be told', async () => {
    const stop = store.onChange(() => (told += 100));
    stop();
    await writeFile(place.file, withServers('b'));
    await arrived(store, 'b');
    expect(told).toBe(1);
  });

  it('tells the others when one of the told fails', async () => {
    store.onChange(() => {
      throw new Error('no');
    });
    let last = 0;
    store.onChange(() => (last += 1));
    await writeFile(place.file, withServers('b'));
    await until('the last one told', () => last === 1);
    expect(place.logged).toContain('A new configuration was not taken up everywhere: no');
  });
});

describe('a file behind a symbolic link', () => {
  let target: string;
  let store: ConfigStore;

  beforeEach(async () => {
    await mkdir(path.join(place.folder, 'dotfiles'));
    target = path.join(place.folder, 'dotfiles', 'patchbay.json');
    await writeFile(target, withServers('a'));
    await symlink(path.join('dotfiles', 'patchbay.json'), place.file);
    store = await place.open();
  });

  it('is followed when it is replaced there, removed and put back', async () => {
    await writeFile(`${target}~`, withServers('b'));
    await rename(`${target}~`, target);
    await arrived(store, 'b');
    await rm(target);
    await until('the fault', () => store.faults.length > 0);
    await writeFile(target, withServers('c'));
    await arrived(store, 'c');
    expect(store.faults).toEqual([]);
  });

  it('is followed when the link leads elsewhere, and then there', async () => {
    const other = path.join(place.folder, 'other.json');
    await writeFile(other, withServers('o'));
    await symlink('other.json', `${place.file}~`);
    await rename(`${place.file}~`, place.file);
    await arrived(store, 'o');
    await writeFile(other, withServers('p'));
    await arrived(store, 'p');
    expect(serverNames(store)).toEqual(['p']);
  });

  it('is edited there, and the link stays', async () => {
    await store.addServer('b', { command: 'x' });
    expect((await lstat(place.file)).isSymbolicLink()).toBe(true);
    expect(await readFile(target, 'utf8')).toContain('"b"');
    expect(serverNames(store)).toEqual(['a', 'b']);
  });
});
