// Carries out the test's orders inside the double's process and answers them.
import type { Session } from 'electron';
import { app, powerMonitor } from './app.ts';
import { invoke } from './ipc.ts';
import type { FrameDouble } from './ipc.ts';
import { Tray } from './menu.ts';
import type { ListenerName, OrderMessage, Orders } from './orders.ts';
import { fetchFromProtocol, nativeTheme, Notification, permissions } from './system.ts';
import { BrowserWindow } from './window.ts';
import type { Exposed } from './window.ts';
import { told } from './world.ts';

const listening = new Map<string, () => void>();

const orders: Orders = {
  clickEntry: (labels) => tray().clickEntry(labels),
  clickTray: () => {
    tray().emit('click');
  },
  callPage: async (name, input) => await exposed()[name]?.(input),
  toggleListening: (name) => {
    const stop = listening.get(name);
    listening.delete(name);
    if (stop === undefined) listening.set(name, listen(name));
    else stop();
  },
  invoke: async (channel, input, sender) => {
    const { webContents } = openWindow();
    const top: FrameDouble = { origin: sender?.origin ?? '', url: '', parent: null };
    const frame = sender?.embedded === true ? { ...top, parent: webContents.mainFrame } : top;
    return invoke(
      channel,
      {
        sender: sender?.otherContents === true ? {} : webContents,
        senderFrame: sender === null ? null : frame,
      },
      [input],
    );
  },
  emit: (source, event, ...values) => {
    const emitter = source === 'window' ? openWindow() : { app, nativeTheme, powerMonitor }[source];
    emitter.emit(event, { preventDefault: () => undefined }, ...values);
  },
  clickNotification: (title) => {
    const found = Notification.all.findLast((one) => one.title === title);
    if (found === undefined) throw new Error(`No notification "${title}"`);
    found.emit('click');
  },
  closeWindow: () => openWindow().close(),
  crashPage: () => {
    openWindow().webContents.emit('render-process-gone');
  },
  makeMistake: (kind) => {
    setImmediate(() => {
      if (kind === 'throw') throw new Error('a mistake');
      void Promise.reject(new Error('a mistake'));
    });
  },
  navigate: (event, url) => allowed((details) => openWindow().webContents.emit(event, { ...details, url })),
  attachWebview: () => allowed((details) => openWindow().webContents.emit('will-attach-webview', details)),
  openFromPage: (url) => openWindow().webContents.openHandler({ url }).action,
  askPermission: (name) => {
    // The handlers look at none of these; a page has no say in them.
    const [contents, permission, details] = [null, name, {}] as unknown as Parameters<
      NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>
    >;
    let granted = permissions.check?.(contents, permission, '', details as never) ?? true;
    permissions.request?.(contents as never, permission, (answer) => (granted ||= answer), details as never);
    return granted;
  },
  fetchPage: async (url, method) => {
    const response = await fetchFromProtocol(new Request(url, { method }));
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      text: await response.text(),
    };
  },
};

function tray(): Tray {
  const last = Tray.all.at(-1);
  if (last === undefined) throw new Error('There is no tray');
  return last;
}

function openWindow(): BrowserWindow {
  const last = BrowserWindow.all.findLast((window) => !window.view.destroyed);
  if (last === undefined) throw new Error('There is no window');
  return last;
}

function exposed(): Exposed {
  const functions = openWindow().exposed;
  if (functions === null) throw new Error('The preload script has put nothing on the window');
  return functions;
}

function listen(name: ListenerName): () => void {
  const { heard } = openWindow().view;
  const list = { onState: heard.state, onLogs: heard.logs, onPlayground: heard.playground }[name];
  return exposed()[name]?.((value: unknown) => {
    list.push(value);
    told();
  }) as () => void;
}

function allowed(act: (details: { preventDefault(): void }) => void): boolean {
  let prevented = false;
  act({
    preventDefault: () => {
      prevented = true;
    },
  });
  return !prevented;
}

async function carryOut({ id, name, input }: OrderMessage): Promise<void> {
  try {
    const order = orders[name] as (...values: readonly unknown[]) => unknown;
    process.send?.({ id, value: await order(...input) });
  } catch (error) {
    process.send?.({ id, error: error instanceof Error ? error.message : String(error) });
  }
}

process.on('message', (message) => void carryOut(message as OrderMessage));
// The test has gone: nothing is left that this process would be good for.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
