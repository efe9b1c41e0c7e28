// Runs in the window's sandbox before the page and puts the contract on `window.patchbay`, as named functions.
// Never hands out ipcRenderer or a way to name a channel; bundles no schema and no other library.
import { contextBridge, ipcRenderer } from 'electron';
import type { IpcRendererEvent } from 'electron';
import type { EventName } from '../../shared/contract.ts';
import { bridgeCallNames, callChannel, eventChannels } from '../../shared/window-bridge.ts';
import type { WindowBridge } from '../../shared/window-bridge.ts';

function listen<Value>(event: EventName, listener: (value: Value) => void): () => void {
  const channel = eventChannels[event];
  const receive = (_event: IpcRendererEvent, value: Value): void => listener(value);
  ipcRenderer.on(channel, receive);
  void ipcRenderer.invoke(eventChannels.subscribe, event);
  return () => {
    ipcRenderer.off(channel, receive);
    if (ipcRenderer.listenerCount(channel) === 0) void ipcRenderer.invoke(eventChannels.unsubscribe, event);
  };
}

const callFunctions = Object.fromEntries(
  bridgeCallNames.map((name) => [name, (input: unknown) => ipcRenderer.invoke(callChannel(name), input)]),
);

const bridge = {
  ...callFunctions,
  onState: (listener) => listen('state', listener),
  onLogs: (listener) => listen('logs', listener),
  onPlayground: (listener) => listen('playground', listener),
} as WindowBridge;

// contextBridge freezes what it exposes.
contextBridge.exposeInMainWorld('patchbay', bridge);
