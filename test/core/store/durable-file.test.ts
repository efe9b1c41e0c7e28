// One file that is whole at every moment.
import * as files from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { durableFile } from '../../../src/main/core/store/durable-file.ts';
import type { FileCalls } from '../../../src/main/core/store/file-calls.ts';
import { failingCall, recordedFiles, systemError } from '../../support/faulty-files.ts';
import { tempFolder } from '../../support/temp-folder.ts';

let folder: string;
beforeEach(async () => {
  folder = await tempFolder();
});

const pathOf = (name: string): string => join(folder, name);
const textOf = (name: string): Promise<string> => files.readFile(pathOf(name), 'utf8');
const linux = { platform: 'linux' } as const;
const deadPid = 2 ** 22 + 1;

describe('durableFile', () => {
  it('is private to the user, also when the file was readable for others before', async () => {
    await files.writeFile(pathOf('a'), 'old', { mode: 0o644 });
    const file = durableFile(pathOf('a'), linux);
    await file.write('new');
    expect((await files.stat(pathOf('a'))).mode & 0o777).toBe(0o600);
    expect(await file.read()).toBe('new');
  });

  it('reads null where there is no file', async () => {
    expect(await durableFile(pathOf('a'), linux).read()).toBeNull();
  });

  it('keeps what was there before as .bak, and nothing else', async () => {
    const file = durableFile(pathOf('a'), { ...linux, keepPrevious: true });
    await file.write('1');
    expect(await files.readdir(folder)).toEqual(['a']);
    await file.write('2');
    await file.write('3');
    expect([await textOf('a'), await textOf('a.bak')]).toEqual(['3', '2']);
    expect((await files.readdir(folder)).toSorted()).toEqual(['a', 'a.bak']);
  });

  it('keeps what was there before by a copy where the file system has no links', async () => {
    const calls: FileCalls = { ...files, link: failingCall(files.link, systemError('ENOTSUP')) };
    const file = durableFile(pathOf('a'), { ...linux, keepPrevious: true, files: calls });
    await file.write('1');
    await file.write('2');
    expect([await textOf('a'), await textOf('a.bak')]).toEqual(['2', '1']);
  });

  it('writes behind a symbolic link, which stays one, also when it points at nothing yet', async () => {
    await files.mkdir(pathOf('elsewhere'));
    await files.symlink(join('elsewhere', 'real'), pathOf('link'));
    const file = durableFile(pathOf('link'), { ...linux, keepPrevious: true });
    await file.write('1');
    await file.write('2');
    expect((await files.lstat(pathOf('link'))).isSymbolicLink()).toBe(true);
    expect([await textOf('elsewhere/real'), await textOf('link.bak')]).toEqual(['2', '1']);
  });

  it('writes in the order of the calls', async () => {
    const file = durableFile(pathOf('a'), { ...linux, keepPrevious: true });
    await Promise.all(Array.from({ length: 20 }, (_, index) => file.write(String(index))));
    expect([await textOf('a'), await textOf('a.bak')]).toEqual(['19', '18']);
  });

  it('syncs the content before the rename and the folder after it', async () => {
    const { calls, steps } = recordedFiles(folder);
    await durableFile(pathOf('a'), { ...linux, files: calls }).write('1');
    expect(steps).toEqual(['open draft', 'sync draft', 'rename draft to a', 'open .', 'sync .']);
  });

  it('leaves the old file whole and no draft when the disk is full, and works again afterwards', async () => {
    const { calls, failNext } = recordedFiles(folder);
    const file = durableFile(pathOf('a'), { ...linux, files: calls });
    await file.write('old');
    for (const step of ['open draft', 'sync draft', 'rename draft to a']) {
      failNext(step, systemError('ENOSPC'));
      await expect(file.write('new')).rejects.toMatchObject({ code: 'ENOSPC' });
      expect(await textOf('a')).toBe('old');
      expect(await files.readdir(folder)).toEqual(['a']);
    }
    await file.write('new');
    expect(await textOf('a')).toBe('new');
  });

  it('tries again on Windows while another program holds the file, and only there', async () => {
    const waited: number[] = [];
    const wait = (ms: number): Promise<void> => Promise.resolve(void waited.push(ms));
    const held = (code: string): FileCalls => ({
      ...files,
      rename: failingCall(files.rename, systemError(code), 3),
    });
    const write = (platform: NodeJS.Platform, code: string): Promise<void> =>
      durableFile(pathOf('a'), { platform, files: held(code), wait }).write('1');

    for (const code of ['EPERM', 'EBUSY', 'EACCES']) await write('win32', code);
    expect(waited).toEqual([10, 20, 40, 10, 20, 40, 10, 20, 40]);
    await expect(write('linux', 'EPERM')).rejects.toMatchObject({ code: 'EPERM' });
    await expect(write('win32', 'ENOSPC')).rejects.toMatchObject({ code: 'ENOSPC' });
  });

  it('gives up on Windows after a while', async () => {
    const calls: FileCalls = { ...files, rename: failingCall(files.rename, systemError('EBUSY')) };
    const file = durableFile(pathOf('a'), { platform: 'win32', files: calls, wait: () => Promise.resolve() });
    await expect(file.write('1')).rejects.toMatchObject({ code: 'EBUSY' });
    expect(await files.readdir(folder)).toEqual([]);
  });

  it('removes drafts of dead processes only', async () => {
    const [dead, alive] = [`a.${deadPid}.0badcafe.tmp`, `a.${process.ppid}.0badcafe.tmp`];
    for (const name of [dead, alive, `ab.${deadPid}.0badcafe.tmp`]) await files.writeFile(pathOf(name), '');
    await durableFile(pathOf('a'), linux).write('1');
    expect((await files.readdir(folder)).toSorted()).toEqual(
      ['a', alive, `ab.${deadPid}.0badcafe.tmp`].toSorted(),
    );
  });

  it('sets itself aside and removes itself', async () => {
    const file = durableFile(pathOf('a'), linux);
    await file.write('1');
    expect(await file.setAside('corrupt')).toBe(pathOf('a.corrupt'));
    await file.write('2');
    await file.remove();
    await file.remove();
    expect(await files.readdir(folder)).toEqual(['a.corrupt']);
  });
});
