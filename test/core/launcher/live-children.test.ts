// The last moment of a process: all children end, and none begins.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { LiveChildren } from '../../../src/main/core/launcher/live-children.ts';
import { openLauncher, type Launcher } from '../../../src/main/core/launcher/launcher.ts';
import type { ProcessHost, ProcessTable } from '../../../src/main/core/launcher/ports.ts';
import { systemHost } from '../../../src/main/core/launcher/system-host.ts';
import { systemClock } from '../../../src/main/core/ports.ts';
import { fakeHost } from '../../support/fake-host.ts';
import { killProcessesWith, noProcessWith, processesWith } from '../../support/processes.ts';
import { recordingLogger } from '../../support/recorders.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { until } from '../../support/until.ts';

const marker = `live-${process.pid}`;

async function launcherIn(folder: string, host: ProcessHost = systemHost()): Promise<Launcher> {
  onTestFinished(() => killProcessesWith(marker));
  return openLauncher({
    journalFile: join(folder, 'children.json'),
    env: process.env,
    clock: systemClock(),
    logger: recordingLogger(),
    logSink: { append: () => undefined },
    host,
  });
}

function sleeper(launcher: Launcher, script: string) {
  const spec = {
    name: 'sleeper',
    command: 'sh',
    args: ['-c', script],
    env: { MARKER: marker },
    cwd: undefined,
  };
  return launcher.supervise(
    spec,
    { maxRestarts: 0, startTimeoutMs: 20_000, maxLineBytes: 1000 },
    {
      onSpawned: () => Promise.resolve(),
      onMessage: () => undefined,
      onDrain: () => undefined,
      onEnded: () => undefined,
      onStatus: () => undefined,
      wanted: () => false,
    },
  );
}

it('ends each child with its group and what has left it, at once, and starts none any more', async () => {
  const launcher = await launcherIn(await tempFolder());
  const script = 'trap "" TERM HUP; setsid sleep 100 & sleep 100 & wait';
  const supervisors = [sleeper(launcher, script), sleeper(launcher, script)];
  await Promise.all(supervisors.map((supervisor) => supervisor.start()));
  await until('all of them', async () => (await processesWith(marker)).length === 6);
  launcher.killNow();
  await noProcessWith(marker, 1000);
  launcher.killNow();
  await expect(sleeper(launcher, script).start()).rejects.toThrow('Patchbay ends');
  expect(await processesWith(marker)).toEqual([]);
});

it('does not look at the processes of the machine when there is no child', () => {
  const looks: unknown[] = [];
  const table: ProcessTable = {
    startTime: () => Promise.resolve(null),
    members: () => Promise.resolve([]),
    isMarked: () => Promise.resolve(false),
    strays: () => Promise.resolve([]),
    markedNow: (launchIds) => {
      looks.push(launchIds);
      return [];
    },
  };
  const live = new LiveChildren(fakeHost('linux'), table);
  const group = {
    isGone: () => Promise.resolve(true),
    terminate: () => Promise.resolve(true),
    kill: () => Promise.resolve(),
    killNow: () => void looks.push('group'),
  };
  live.add({ launchId: 'one', group });
  live.remove('one');
  live.killNow();
  expect(looks).toEqual([]);
  live.add({ launchId: 'too late', group });
  expect(looks).toEqual(['group', ['too late']]);
});

it('writes a launch down before there is a process, and takes it back when there is none', async () => {
  const folder = await tempFolder();
  const journal = (): unknown => JSON.parse(readFileSync(join(folder, 'children.json'), 'utf8'));
  let atSpawn: unknown = null;
  const host = fakeHost('linux', {
    spawn: () => {
      atSpawn = journal();
      throw Object.assign(new Error('no more processes'), { code: 'EPERM' });
    },
  });
  const launcher = await launcherIn(folder, host);
  await expect(sleeper(launcher, 'sleep 100').start()).rejects.toThrow('sleeper');
  expect(atSpawn).toMatchObject({ children: [{ name: 'sleeper', command: 'sh', pid: null }] });
  expect(journal()).toEqual({ version: 1, children: [] });
});
