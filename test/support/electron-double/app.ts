// `app` and `powerMonitor`: the program's life.
import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { readSettings } from './settings.ts';
import { told, world } from './world.ts';

type Covered =
  | 'enableSandbox'
  | 'commandLine'
  | 'exit'
  | 'getLocale'
  | 'getName'
  | 'getPath'
  | 'getPreferredSystemLanguages'
  | 'getVersion'
  | 'isPackaged'
  | 'quit'
  | 'releaseSingleInstanceLock'
  | 'requestSingleInstanceLock'
  | 'setAppUserModelId'
  | 'setAsDefaultProtocolClient'
  | 'setName'
  | 'setPath'
  | 'whenReady';

class AppDouble extends EventEmitter implements Pick<App, Covered> {
  readonly isPackaged = readSettings().packaged === true;
  readonly commandLine = { hasSwitch: () => false } as unknown as App['commandLine'];
  readonly #ready: Promise<void>;

  constructor() {
    super();
    // As Electron does: not before the entry has been evaluated.
    this.#ready = new Promise((resolve) => {
      setImmediate(() => {
        world.ready = true;
        told();
        this.emit('ready');
        resolve();
      });
    });
  }

  async whenReady(): Promise<void> {
    await this.#ready;
  }

  enableSandbox(): void {
    this.#onlyBeforeReady('enableSandbox');
  }

  setName(): void {
    this.#onlyBeforeReady('setName');
  }

  setAppUserModelId(id: string): void {
    world.paths = { ...world.paths, userModelId: id };
  }

  getLocale(): string {
    return this.getPreferredSystemLanguages()[0] ?? 'en';
  }

  getPreferredSystemLanguages(): string[] {
    if (!world.ready) throw new Error('The languages are known after the ready event only');
    return [...(readSettings().languages ?? ['en-US'])];
  }

  getVersion(): string {
    return '0.0.0-double';
  }

  getName(): string {
    return 'Patchbay';
  }

  getPath(name: string): string {
    const path = world.paths[name];
    if (path === undefined) throw new Error(`Nobody has set the path "${name}"`);
    return path;
  }

  setPath(name: string, path: string): void {
    this.#onlyBeforeReady('setPath');
    world.paths = { ...world.paths, [name]: path };
  }

  setAsDefaultProtocolClient(): boolean {
    throw new Error('A program that is not packaged registers no links');
  }

  releaseSingleInstanceLock(): void {
    world.lockReleased = true;
    told();
  }

  requestSingleInstanceLock(): boolean {
    return readSettings().lockTaken !== true;
  }

  quit(): void {
    let prevented = false;
    this.emit('before-quit', {
      preventDefault: () => {
        prevented = true;
      },
    });
    if (!prevented) this.exit(0);
  }

  /** Ends the process once what was told has left it. */
  exit(status = 0): void {
    if (process.send === undefined || !process.connected) process.exit(status);
    process.send({ world }, () => process.exit(status));
  }

  #onlyBeforeReady(what: string): void {
    if (world.ready) throw new Error(`${what} works before the ready event only`);
  }
}

export const app = new AppDouble();
export const powerMonitor = new EventEmitter();
