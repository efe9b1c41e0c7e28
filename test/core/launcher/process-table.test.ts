// Who is running: Linux by its own /proc and a made one, macOS and Windows by what their tools print.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createProcessTable } from '../../../src/main/core/launcher/process-table/index.ts';
import { linuxProcessTable } from '../../../src/main/core/launcher/process-table/linux.ts';
import { fakeHost } from '../../support/fake-host.ts';
import { killProcessesWith, processesWith } from '../../support/processes.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { until } from '../../support/until.ts';

const marker = `table-${process.pid}`;

afterEach(() => killProcessesWith(marker));

describe('the process table of Linux', () => {
  const table = linuxProcessTable();

  it('tells when a process began, the same each time, and nothing of one that is not there', async () => {
    const own = await table.startTime(process.pid);
    expect(own).toMatch(/^[0-9a-f-]{36}\/\d+$/);
    expect(await table.startTime(process.pid)).toBe(own);
    expect(await table.startTime(4_000_000)).toBeNull();
  });

  it('lists the members of a group, also when its founder is gone, and knows the marked ones', async () => {
    const env = { ...process.env, PATCHBAY_LAUNCH_ID: marker };
    const founder = spawn('sh', ['-c', 'sleep 100 & exec sleep 100'], { detached: true, env });
    const pid = founder.pid ?? 0;
    const startTime = await table.startTime(pid);
    await until('both sleepers', async () => (await table.members(pid, startTime)).length === 2);
    founder.kill('SIGKILL');
    await once(founder, 'exit');
    const left = await table.members(pid, startTime);
    expect(left).toEqual((await processesWith(marker)).map((each) => each.pid));
    expect(left).toHaveLength(1);
    expect(await table.isMarked(left[0] ?? 0, marker)).toBe(true);
    expect(await table.isMarked(left[0] ?? 0, 'another')).toBe(false);
    expect(await table.isMarked(process.pid, marker)).toBe(false);
  });

  it('finds by its mark what has left the group, but not what the desktop opened for a person', async () => {
    const env = { ...process.env, PATCHBAY_LAUNCH_ID: marker };
    const opened = 'GIO_LAUNCHED_DESKTOP_FILE=/usr/share/applications/browser.desktop setsid sleep 100';
    const founder = spawn('sh', ['-c', `setsid sleep 100 & ${opened} & sleep 100 & echo up; wait`], {
      detached: true,
      env,
    });
    await once(founder.stdout, 'data');
    const pid = founder.pid ?? 0;
    await until('the strays', async () => (await table.strays(marker, pid)).length === 1);
    const [stray = 0] = await table.strays(marker, pid);
    const startTime = await table.startTime(pid);
    // The shell and one sleeper; what leaves the group does so a moment after it began.
    const members = await until('those in the group', async () => {
      const found = await table.members(pid, startTime);
      return found.length === 2 && found;
    });
    expect(members).not.toContain(stray);
    expect(await table.strays('another', pid)).toEqual([]);
    expect((await table.strays(marker, null)).toSorted()).toEqual([...members, stray].toSorted());
    expect(table.markedNow([marker, 'another']).toSorted()).toEqual([...members, stray].toSorted());
    expect(table.markedNow(['another'])).toEqual([]);
    // The shell, the two sleepers, and the one that is a person's.
    expect(await processesWith(marker)).toHaveLength(4);
  });

  it('counts neither zombies nor the group of a new holder of the pid', async () => {
    const proc = await tempFolder();
    await writeProcess(proc, 70, '(na me) ) S', { group: 70, session: 70, start: 500 });
    await writeProcess(proc, 71, '(x) Z', { group: 70, session: 70, start: 600 });
    await writeProcess(proc, 72, '(x) R', { group: 70, session: 70, start: 700 });
    await writeProcess(proc, 73, '(x) S', { group: 70, session: 1, start: 700 });
    const made = linuxProcessTable(proc);
    const startTime = await made.startTime(70);
    expect(startTime).toBe('/500');
    expect(await made.members(70, startTime)).toEqual([70, 72]);
    expect(await made.members(70, null)).toEqual([70, 72]);
    expect(await made.members(70, '/499')).toEqual([]);
  });
});

async function writeProcess(
  proc: string,
  pid: number,
  nameAndState: string,
  { group, session, start }: { group: number; session: number; start: number },
): Promise<void> {
  await mkdir(join(proc, String(pid)));
  const rest = Array.from({ length: 15 }, () => 0).join(' ');
  await writeFile(
    join(proc, String(pid), 'stat'),
    `${pid} ${nameAndState} 1 ${group} ${session} ${rest} ${start} 0 0\n`,
  );
}

describe('the process table of macOS', () => {
  const rows = [
    '  501   501 Ss   Sat Nov 21 02:09:00 2026    ',
    '  502   501 S    Sat Nov 21 02:09:01 2026    ',
    '  503   501 Z    Sat Nov 21 02:09:01 2026    ',
    ' 7700  7700 S+   Sun Nov  1 12:00:00 2026    ',
  ].join('\n');
  const host = fakeHost('darwin', {
    run: (_, args) => Promise.resolve(args.includes('-E') ? 'node x.js PATCHBAY_LAUNCH_ID=abc A=b\n' : rows),
  });
  const table = createProcessTable(host);

  it('reads ps: start times, and the members of a group without its zombies', async () => {
    expect(await table.startTime(7700)).toBe('Sun Nov 1 12:00:00 2026');
    expect(await table.startTime(1)).toBeNull();
    expect(await table.members(501, 'Sat Nov 21 02:09:00 2026')).toEqual([501, 502]);
    expect(await table.members(501, 'Sat Nov 21 02:08:59 2026')).toEqual([]);
  });

  it('finds the launch marker where ps shows the environment', async () => {
    expect(await table.isMarked(502, 'abc')).toBe(true);
    expect(await table.isMarked(502, 'abd')).toBe(false);
    expect(host.runs.at(-1)).toBe('ps -E -ww -o command= -p 502');
    expect(await createProcessTable(fakeHost('darwin')).isMarked(502, 'abc')).toBe(false);
  });

  it('finds by its mark what has left the group, and nothing where ps fails', async () => {
    const text = [
      '  501   501 S    node server.js PATH=/bin PATCHBAY_LAUNCH_ID=abc',
      '  510   510 S    node daemon.js PATH=/bin PATCHBAY_LAUNCH_ID=abc HOME=/',
      '  511   511 Z    (node) PATCHBAY_LAUNCH_ID=abc',
      '  512   512 S    node other.js PATCHBAY_LAUNCH_ID=abd',
      `  ${process.pid}   512 S    node patchbay PATCHBAY_LAUNCH_ID=abc`,
    ].join('\n');
    const marked = createProcessTable(
      fakeHost('darwin', { run: () => Promise.resolve(text), runNow: () => text }),
    );
    expect(await marked.strays('abc', 501)).toEqual([510]);
    expect(await marked.strays('abc', null)).toEqual([501, 510]);
    expect(marked.markedNow(['abc', 'abd'])).toEqual([501, 510, 512]);
    const broken = createProcessTable(fakeHost('darwin'));
    expect(await broken.strays('abc', 501)).toEqual([]);
    expect(broken.markedNow(['abc'])).toEqual([]);
  });
});

describe('the process table of Windows', () => {
  const at = (second: number): string => `2026-11-21T02:09:${String(second).padStart(2, '0')}.1234567`;
  const tableOf = (rows: readonly [pid: number, parent: number, second: number][]) =>
    createProcessTable(
      fakeHost('win32', {
        run: () =>
          Promise.resolve(rows.map(([pid, parent, second]) => `${pid} ${parent} ${at(second)}`).join('\r\n')),
      }),
    );

  it('takes the descendants of a process for its group, and not those that are older than their parent', async () => {
    const table = tableOf([
      [4, 0, 0],
      [100, 4, 10],
      [200, 100, 11],
      [300, 200, 12],
      [301, 200, 9],
      [400, 4, 12],
    ]);
    expect(await table.startTime(100)).toBe(at(10));
    expect(await table.members(100, at(10))).toEqual([100, 200, 300]);
  });

  it('finds what a dead founder left, without the children of a new holder of its pid', async () => {
    const orphans = tableOf([
      [200, 100, 11],
      [300, 200, 30],
    ]);
    expect(await orphans.members(100, at(10))).toEqual([200, 300]);
    const reused = tableOf([
      [100, 4, 20],
      [200, 100, 11],
      [500, 100, 21],
    ]);
    expect(await reused.members(100, at(10))).toEqual([200]);
  });

  it('still knows a process whose parent, no founder itself, went between two looks', async () => {
    const rows = [`100 4 ${at(10)}`, `200 100 ${at(11)}`, `300 200 ${at(12)}`];
    const table = createProcessTable(fakeHost('win32', { run: () => Promise.resolve(rows.join('\r\n')) }));
    expect(await table.members(100, at(10))).toEqual([100, 200, 300]);
    rows.splice(0, 2);
    expect(await table.members(100, at(10))).toEqual([300]);
    rows.splice(0, 1, `300 4 ${at(40)}`, `400 300 ${at(41)}`);
    expect(await table.members(100, at(10))).toEqual([]);
  });

  it('names nobody where the founder’s start time is not known', async () => {
    expect(await tableOf([[200, 100, 11]]).members(100, null)).toEqual([]);
    expect(await tableOf([]).isMarked(1, 'x')).toBe(false);
  });
});
