// One data folder, one program: with real processes.
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { lockFolder } from '../../../src/main/core/data-folder/lock.ts';
import { writeRunFile } from '../../../src/main/core/data-folder/run-file.ts';
import { createProcessTable } from '../../../src/main/core/launcher/process-table/index.ts';
import { systemHost } from '../../../src/main/core/launcher/system-host.ts';
import type { StartTimeOf } from '../../../src/main/core/process-identity.ts';
import { tempFolder } from '../../support/temp-folder.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await tempFolder();
});

const startTimeOf: StartTimeOf = (pid) => createProcessTable(systemHost()).startTime(pid);
const lock = (patienceMs?: number) =>
  lockFolder({
    dataDir,
    platform: process.platform,
    startTimeOf,
    ...(patienceMs === undefined ? {} : { patienceMs }),
  });
const claims = (): Promise<string[]> => readdir(join(dataDir, 'lock'));

/** Leaves a claim as a process would. */
async function claim(pid: number, startTime: string, content = 'held'): Promise<void> {
  await mkdir(join(dataDir, 'lock'), { recursive: true });
  await writeFile(join(dataDir, 'lock', `${pid}-${encodeURIComponent(startTime)}-0badcafe`), content);
}

interface Program {
  readonly child: ChildProcessByStdio<Writable, Readable, null>;
  readonly say: (line: string) => void;
  readonly hear: () => Promise<string>;
}

async function program(): Promise<Program> {
  const file = join(import.meta.dirname, '../../support/folder-holder.ts');
  const child = spawn(process.execPath, [file, dataDir], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const hear = async (): Promise<string> => String((await lines.next()).value);
  expect(await hear()).toBe('waiting');
  return { child, hear, say: (line) => void child.stdin.write(`${line}\n`) };
}

describe('a data folder', () => {
  it('is refused to the second program, with pid and address of the first', async () => {
    const first = await program();
    first.say('go');
    expect(await first.hear()).toBe('holds it');
    const pid = first.child.pid ?? 0;
    const message = `Another Patchbay (process ${pid}) runs on the data folder ${dataDir}.`;
    await expect(lock()).rejects.toMatchObject({
      code: 'DATA_DIR_IN_USE',
      message,
      details: { pid, url: null },
    });

    const url = 'http://127.0.0.1:3004';
    await writeRunFile(dataDir, { pid, url, consoleUrl: null, version: '1', startedAt: 0 }, process.platform);
    await expect(lock()).rejects.toMatchObject({
      message: `Another Patchbay (process ${pid}, ${url}) runs on the data folder ${dataDir}.`,
      details: { pid, url },
    });
  });

  it('is refused to the same program, too', async () => {
    const held = await lock();
    await expect(lock()).rejects.toMatchObject({ code: 'DATA_DIR_IN_USE' });
    await held.release();
    await held.release();
    await (await lock()).release();
    expect(await claims()).toEqual([]);
  });

  it.each(['close', 'exit'])('is free again after the first one’s %s', async (how) => {
    const first = await program();
    first.say('go');
    expect(await first.hear()).toBe('holds it');
    first.say(how);
    await once(first.child, 'exit');
    expect(await claims()).toEqual([]);
  });

  it('is free again after the first one was killed', async () => {
    const first = await program();
    first.say('go');
    expect(await first.hear()).toBe('holds it');
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    expect(await claims()).toHaveLength(1);
    await (await lock()).release();
    expect(await claims()).toEqual([]);
  });

  it('is not held by another process that was given the pid of the first', async () => {
    await claim(process.ppid, 'at another time');
    await (await lock()).release();
    expect(await claims()).toEqual([]);
  });

  it('is held by a living process of which the start time is not known', async () => {
    await claim(process.ppid, '');
    await expect(lock()).rejects.toMatchObject({ details: { pid: process.ppid } });
  });

  it('is not held by a killed process that nobody has waited for', async () => {
    const parent = spawn('sh', ['-c', 'true & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void parent.kill('SIGKILL'));
    const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
    await claim(Number(line), (await startTimeOf(Number(line))) ?? '');
    await (await lock()).release();
    expect(await claims()).toEqual([]);
  });

  it('is refused when somebody else is about to decide for ever', async () => {
    await claim(process.ppid, (await startTimeOf(process.ppid)) ?? '', '');
    await expect(lock(50)).rejects.toMatchObject({ details: { pid: process.ppid } });
  });

  it('ignores what is no claim', async () => {
    await mkdir(join(dataDir, 'lock'));
    await writeFile(join(dataDir, 'lock', '.DS_Store'), '');
    await (await lock()).release();
    expect(await claims()).toEqual(['.DS_Store']);
  });

  it(
    'goes to exactly one of ten that start at the same moment over a dead one’s claim',
    { timeout: 60_000 },
    async () => {
      const dead = await program();
      dead.say('go');
      expect(await dead.hear()).toBe('holds it');
      dead.child.kill('SIGKILL');
      await once(dead.child, 'exit');

      const programs = await Promise.all(Array.from({ length: 10 }, () => program()));
      for (const each of programs) each.say('go');
      const outcomes = await Promise.all(programs.map(({ hear }) => hear()));
      const winner = programs[outcomes.indexOf('holds it')]?.child.pid;
      const others = outcomes.filter((outcome) => outcome !== 'holds it');
      expect(others).toEqual(
        Array.from(
          { length: 9 },
          () => expect.stringContaining(`DATA_DIR_IN_USE Another Patchbay (process ${winner})`) as string,
        ),
      );
    },
  );
});

describe('on Windows', () => {
  const windows = (startTime: string) =>
    lockFolder({ dataDir, platform: 'win32', startTimeOf: () => Promise.resolve(startTime) });
  const asCim = (ms: number): string => new Date(ms).toISOString().replace('Z', '1234');
  const startedAt = Date.now() - process.uptime() * 1000;

  it('the system’s idea of when a process began may differ a little from its own', async () => {
    await windows('');
    await expect(windows(asCim(startedAt + 900))).rejects.toMatchObject({ code: 'DATA_DIR_IN_USE' });
  });

  it('a process that began at another time is another one', async () => {
    const first = await windows('');
    await (await windows(asCim(startedAt - 60_000))).release();
    expect(await claims()).toEqual([]);
    await first.release();
  });
});
