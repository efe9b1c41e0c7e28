// `BrowserWindow` and its web contents: a page that is fetched through the protocol handler, and a preload script
// that is really run, with what a sandbox would give it.
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { compileFunction } from 'node:vm';
import type { BrowserWindow as ElectronWindow, BrowserWindowConstructorOptions } from 'electron';
import { app } from './app.ts';
import { preloadElectron } from './ipc.ts';
import type { FrameDouble, PreloadElectron } from './ipc.ts';
import { fetchFromProtocol } from './system.ts';
import { told, world } from './world.ts';
import type { WindowView } from './world.ts';

/** The functions that a preload script put on the window. */
export type Exposed = Readonly<Record<string, (input: unknown) => unknown>>;

type OpenHandler = (details: { url: string }) => { action: 'allow' | 'deny' };

export class WebContents extends EventEmitter {
  mainFrame: FrameDouble = { origin: 'null', url: '', parent: null };
  openHandler: OpenHandler = () => ({ action: 'allow' });
  renderer: PreloadElectron | null = null;

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler;
  }

  send(channel: string, value: unknown): void {
    this.renderer?.ipcRenderer.emit(channel, {}, structuredClone(value));
  }
}

type Covered =
  'destroy' | 'focus' | 'hide' | 'isFocused' | 'isMinimized' | 'isVisible' | 'loadURL' | 'restore' | 'show';

export class BrowserWindow extends EventEmitter implements Pick<ElectronWindow, Covered> {
  static readonly all: BrowserWindow[] = [];

  static getAllWindows(): BrowserWindow[] {
    return BrowserWindow.all.filter(({ view }) => !view.destroyed);
  }

  readonly webContents = new WebContents();
  readonly view: WindowView;
  exposed: Exposed | null = null;
  readonly #preload: string;

  constructor(options: BrowserWindowConstructorOptions) {
    super();
    if (!world.ready) throw new Error('BrowserWindow works after the ready event only');
    this.#preload = options.webPreferences?.preload ?? '';
    this.view = {
      id: BrowserWindow.all.length + 1,
      visible: options.show ?? true,
      destroyed: false,
      url: '',
      page: null,
      exposed: {},
      heard: { state: [], logs: [], playground: [] },
      options: structuredClone(options) as Readonly<Record<string, unknown>>,
    };
    BrowserWindow.all.push(this);
    world.windows = [...world.windows, this.view];
    app.emit('web-contents-created', {}, this.webContents);
    told();
  }

  async loadURL(url: string): Promise<void> {
    const isSameDocument = url.split('#')[0] === this.view.url.split('#')[0];
    this.view.url = url;
    this.webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument, url });
    if (!isSameDocument) await this.#loadDocument(url);
    told();
  }

  async #loadDocument(url: string): Promise<void> {
    const response = await fetchFromProtocol(new Request(url));
    this.view.page = { status: response.status, headers: Object.fromEntries(response.headers) };
    const { protocol, host } = new URL(url);
    this.webContents.mainFrame = { origin: `${protocol}//${host}`, url, parent: null };
    this.#runPreload();
    this.emit('ready-to-show');
  }

  #runPreload(): void {
    const electron = preloadElectron(
      () => ({ sender: this.webContents, senderFrame: this.webContents.mainFrame }),
      (key, api) => {
        this.exposed = api as Exposed;
        this.view.exposed = { ...this.view.exposed, [key]: Object.keys(this.exposed) };
      },
    );
    this.webContents.renderer = electron;
    const require = (name: string): unknown => {
      if (name === 'electron') return electron;
      throw new Error(`A sandboxed preload script cannot require "${name}"`);
    };
    compileFunction(readFileSync(this.#preload, 'utf8'), ['require', 'module', 'exports'])(require, {}, {});
  }

  show(): void {
    this.view.visible = true;
    told();
  }

  hide(): void {
    this.view.visible = false;
    told();
  }

  focus(): void {}

  restore(): void {}

  isVisible(): boolean {
    return this.view.visible;
  }

  /** The double's windows are always in front. */
  isFocused(): boolean {
    return this.view.visible;
  }

  isMinimized(): boolean {
    return false;
  }

  /** As a person's click on the window's cross. */
  close(): void {
    let prevented = false;
    this.emit('close', {
      preventDefault: () => {
        prevented = true;
      },
    });
    if (!prevented) this.destroy();
  }

  destroy(): void {
    if (this.view.destroyed) return;
    this.view.destroyed = true;
    this.view.visible = false;
    this.emit('closed');
    told();
  }
}
