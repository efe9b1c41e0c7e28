// The double of the `electron` module: every export that the shell imports. Starts listening to the test.
import './control.ts';

export { app, powerMonitor } from './app.ts';
export { ipcMain } from './ipc.ts';
export { Menu, Tray } from './menu.ts';
export { autoUpdater, net } from './updating.ts';
export { clipboard, dialog, nativeTheme, Notification, protocol, session, shell } from './system.ts';
export { safeStorage } from './safe-storage.ts';
export { BrowserWindow } from './window.ts';
