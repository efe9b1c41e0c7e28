// What a library that updates the app asks of Electron: requests, and macOS's own updater, which does nothing here.
import { EventEmitter } from 'node:events';
import { request } from 'node:http';

export const autoUpdater = new EventEmitter();

export const net = { request };
