// What Patchbay leaves behind when it ends or is killed, and what the next one does about it.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../src/main/core/ports.ts';
import { readJournal, writeRecords } from '../../../src/main/core/launcher/journal.ts';
import { openLauncher } from '../../../src/main/core/launcher/launcher.ts';
import type { ChildRecord, ProcessTable } from '../../../src/main/core/launcher/ports.ts';
import { createProcessTable } from '../../../src/main/core/launcher/process-table/index.ts';
import { sweepLeftovers, type SweepReport } from '../../../src/main/core/launcher/sweep.ts';
import { systemHost } from '../../../src/main/core/launcher/system-host.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { fakeHost } from '../../support/fake-host.ts';
import { passTimeUntil } from '../../support/pass-time.ts';
import { killProcessesWith, noProcessWith, processesWith } from '../../support/processes.ts';
import { recordingLogger } from '../../support/recorders.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { until } from '../../support/until.ts';

const marker = `sweep-${process.pid}`;
const harness = fileURLToPath(new URL('../../fixtures/launcher-harness.ts', import.meta.url));
const fast = { inputMs: 50, terminateMs: 50, killMs: 5000 };
const table = createProcessTable(systemHost());

afterEach(() => killProcessesWith(marker));

function sweep(file: string): Promise<SweepReport> {
  const ports = { host: systemHost(), table, clock: systemClock(), logger: recordingLogger(), timing: fast };
  return sweepLeftovers(file, ports);
}

/** Runs a launcher in a process of its own until its servers are ready. */
async function runLauncher(file: string, flagLists: readonly string[][]) {
  const args = [harness, file, marker, ...flagLists.map((flags) => JSON.stringify(flags))];
  const launcher = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(launcher.stdout, 'data');
  return launcher;
}

async function killedLauncher(file: string, ...flagLists: string[][]): Promise<void> {
  const launcher = await runLauncher(file, flagLists);
  launcher.kill('SIGKILL');
  await once(launcher, 'exit');
}

/** Without another program in its place: for a moment that would have no environment that can be read. */
async function startSleeper(
  script = 'echo up; read -r line',
): Promise<{ child: ChildProcess; record: ChildRecord }> {
  const launchId = `launch-${marker}`;
  const env = { ...process.env, MARKER: marker, PATCHBAY_LAUNCH_ID: launchId };
  const child = spawn('sh', ['-c', script], { detached: true, env });
  await once(child.stdout, 'data');
  const pid = child.pid ?? 0;
  return {
    child,
    record: { name: 'files', command: 'sh', pid, startTime: await table.startTime(pid), launchId },
  };
}

describe('when Patchbay is told to end', () => {
  it('goes only after the last grandchild that ignores everything', async () => {
    const file = join(await tempFolder(), 'children.json');
    const launcher = await runLauncher(file, [['--stubborn-child'], []]);
    const exited = once(launcher, 'exit');
    launcher.kill('SIGTERM');
    const [said] = (await once(launcher.stdout, 'data')) as [Buffer];
    expect(said.toString()).toBe('stopped\n');
    expect(await exited).toEqual([0, null]);
    expect(await processesWith(marker)).toEqual([]);
    expect(readJournal(file, recordingLogger())).toEqual([]);
  });
});

describe('after Patchbay was killed', () => {
  it('the next start ends servers that live on, and their grandchildren', async () => {
    const file = join(await tempFolder(), 'children.json');
    const stubborn = ['--ignore-eof', '--ignore-term'];
    await killedLauncher(file, stubborn, [...stubborn, '--stubborn-child'], []);
    expect((await processesWith(marker)).length).toBeGreaterThanOrEqual(3);
    expect(readJournal(file, recordingLogger())).toHaveLength(3);
    const { ended, left } = await sweep(file);
    await noProcessWith(marker, 0);
    expect(ended.map(({ name }) => name)).toEqual(expect.arrayContaining(['mock-0', 'mock-1']));
    expect(left).toEqual([]);
    expect(readJournal(file, recordingLogger())).toEqual([]);
  });

  it('a grandchild is found whose parent went by itself', async () => {
    const file = join(await tempFolder(), 'children.json');
    await killedLauncher(file, ['--stubborn-child']);
    const [record] = readJournal(file, recordingLogger());
    // The polite server follows the end of its stdin.
    await until('its end', async () => !(await processesWith(marker)).some(({ pid }) => pid === record?.pid));
    const { ended } = await sweep(file);
    expect(ended).toHaveLength(1);
    await noProcessWith(marker, 0);
  });

  it('opening the launcher sweeps first', async () => {
    const file = join(await tempFolder(), 'children.json');
    await killedLauncher(file, ['--ignore-eof']);
    expect(await processesWith(marker)).toHaveLength(1);
    await openLauncher({
      journalFile: file,
      env: process.env,
      clock: systemClock(),
      logger: recordingLogger(),
      logSink: { append: () => undefined },
    });
    expect(await processesWith(marker)).toEqual([]);
  });
});

describe('the sweep', () => {
  it('never touches a process that has the pid, but not the start time', async () => {
    const file = join(await tempFolder(), 'children.json');
    const { record } = await startSleeper();
    writeRecords(file, [{ ...record, startTime: 'another-boot/123' }]);
    expect(await sweep(file)).toEqual({ ended: [], left: [] });
    expect(await processesWith(marker)).not.toEqual([]);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ version: 1, children: [] });
  });

  it('never touches a group without founder that does not carry the mark of the launch', async () => {
    const file = join(await tempFolder(), 'children.json');
    const { child, record } = await startSleeper('sleep 100 & echo up; wait');
    child.kill('SIGKILL');
    await once(child, 'exit');
    writeRecords(file, [{ ...record, launchId: 'another' }]);
    expect(await sweep(file)).toEqual({ ended: [], left: [] });
    expect(await processesWith(marker)).toHaveLength(1);
    writeRecords(file, [record]);
    expect((await sweep(file)).ended).toEqual([record]);
    await noProcessWith(marker, 0);
  });

  it('ends what has left its group for a session of its own, though another process has the pid now', async () => {
    const file = join(await tempFolder(), 'children.json');
    const { child, record } = await startSleeper('setsid sleep 100 & echo up; wait');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const stranger = spawn('sleep', ['100'], { detached: true });
    onTestFinished(() => void stranger.kill('SIGKILL'));
    await once(stranger, 'spawn');
    const reused = { ...record, pid: stranger.pid ?? 0, startTime: 'this-boot/1' };
    writeRecords(file, [{ ...reused, launchId: 'another' }]);
    expect(await sweep(file)).toEqual({ ended: [], left: [] });
    expect(await processesWith(marker)).toHaveLength(1);
    writeRecords(file, [reused]);
    expect((await sweep(file)).ended).toEqual([reused]);
    await noProcessWith(marker, 0);
    expect([stranger.exitCode, stranger.signalCode]).toEqual([null, null]);
  });

  it('finds a process by its mark that was killed over before its pid could be written down', async () => {
    const file = join(await tempFolder(), 'children.json');
    const { record } = await startSleeper();
    writeRecords(file, [{ ...record, pid: null, startTime: null }]);
    expect((await sweep(file)).ended).toHaveLength(1);
    await noProcessWith(marker, 0);
  });

  it('takes the mark for proof when the start time was not written any more', async () => {
    const file = join(await tempFolder(), 'children.json');
    const { record } = await startSleeper();
    writeRecords(file, [{ ...record, startTime: null, launchId: 'another' }]);
    expect((await sweep(file)).ended).toEqual([]);
    writeRecords(file, [{ ...record, startTime: null }]);
    expect((await sweep(file)).ended).toHaveLength(1);
    await noProcessWith(marker, 0);
  });

  it('does nothing where no journal is, or one that cannot be understood', async () => {
    const folder = await tempFolder();
    expect(await sweep(join(folder, 'none.json'))).toEqual({ ended: [], left: [] });
    await writeFile(join(folder, 'bad.json'), '[');
    expect(await sweep(join(folder, 'bad.json'))).toEqual({ ended: [], left: [] });
  });

  it('keeps what it cannot end or find out, and says so', async () => {
    const file = join(await tempFolder(), 'children.json');
    const record = { name: 'files', command: 'sh', pid: 70, startTime: 'then', launchId: 'a' };
    const immortal: ProcessTable = {
      startTime: () => Promise.resolve('then'),
      members: () => Promise.resolve([70]),
      isMarked: () => Promise.resolve(false),
      strays: () => Promise.resolve([]),
      markedNow: () => [],
    };
    const silent: ProcessTable = { ...immortal, members: () => Promise.reject(new Error('no ps here')) };
    for (const [each, words] of [
      [immortal, 'A process of "files" from the last run (group 70) could not be ended.'],
      [silent, 'What is left of "files" could not be found out: Error: no ps here'],
    ] as const) {
      writeRecords(file, [record]);
      const logger = recordingLogger();
      const clock = fakeClock();
      const host = fakeHost('darwin', { signal: () => 'sent' });
      const report = await passTimeUntil(clock, sweepLeftovers(file, { host, table: each, clock, logger }));
      expect(report).toEqual({ ended: [], left: [record] });
      expect(logger.lines).toEqual([{ level: 'warn', text: words }]);
      expect(readJournal(file, logger)).toEqual([record]);
    }
  });
});
