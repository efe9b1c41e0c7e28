// Files of what servers print: bounded, private, never in the way.
import * as files from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { lineFile, type LineFile } from '../../../src/main/core/telemetry/line-file.ts';
import { createServerFiles, logFileName } from '../../../src/main/core/telemetry/server-files.ts';
import { tempFolder } from '../../support/temp-folder.ts';

let folder: string;
let troubles: unknown[];
beforeEach(async () => {
  folder = await tempFolder();
  troubles = [];
});

const path = (name = 'a.log'): string => join(folder, name);
const text = (name = 'a.log'): Promise<string> => files.readFile(path(name), 'utf8');
const open = (maxBytes = 1_000_000, maxWaitingBytes = 1_000_000): LineFile =>
  lineFile({ path: path(), maxBytes, maxWaitingBytes, onTrouble: (error) => void troubles.push(error) });

describe('lineFile', () => {
  it('writes lines in order, private to the user', async () => {
    const file = open();
    for (let number = 0; number < 1000; number++) file.append(String(number));
    await file.flush();
    expect(await text()).toBe(Array.from({ length: 1000 }, (_, number) => `${number}\n`).join(''));
    expect((await files.stat(path())).mode & 0o777).toBe(0o600);
  });

  it('begins anew when full, keeping the full one beside it', async () => {
    const file = open(25);
    for (let number = 0; number < 9; number++) {
      file.append(`line ${number}, 10`);
      await file.flush();
    }
    expect(await text()).toBe('line 8, 10\n');
    expect(await text('a.log.old')).toBe('line 6, 10\nline 7, 10\n');
  });

  it('counts what an earlier run left', async () => {
    await files.writeFile(path(), 'x'.repeat(30));
    const file = open(35);
    file.append('new line');
    await file.flush();
    expect([await text(), await text('a.log.old')]).toEqual(['new line\n', 'x'.repeat(30)]);
  });

  it('leaves out what the disk is too slow for, and says how much', async () => {
    const file = open(1_000_000, 30);
    for (let number = 0; number < 20; number++) file.append(`line number ${number}`);
    await file.flush();
    file.append('after');
    await file.flush();
    const lines = (await text()).trimEnd().split('\n');
    expect(lines.at(-1)).toBe('after');
    expect(lines.at(-2)).toMatch(/^… \d+ lines left out/);
    const leftOut = Number(/\d+/.exec(lines.at(-2) ?? '')?.[0]);
    expect(lines.length - 2 + leftOut).toBe(20);
  });

  it('tells of trouble once, and goes on when it is over', async () => {
    await files.mkdir(path());
    const file = open();
    for (const line of ['lost', 'lost, too']) {
      file.append(line);
      await file.flush();
    }
    expect(troubles).toHaveLength(1);
    await files.rmdir(path());
    file.append('kept');
    await file.flush();
    expect(await text()).toBe('kept\n');
  });

  it('makes the file again when somebody removed it', async () => {
    const file = open();
    file.append('1');
    await file.flush();
    await files.rm(path());
    file.append('2');
    await file.flush();
    expect(await text()).toBe('2\n');
  });
});

describe('server files', () => {
  it('hold one file for each server, with time and level', async () => {
    const all = createServerFiles({
      maxBytes: () => 1_000_000,
      folder,
      onTrouble: (error) => void troubles.push(error),
    });
    all.append({ seq: 0, time: 0, source: 'files', level: 'info', text: 'hello' });
    all.append({ seq: 1, time: 1, source: 'remote', level: 'error', text: 'no' });
    await all.flush();
    expect(await text('server-files.log')).toBe('1970-01-01T00:00:00.000Z info  hello\n');
    expect(await text('server-remote.log')).toBe('1970-01-01T00:00:00.001Z error no\n');
  });

  it('stay in their folder whatever a server is called', () => {
    const names = ['../../etc/passwd', 'a/b', 'a_b', 'a:b', 'CON', '', '.', 'x'.repeat(300), 'ü'];
    const made = names.map(logFileName);
    for (const name of made) expect(name).toMatch(/^server-[\w.~-]{0,64}\.log$/);
    expect(new Set(made).size).toBe(names.length);
  });

  it('write everything also for more servers than are kept open', async () => {
    const all = createServerFiles({
      maxBytes: () => 1_000_000,
      folder,
      onTrouble: (error) => void troubles.push(error),
    });
    for (let number = 0; number < 500; number++) {
      all.append({ seq: number, time: 0, source: `s${number % 250}`, level: 'info', text: String(number) });
    }
    await all.flush();
    expect((await files.readdir(folder)).length).toBe(250);
    expect((await text('server-s7.log')).match(/\d+$/gm)).toEqual(['7', '257']);
  });

  it('go when there are too many, the oldest first', async () => {
    for (let number = 0; number < 410; number++) {
      await files.writeFile(path(`server-s${number}.log`), '');
      await files.utimes(path(`server-s${number}.log`), number, number);
    }
    await files.writeFile(path('patchbay.log'), '');
    await createServerFiles({
      maxBytes: () => 1_000_000,
      folder,
      onTrouble: (error) => void troubles.push(error),
    }).flush();
    const left = await files.readdir(folder);
    expect(left).toHaveLength(401);
    expect(left).toContain('server-s10.log');
    expect(left).not.toContain('server-s9.log');
  });
});
