import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { listening, menuWith, mockServer, startBuiltShell } from '../../support/built-shell.ts';
import type { BuiltShell } from '../../support/built-shell.ts';
import { noProcessWith, processesWith } from '../../support/processes.ts';
import { until } from '../../support/until.ts';

/** The app with a server that runs, and a child of that server. */
async function withChildren(...flags: string[]): Promise<{ shell: BuiltShell; marker: string }> {
  const { entry, marker } = mockServer(...flags);
  const shell = await startBuiltShell({ servers: { mock: entry } });
  await menuWith(shell, 'mock: ');
  await shell.clickEntry(['mock: ', 'Start']);
  await menuWith(shell, /^mock: ready/);
  expect(await processesWith(marker)).not.toEqual([]);
  return { shell, marker };
}

/** How it ended and what it left behind. */
async function ending(shell: BuiltShell, marker: string): Promise<object> {
  const status = await shell.ended;
  const left = await processesWith(marker);
  return { status, left, runFile: existsSync(path.join(shell.dataDir, 'run.json')) };
}

const clean = { status: 0, left: [], runFile: false };

describe('the app ends every child and itself', () => {
  it('when "Quit" is clicked', async () => {
    const { shell, marker } = await withChildren();
    await shell.clickEntry(['Quit Patchbay']);
    expect(await ending(shell, marker)).toEqual(clean);
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('on %s', async (signal) => {
    const { shell, marker } = await withChildren();
    shell.signal(signal);
    expect(await ending(shell, marker)).toEqual(clean);
  });

  it('when the system quits it', async () => {
    const { shell, marker } = await withChildren();
    await shell.emit('app', 'before-quit');
    expect(await ending(shell, marker)).toEqual(clean);
  });

  it('when the system shuts down', async () => {
    const { shell, marker } = await withChildren();
    await shell.emit('powerMonitor', 'shutdown');
    expect(await ending(shell, marker)).toEqual(clean);
  });

  it('when Windows ends the session, of which only a window hears', async () => {
    const { shell, marker } = await withChildren('--stubborn-child', '--stubborn-daemon');
    await shell.until(({ windows }) => windows.length > 0);
    await shell.emit('window', 'session-end');
    expect(await ending(shell, marker)).toEqual(clean);
  });

  it('when its window is closed where there is no tray', async () => {
    const { entry, marker } = mockServer('--stubborn-child');
    const env = { XDG_CURRENT_DESKTOP: 'GNOME', DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' };
    const servers = { mock: { ...entry, start: 'eager' } };
    const shell = await startBuiltShell({ servers, words: ['--hidden'], env });
    await menuWith(shell, /^mock: ready/);
    await shell.until(({ windows }) => windows[0]?.visible === true);
    await shell.closeWindow();
    expect(await ending(shell, marker)).toEqual(clean);
  });

  it('when it is asked again and again', async () => {
    const { shell, marker } = await withChildren();
    shell.signal('SIGINT');
    shell.signal('SIGINT');
    shell.signal('SIGTERM');
    expect(await ending(shell, marker)).toEqual(clean);
  });

  it.each(['throw', 'rejection'] as const)('after a mistake of its own (%s), and says so', async (kind) => {
    const { shell, marker } = await withChildren('--ignore-eof', '--ignore-term', '--stubborn-daemon');
    await shell.makeMistake(kind);
    expect(await ending(shell, marker)).toEqual({ ...clean, status: 1 });
    expect(shell.world()?.dialogs[0]?.text).toContain('a mistake');
    expect(shell.output().stderr).toContain('a mistake');
    const log = readFileSync(path.join(shell.dataDir, 'logs', 'patchbay.log'), 'utf8');
    expect(log).toContain('A mistake of Patchbay itself');
  });

  it('when a child and a child’s child listen to nothing', async () => {
    const { shell, marker } = await withChildren('--ignore-term', '--ignore-eof', '--stubborn-child');
    shell.signal('SIGTERM');
    expect(await ending(shell, marker)).toEqual(clean);
  });

  it('at once on a second signal that is no echo of the first', async () => {
    const { shell, marker } = await withChildren('--ignore-term', '--ignore-eof', '--stubborn-daemon');
    let hasEnded = false;
    void shell.ended.then(() => (hasEnded = true));
    await until('the end', () => {
      if (!hasEnded) shell.signal('SIGTERM');
      return hasEnded;
    });
    // Killed, but perhaps not yet cleared away by the system.
    await noProcessWith(marker, 1000);
    expect(await ending(shell, marker)).toEqual({ ...clean, status: 1 });
  });

  it('when a child is just starting', async () => {
    const { entry, marker } = mockServer('--init-never');
    const shell = await startBuiltShell({ servers: { mock: entry }, words: ['--hidden'] });
    await menuWith(shell, 'mock: ');
    await shell.clickEntry(['mock: ', 'Start']);
    await menuWith(shell, /^mock: starting/);
    shell.signal('SIGTERM');
    expect(await ending(shell, marker)).toEqual(clean);
  });
});

describe('the app that is only just starting', () => {
  it('ends on a signal without a word of complaint', async () => {
    const shell = await startBuiltShell();
    await shell.until(({ ready }) => ready);
    shell.signal('SIGTERM');
    expect(await shell.ended).toBe(0);
    expect(shell.world()?.dialogs).toEqual([]);
  });

  it('leaves its window and tray as they are until it is gone', async () => {
    const shell = await startBuiltShell();
    await listening(shell);
    shell.signal('SIGTERM');
    expect(await shell.ended).toBe(0);
    expect(shell.output().stderr).not.toContain('Error');
  });
});
