// The data folder: private, with a console token, and run.json while somebody runs on it.
import * as files from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readConsoleToken } from '../../../src/main/core/data-folder/console-token.ts';
import { openDataFolder, type DataFolder } from '../../../src/main/core/data-folder/data-folder.ts';
import { loadRunFile, readRunFile, type RunFile } from '../../../src/main/core/data-folder/run-file.ts';
import { tempFolder } from '../../support/temp-folder.ts';

let root: string;
let dataDir: string;
beforeEach(async () => {
  root = await tempFolder();
  dataDir = join(root, 'data');
});

const open = (dir = dataDir, platform: NodeJS.Platform = 'linux'): Promise<DataFolder> =>
  openDataFolder({ dataDir: dir, platform, homeDir: join(root, 'home') });
const modeOf = async (...path: string[]): Promise<string> =>
  ((await files.stat(join(dataDir, ...path))).mode & 0o777).toString(8);
const run = (pid: number): RunFile => ({
  pid,
  url: 'http://127.0.0.1:3004',
  consoleUrl: 'http://127.0.0.1:3005',
  version: '0.1.0',
  startedAt: 1,
});

describe('opening', () => {
  it('makes the folder, private to the user', async () => {
    const folder = await open(join(dataDir, 'deep'));
    expect([await modeOf(), await modeOf('deep'), await modeOf('deep', 'logs')]).toEqual([
      '700',
      '700',
      '700',
    ]);
    expect(await modeOf('deep', 'console-token')).toBe('600');
    expect(folder.warnings).toEqual([]);
    await folder.close();
  });

  it('closes what was open to other users, and says so', async () => {
    await files.mkdir(join(dataDir, 'logs'), { recursive: true });
    await files.chmod(dataDir, 0o755);
    for (const name of ['config.json', 'registry.json.bak', 'other.txt', 'logs/patchbay.log'])
      await files.writeFile(join(dataDir, name), '', { mode: 0o644 });
    const folder = await open();
    expect([await modeOf(), await modeOf('logs')]).toEqual(['700', '700']);
    expect([await modeOf('config.json'), await modeOf('logs', 'patchbay.log')]).toEqual(['600', '600']);
    expect(await modeOf('other.txt')).toBe('644');
    expect(folder.warnings).toEqual([
      `The data folder ${dataDir} was open to other users (mode 0755); it is 0700 now.`,
      `Readable for other users until now, and closed to them: config.json, registry.json.bak, logs, logs/patchbay.log in ${dataDir}.`,
    ]);
    await folder.close();
    expect((await open()).warnings).toEqual([]);
  });

  it('leaves alone what a link leads to', async () => {
    await files.writeFile(join(root, 'dotfile'), '{}', { mode: 0o644 });
    await files.mkdir(dataDir, { mode: 0o700 });
    await files.symlink(join(root, 'dotfile'), join(dataDir, 'config.json'));
    await (await open()).close();
    expect((await files.stat(join(root, 'dotfile'))).mode & 0o777).toBe(0o644);
  });

  it('refuses the home folder and a shared folder rather than closing them to others', async () => {
    const home = join(root, 'home');
    await files.mkdir(home, { mode: 0o755 });
    await expect(open(home)).rejects.toMatchObject({ code: 'DATA_DIR_UNUSABLE' });
    const shared = join(root, 'shared');
    await files.mkdir(shared);
    await files.chmod(shared, 0o1777);
    await expect(open(shared)).rejects.toMatchObject({
      message: `The folder ${shared} is shared with other users, so it cannot be the data folder, which is closed to others.`,
      expected: `Choose a folder of its own, such as ${join(shared, 'patchbay')}, with --data-dir.`,
    });
    expect((await files.stat(shared)).mode & 0o7777).toBe(0o1777);
  });

  it('does not look at modes on Windows', async () => {
    await files.mkdir(dataDir);
    await files.chmod(dataDir, 0o755);
    const folder = await openDataFolder({
      dataDir,
      platform: 'win32',
      homeDir: root,
      startTimeOf: () => Promise.resolve(null),
    });
    expect(await modeOf()).toBe('755');
    await folder.close();
  });

  it.each([
    ['a file is in its place', (path: string) => files.writeFile(path, '')],
    ['its symbolic links lead in a circle', (path: string) => files.symlink(path, path)],
  ])('says what is wrong when %s', async (reason, spoil) => {
    await spoil(dataDir);
    await expect(open()).rejects.toMatchObject({
      code: 'DATA_DIR_UNUSABLE',
      message: `The data folder ${dataDir} cannot be used: ${reason}.`,
    });
  });

  it('says what is wrong where nothing can be made', async () => {
    await expect(open('/proc/patchbay')).rejects.toMatchObject({
      code: 'DATA_DIR_UNUSABLE',
      message: expect.stringContaining('The data folder /proc/patchbay cannot be used: ') as string,
      expected: expect.stringContaining('--data-dir') as string,
    });
  });

  it('holds nothing after a failure', async () => {
    await files.mkdir(join(dataDir, 'console-token'), { recursive: true });
    await expect(open()).rejects.toMatchObject({ code: 'DATA_DIR_UNUSABLE' });
    expect(await files.readdir(join(dataDir, 'lock'))).toEqual([]);
  });
});

describe('run.json', () => {
  it('is there, whole and private, from announcing to closing', async () => {
    const folder = await open();
    expect(await readRunFile(dataDir)).toBeNull();
    await folder.announce(run(process.pid));
    expect(await readRunFile(dataDir)).toEqual(run(process.pid));
    expect(await modeOf('run.json')).toBe('600');
    await folder.close();
    expect(await files.readdir(dataDir)).not.toContain('run.json');
    expect(await files.readdir(join(dataDir, 'lock'))).toEqual([]);
  });

  it('of a dead process does not count, and is removed by the next one', async () => {
    await files.mkdir(dataDir);
    const left = run(2 ** 22 + 1);
    await files.writeFile(join(dataDir, 'run.json'), JSON.stringify(left));
    expect(await readRunFile(dataDir)).toBeNull();
    expect(await loadRunFile(dataDir)).toEqual(left);
    const folder = await open();
    expect(await loadRunFile(dataDir)).toBeNull();
    await folder.close();
  });

  it.each(['', '{}', '{"pid": 0}', `{"pid": ${process.pid}, "url": 3}`])(
    'that says %j is none',
    async (text) => {
      await files.mkdir(dataDir);
      await files.writeFile(join(dataDir, 'run.json'), text);
      expect(await readRunFile(dataDir)).toBeNull();
    },
  );

  it('of the next program is left alone by a second close', async () => {
    const first = await open();
    await first.close();
    const second = await open();
    await second.announce(run(process.pid));
    await first.close();
    expect(await readRunFile(dataDir)).not.toBeNull();
    await second.close();
  });
});

describe('the console token', () => {
  it('is 32 random bytes, and stays', async () => {
    expect(await readConsoleToken(dataDir)).toBeNull();
    const first = await open();
    expect(Buffer.from(first.consoleToken, 'base64url')).toHaveLength(32);
    expect(await readConsoleToken(dataDir)).toBe(first.consoleToken);
    await first.close();
    const second = await open();
    expect(second.consoleToken).toBe(first.consoleToken);
    await second.close();
  });

  it.each(['', '\n', 'short', 'x'.repeat(100)])('is made anew where the file says %j', async (text) => {
    await files.mkdir(dataDir, { mode: 0o700 });
    await files.writeFile(join(dataDir, 'console-token'), text, { mode: 0o644 });
    expect(await readConsoleToken(dataDir)).toBeNull();
    const folder = await open();
    expect(folder.consoleToken).toMatch(/^[\w-]{43}$/);
    expect(folder.warnings.at(-1)).toContain('was not a token');
    expect(await modeOf('console-token')).toBe('600');
    await folder.close();
  });
});
