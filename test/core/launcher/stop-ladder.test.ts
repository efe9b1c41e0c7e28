// The stop ladder by played groups and fake time, then on real processes that ignore what can be ignored.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/main/core/ports.ts';
import type { ProcessGroup, ProcessTable } from '../../../src/main/core/launcher/ports.ts';
import { createProcessGroup } from '../../../src/main/core/launcher/process-group.ts';
import { createProcessTable } from '../../../src/main/core/launcher/process-table/index.ts';
import { endGroup } from '../../../src/main/core/launcher/stop-ladder.ts';
import { systemHost } from '../../../src/main/core/launcher/system-host.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { fakeHost } from '../../support/fake-host.ts';
import { passTimeUntil } from '../../support/pass-time.ts';
import { killProcessesWith, noProcessWith } from '../../support/processes.ts';

const marker = `ladder-${process.pid}`;
const stubborn = fileURLToPath(new URL('../../fixtures/mock/stubborn.ts', import.meta.url));
const timing = { inputMs: 2000, terminateMs: 2000, killMs: 2000 };

afterEach(() => killProcessesWith(marker));

type Step = 'input' | 'terminate' | 'kill' | 'nothing';

/** A group that goes at the named step, and the steps that it saw with their times. */
function playedGroup(goesAt: Step, canTerminate = true) {
  const clock = fakeClock();
  const steps: string[] = [];
  let isGone = false;
  const step = (name: Step): void => {
    steps.push(`${name} at ${clock.monotonic()}`);
    if (name === goesAt) isGone = true;
  };
  const group: ProcessGroup = {
    isGone: () => Promise.resolve(isGone),
    terminate: () => {
      if (canTerminate) step('terminate');
      return Promise.resolve(canTerminate);
    },
    kill: () => Promise.resolve(step('kill')),
    killNow: () => step('kill'),
  };
  return { clock, steps, group, closeInput: () => step('input') };
}

function climb({ clock, group, closeInput }: ReturnType<typeof playedGroup>): Promise<boolean> {
  return passTimeUntil(clock, endGroup(group, { clock, timing, closeInput }));
}

describe('the stop ladder', () => {
  it('goes no further than it must', async () => {
    const first = playedGroup('input');
    expect(await climb(first)).toBe(true);
    expect(first.steps).toEqual(['input at 0']);
    const second = playedGroup('terminate');
    expect(await climb(second)).toBe(true);
    expect(second.steps).toEqual(['input at 0', 'terminate at 2000']);
    const third = playedGroup('kill');
    expect(await climb(third)).toBe(true);
    expect(third.steps).toEqual(['input at 0', 'terminate at 2000', 'kill at 4000']);
  });

  it('insists without asking where the system knows no request to end', async () => {
    const group = playedGroup('kill', false);
    expect(await climb(group)).toBe(true);
    expect(group.steps).toEqual(['input at 0', 'kill at 2000']);
  });

  it('gives up on what cannot be ended, and says so', async () => {
    const group = playedGroup('nothing');
    expect(await climb(group)).toBe(false);
    expect(group.steps.slice(2)).toEqual(['kill at 4000', 'kill at 6000', 'kill at 8000']);
  });

  it('does nothing to a group that is gone already', async () => {
    const group = playedGroup('input');
    group.closeInput();
    expect(await endGroup(group.group, { clock: group.clock, timing })).toBe(true);
    expect(group.steps).toEqual(['input at 0']);
  });

  it('does not take a table that cannot be read for an empty group', async () => {
    const played = playedGroup('kill');
    let looks = 0;
    const group = {
      ...played.group,
      isGone: () => (looks++ < 3 ? Promise.reject(new Error('busy')) : played.group.isGone()),
    };
    expect(await climb({ ...played, group })).toBe(true);
    expect(played.steps).toHaveLength(3);
  });
});

function groupOf(child: ChildProcess): ProcessGroup {
  const host = systemHost();
  const table = createProcessTable(host);
  const pid = child.pid ?? 0;
  return createProcessGroup(host, table, { pid, startTime: table.startTime(pid), launchId: marker });
}

describe('a group of real processes', () => {
  const fast = { inputMs: 50, terminateMs: 50, killMs: 5000 };
  const start = (command: string, args: string[]): ChildProcess =>
    spawn(command, args, { detached: true, env: { ...process.env, MARKER: marker } });

  it('is ended although each member ignores everything that can be ignored', async () => {
    const script = `"${process.execPath}" "${stubborn}" & exec "${process.execPath}" "${stubborn}"`;
    const child = start('sh', ['-c', script]);
    if (child.stdout !== null) {
      await once(child.stdout, 'data');
    }
    const closeInput = (): void => void child.stdin?.end();
    expect(await endGroup(groupOf(child), { clock: systemClock(), timing: fast, closeInput })).toBe(true);
    await noProcessWith(marker, 0);
  });

  it('is ended when its founder is gone already', async () => {
    const child = start('sh', ['-c', `"${process.execPath}" "${stubborn}" & sleep 100`]);
    if (child.stdout !== null) await once(child.stdout, 'data');
    const group = groupOf(child);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await group.isGone()).toBe(false);
    expect(await endGroup(group, { clock: systemClock(), timing: fast })).toBe(true);
    await noProcessWith(marker, 0);
  });
});

describe('a group on other systems', () => {
  const startTime = Promise.resolve('then');
  const launchId = 'launch';
  const tableOf = (members: readonly number[], strays: readonly number[] = []): ProcessTable => ({
    startTime: () => startTime,
    members: () => Promise.resolve(members),
    isMarked: () => Promise.resolve(false),
    strays: () => Promise.resolve(strays),
    markedNow: () => strays,
  });

  it('is ended by taskkill with all its members on Windows, where nobody is asked first', async () => {
    const host = fakeHost('win32', { run: () => Promise.resolve('') });
    const group = createProcessGroup(host, tableOf([10, 11]), { pid: 10, startTime, launchId });
    expect(await group.terminate()).toBe(false);
    await group.kill();
    expect(host.runs).toEqual(['taskkill /T /F /PID 10 /PID 11']);
    expect(host.signals).toEqual([]);
  });

  it('survives a taskkill that fails because somebody went meanwhile', async () => {
    const group = createProcessGroup(fakeHost('win32'), tableOf([10]), { pid: 10, startTime, launchId });
    await group.kill();
    expect(await group.isGone()).toBe(false);
  });

  it('is signalled member by member on macOS when the whole group is refused', async () => {
    const host = fakeHost('darwin', { signal: (pid) => (pid < 0 ? 'denied' : 'sent') });
    const group = createProcessGroup(host, tableOf([10, 11]), { pid: 10, startTime, launchId });
    expect(await group.isGone()).toBe(false);
    await group.kill();
    expect(host.signals).toEqual(['-10 SIGKILL', '10 SIGKILL', '11 SIGKILL']);
  });

  it('is signalled with whoever has left it, and is not gone before they are', async () => {
    const host = fakeHost('darwin', { signal: (pid) => (pid === -10 ? 'gone' : 'sent') });
    const group = createProcessGroup(host, tableOf([], [20]), { pid: 10, startTime, launchId });
    expect(await group.isGone()).toBe(false);
    await group.terminate();
    await group.kill();
    expect(host.signals).toEqual(['-10 SIGTERM', '20 SIGTERM', '-10 SIGKILL', '20 SIGKILL']);
  });

  it('is ended in the last moment without waiting, on Windows only while its founder surely has its pid', () => {
    const founder = { pid: 10, startTime, launchId };
    const posix = fakeHost('darwin');
    createProcessGroup(posix, tableOf([10]), founder).killNow();
    expect(posix.signals).toEqual(['-10 SIGKILL']);
    const windows = fakeHost('win32');
    createProcessGroup(windows, tableOf([10]), founder).killNow();
    expect(windows.runs).toEqual([]);
    createProcessGroup(windows, tableOf([10]), { ...founder, isRunning: () => true }).killNow();
    expect(windows.runs).toEqual(['taskkill /T /F /PID 10']);
  });

  it('counts as gone when only zombies answer', async () => {
    const host = fakeHost('darwin', { signal: () => 'denied' });
    expect(await createProcessGroup(host, tableOf([]), { pid: 10, startTime, launchId }).isGone()).toBe(true);
  });
});
