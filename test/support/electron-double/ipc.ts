// `ipcMain`, and the sandboxed page's side of it. Values are copied on their way, as between processes.
import { EventEmitter } from 'node:events';

/** The parts of a frame that a handler may look at. */
export interface FrameDouble {
  readonly origin: string;
  readonly url: string;
  readonly parent: FrameDouble | null;
}

export interface InvokeEvent {
  readonly sender: unknown;
  readonly senderFrame: FrameDouble | null;
}

type Handler = (event: InvokeEvent, ...values: unknown[]) => unknown;

const handlers = new Map<string, Handler>();

export const ipcMain = {
  handle(channel: string, handler: Handler): void {
    if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    handlers.set(channel, handler);
  },
};

/** One call from a frame, as `ipcRenderer.invoke` makes it. */
export async function invoke(
  channel: string,
  event: InvokeEvent,
  values: readonly unknown[],
): Promise<unknown> {
  const handler = handlers.get(channel);
  if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
  return structuredClone(await handler(event, ...structuredClone([...values])));
}

/** What `require('electron')` gives to a sandboxed preload script. */
export interface PreloadElectron {
  readonly ipcRenderer: EventEmitter & { invoke(channel: string, ...values: unknown[]): Promise<unknown> };
  readonly contextBridge: { exposeInMainWorld(key: string, api: unknown): void };
}

export function preloadElectron(
  eventOf: () => InvokeEvent,
  expose: (key: string, api: unknown) => void,
): PreloadElectron {
  return {
    ipcRenderer: Object.assign(new EventEmitter(), {
      invoke: (channel: string, ...values: unknown[]) => invoke(channel, eventOf(), values),
    }),
    contextBridge: { exposeInMainWorld: expose },
  };
}
