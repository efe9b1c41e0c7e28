// The updater of electron-updater on the app itself. Imported only where there is a release feed: that loads the library.
import { app, autoUpdater as system, BrowserWindow } from 'electron';
import { autoUpdater } from 'electron-updater';
import { updaterOf } from './library-updater.ts';
import type { Updater } from './updates.ts';

/** On what Electron and the library export. */
export function electronUpdater(platform: NodeJS.Platform): Updater {
  const windows = () => BrowserWindow.getAllWindows();
  return updaterOf({ library: autoUpdater, system, app, windows, platform });
}
