// What the app asks of electron-updater, and how it is set: nothing is fetched or installed unless `Updates` says so.
// Loads neither the library nor Electron.
import { once } from 'node:events';
import type { EventEmitter } from 'node:events';
import type { App, BrowserWindow as Window } from 'electron';
import type { AppUpdater } from 'electron-updater';
import type { Updater } from './updates.ts';

export interface UpdaterParts {
  readonly library: Pick<
    AppUpdater,
    | 'autoDownload'
    | 'autoInstallOnAppQuit'
    | 'checkForUpdates'
    | 'disableWebInstaller'
    | 'downloadUpdate'
    | 'logger'
    | 'quitAndInstall'
  >;
  /** Electron's own, which the library hands a download to on macOS. */
  readonly system: EventEmitter;
  readonly app: Pick<App, 'releaseSingleInstanceLock'>;
  readonly windows: () => readonly Pick<Window, 'destroy'>[];
  readonly platform: NodeJS.Platform;
}

export function updaterOf({ library, system, app: own, windows, platform }: UpdaterParts): Updater {
  const isMac = platform === 'darwin';
  // What fails is told by whoever asked.
  library.logger = null;
  library.autoDownload = false;
  // Their packages are not verified.
  library.disableWebInstaller = true;
  // macOS verifies and unpacks at once, and installs when the program ends; elsewhere that is done by `install`.
  library.autoInstallOnAppQuit = isMac;
  return {
    check: async () => {
      const found = await library.checkForUpdates();
      return found?.isUpdateAvailable === true ? found.updateInfo.version : null;
    },
    download: async () => {
      const over = new AbortController();
      const unpacked = isMac
        ? once(system, 'update-downloaded', { signal: over.signal })
        : Promise.resolve([]);
      try {
        await Promise.all([library.downloadUpdate(), unpacked]);
      } finally {
        over.abort();
      }
    },
    install: (restart) => {
      if (isMac && !restart) return false;
      // They hide instead of closing, and would keep the program from ending.
      for (const window of windows()) window.destroy();
      // The new one may be up before this one is gone.
      own.releaseSingleInstanceLock();
      library.quitAndInstall(true, restart);
      return true;
    },
  };
}
