// The one window: made when it is first needed, hidden rather than closed, never with rights beyond a web page's.
// What its page may call is contract-ipc.ts's concern, where it may go web-guards.ts's.
import { app, BrowserWindow, nativeTheme } from 'electron';
import type { IpcMainInvokeEvent } from 'electron';
import { addressOf } from './page-address.ts';

export interface MainWindowOptions {
  readonly preload: string;
  /** The page's address, and the origin that alone may call the contract. */
  readonly page: { readonly url: string; readonly origin: string };
  readonly icon: string;
  /** What the page is to speak. */
  readonly language: () => string;
  /** With a tray the window hides when it is closed; without, nothing would be left to reach the program by. */
  readonly hidesOnClose: () => boolean;
  readonly quit: () => void;
  /** The user's session ends. */
  readonly quitWithSystem: () => void;
  /** The page has gone or loads anew. */
  readonly onPageGone: () => void;
}

export interface MainWindow {
  /** Brings the window to the front, at a place of the page when one is named. */
  readonly show: (route?: string) => void;
  /** Whether somebody looks at it right now. */
  readonly isInFront: () => boolean;
  /** Sends to the page; nothing happens when there is none. */
  readonly send: (channel: string, value: unknown) => void;
  /** Whether a call comes from our page, in the window's main frame. */
  readonly isOurs: (event: IpcMainInvokeEvent) => boolean;
}

export function createMainWindow(options: MainWindowOptions): MainWindow {
  let current: BrowserWindow | null = null;

  const open = (route: string | undefined): void => {
    const window = new BrowserWindow({
      title: 'Patchbay',
      width: 1120,
      height: 760,
      minWidth: 720,
      minHeight: 480,
      show: false,
      autoHideMenuBar: true,
      icon: options.icon,
      // Until the page has painted; a white flash at night is what people remember.
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#1a1b1e' : '#ffffff',
      webPreferences: {
        preload: options.preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: false,
      },
    });
    current = window;
    window.once('ready-to-show', () => toFront(window));
    window.on('close', (event) => {
      event.preventDefault();
      window.hide();
      app.dock?.hide();
      if (!options.hidesOnClose()) options.quit();
    });
    window.on('closed', () => {
      current = null;
      options.onPageGone();
    });
    // Windows ends the session without any of the program's own events.
    window.on('session-end', () => options.quitWithSystem());
    window.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) options.onPageGone();
    });
    // The next call of `show` makes a new one.
    window.webContents.on('render-process-gone', () => window.destroy());
    load(window, route);
  };

  const load = (window: BrowserWindow, route: string | undefined): void => {
    // Rejects when another address is loaded before this one is there; the page itself shows its faults.
    window.loadURL(addressOf(options.page.url, options.language(), route)).catch(() => undefined);
  };

  return {
    show: (route) => {
      if (current === null) {
        open(route);
        return;
      }
      if (route !== undefined) load(current, route);
      toFront(current);
    },
    isInFront: () => current !== null && current.isVisible() && current.isFocused(),
    send: (channel, value) => current?.webContents.send(channel, value),
    isOurs: ({ sender, senderFrame }) =>
      current !== null &&
      sender === current.webContents &&
      senderFrame !== null &&
      senderFrame.parent === null &&
      senderFrame.origin === options.page.origin,
  };
}

function toFront(window: BrowserWindow): void {
  void app.dock?.show();
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
