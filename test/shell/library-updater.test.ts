// What the app asks of electron-updater on each system, on a typed double of it.
import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { updaterOf } from '../../src/main/shell/library-updater.ts';
import type { UpdaterParts } from '../../src/main/shell/library-updater.ts';

function setUp(platform: NodeJS.Platform) {
  const done: string[] = [];
  const downloading = Promise.withResolvers<string[]>();
  const library: UpdaterParts['library'] = {
    autoDownload: true,
    autoInstallOnAppQuit: true,
    disableWebInstaller: false,
    logger: console,
    checkForUpdates: () => Promise.resolve(null),
    downloadUpdate: () => downloading.promise,
    quitAndInstall: (isSilent, isForceRunAfter) =>
      done.push(
        `install${isSilent === true ? ', silent' : ''}${isForceRunAfter === true ? ', restart' : ''}`,
      ),
  };
  const system = new EventEmitter();
  const updater = updaterOf({
    library,
    system,
    app: { releaseSingleInstanceLock: () => done.push('release the lock') },
    windows: () => [{ destroy: () => done.push('destroy the window') }],
    platform,
  });
  return { done, downloading, library, system, updater };
}

/** Lets what has been promised come through. */
const settle = async (): Promise<void> => {
  await new Promise((resolve) => setImmediate(resolve));
};

describe.each(['darwin', 'win32', 'linux'] as const)('on %s the library', (platform) => {
  it('fetches nothing by itself, and takes no installer that it cannot verify', () => {
    const { library } = setUp(platform);
    expect(library).toMatchObject({ autoDownload: false, disableWebInstaller: true, logger: null });
    expect(library.autoInstallOnAppQuit).toBe(platform === 'darwin');
  });

  it('is asked for a version', async () => {
    const { library, updater } = setUp(platform);
    expect(await updater.check()).toBeNull();
    const found = { updateInfo: { version: '1.2.0' } } as never;
    library.checkForUpdates = () => Promise.resolve(Object.assign(found, { isUpdateAvailable: false }));
    expect(await updater.check()).toBeNull();
    library.checkForUpdates = () => Promise.resolve(Object.assign(found, { isUpdateAvailable: true }));
    expect(await updater.check()).toBe('1.2.0');
  });

  it('installs silently once no window is left to hold up the end', () => {
    const { done, updater } = setUp(platform);
    expect(updater.install(true)).toBe(true);
    expect(done).toEqual(['destroy the window', 'release the lock', 'install, silent, restart']);
  });
});

it.each(['win32', 'linux'] as const)('on %s an update is installed without a restart, too', (platform) => {
  const { done, updater } = setUp(platform);
  expect(updater.install(false)).toBe(true);
  expect(done).toEqual(['destroy the window', 'release the lock', 'install, silent']);
});

describe('on macOS', () => {
  it('the system installs what it has unpacked when the program ends', () => {
    const { done, updater } = setUp('darwin');
    expect([updater.install(false), done]).toEqual([false, []]);
  });

  it('an update is ready when the system has verified and unpacked it', async () => {
    const { downloading, system, updater } = setUp('darwin');
    let isReady = false;
    const ready = updater.download().then(() => (isReady = true));
    downloading.resolve([]);
    await settle();
    expect(isReady).toBe(false);
    system.emit('update-downloaded');
    await ready;
  });

  it('an update that the system refuses is none', async () => {
    const { downloading, system, updater } = setUp('darwin');
    const ready = updater.download();
    downloading.resolve([]);
    system.emit('error', new Error('Code signature does not match'));
    await expect(ready).rejects.toThrow('Code signature does not match');
    expect(system.listenerCount('update-downloaded')).toBe(0);
  });

  it('a download that fails leaves nothing waiting', async () => {
    const { downloading, system, updater } = setUp('darwin');
    const ready = updater.download();
    downloading.reject(new Error('offline'));
    await expect(ready).rejects.toThrow('offline');
    expect(system.listenerCount('update-downloaded')).toBe(0);
  });
});
