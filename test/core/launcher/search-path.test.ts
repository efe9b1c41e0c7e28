// The PATH from the login shell: with real shells, good, slow and broken ones.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock, type Clock } from '../../../src/main/core/ports.ts';
import { createSearchPath, type SearchPathParts } from '../../../src/main/core/launcher/search-path.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { fakeHost, type FakeHost } from '../../support/fake-host.ts';
import { killProcessesWith, noProcessWith, processesWith } from '../../support/processes.ts';
import { recordingLogger } from '../../support/recorders.ts';
import { systemHost } from '../../../src/main/core/launcher/system-host.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { until } from '../../support/until.ts';

const marker = `search-path-${process.pid}`;

afterEach(() => killProcessesWith(marker));

function open(
  parts: Partial<SearchPathParts> & { host?: FakeHost; clock?: Clock },
): SearchPathParts & { host: FakeHost } {
  return {
    host: fakeHost('linux', { signal: (pid, signal) => systemHost().signal(pid, signal) }),
    clock: systemClock(),
    logger: recordingLogger(),
    env: { PATH: '/usr/bin:/bin', MARKER: marker },
    homeDir: '/home/me',
    userShell: null,
    folderExists: () => false,
    ...parts,
  };
}

/** A shell that does as the script says; `$3` is what a real one is asked to run. */
async function shellScript(script: string): Promise<string> {
  const file = join(await tempFolder(), 'shell');
  await writeFile(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return file;
}

describe('the PATH that commands are looked up on', () => {
  it('is our own when we were started from a shell', async () => {
    const parts = open({ env: { PATH: '/mine', TERM: 'xterm', SHLVL: '1' }, userShell: '/bin/sh' });
    expect(await createSearchPath(parts)()).toBe('/mine');
    expect(parts.host.spawns).toEqual([]);
  });

  it('is the login shell’s with ours behind it when we were started from a desktop', async () => {
    const shell = await shellScript('PATH=/opt/tools:/usr/bin:/bin; export PATH; eval "$2"');
    const parts = open({ env: { PATH: '/usr/bin:/bin:/ours', SHELL: shell } });
    expect(await createSearchPath(parts)()).toBe('/opt/tools:/usr/bin:/bin:/ours');
  });

  it('is found behind whatever rc files print', async () => {
    const shell = await shellScript(
      'echo Welcome; seq 1 10000; PATH=/opt/tools:/bin:/usr/bin; eval "$2"; echo Bye',
    );
    expect(await createSearchPath(open({ userShell: shell }))()).toBe('/opt/tools:/bin:/usr/bin');
  });

  it('is asked of a real bash', async () => {
    const home = await tempFolder();
    await writeFile(join(home, '.bashrc'), 'echo noise; export PATH="/from/bashrc:$PATH"\n');
    await writeFile(join(home, '.bash_profile'), '. ~/.bashrc\n');
    const env = { PATH: '/usr/bin:/bin', HOME: home, SHELL: '/bin/bash' };
    expect(await createSearchPath(open({ env }))()).toContain('/from/bashrc:');
  });

  it('is asked for once, however many want it', async () => {
    const parts = open({ userShell: '/bin/sh' });
    const searchPath = createSearchPath(parts);
    const [first, second] = await Promise.all([searchPath(), searchPath()]);
    expect(first).toBe(second);
    await searchPath();
    expect(parts.host.spawns).toHaveLength(1);
  });

  it('gets the usual folders where the shell fails, is not there, or none is known', async () => {
    const folderExists = (folder: string): boolean =>
      ['/opt/homebrew/bin', '/home/me/.cargo/bin'].includes(folder);
    const logger = recordingLogger();
    for (const shell of [await shellScript('exit 3'), '/no/such/shell', null]) {
      const parts = open({ userShell: shell, folderExists, logger });
      expect(await createSearchPath(parts)()).toBe('/usr/bin:/bin:/home/me/.cargo/bin:/opt/homebrew/bin');
    }
    expect(logger.lines).toHaveLength(3);
  });

  it('is not waited for longer than the limit, and the shell that hangs is ended', async () => {
    const clock = fakeClock();
    const parts = open({ clock, userShell: await shellScript('sleep 1000') });
    const path = createSearchPath(parts)();
    await until('the hanging shell', async () => (await processesWith(marker)).length >= 1);
    clock.advance(5000);
    expect(await path).toBe('/usr/bin:/bin');
    await noProcessWith(marker);
  });

  it('is our own on Windows, whatever its case', async () => {
    const host = fakeHost('win32');
    expect(await createSearchPath(open({ host, env: { Path: 'C:\\Windows;C:\\bin' } }))()).toBe(
      'C:\\Windows;C:\\bin',
    );
    expect(host.spawns).toEqual([]);
  });
});
