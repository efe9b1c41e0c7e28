// The one place that knows where the page lives: in the app's window (IPC) or in a browser (HTTP).
// Everything else gets a PatchbayClient and the state of the connection.
import type { PatchbayClient } from '../../shared/contract.ts';
import type { WindowBridge } from '../../shared/window-bridge.ts';
import type { Messages } from '../messages/messages.ts';
import type { Observable } from '../state/observable.ts';
import { connectToConsole } from './console-client.ts';
import { connectToWindow } from './window-client.ts';

declare global {
  interface Window {
    readonly patchbay?: WindowBridge;
  }
}

/** `lost` mends itself; `expired` needs a fresh link. */
export type ConnectionStatus = 'connecting' | 'live' | 'lost' | 'expired';

export interface Bridge {
  readonly client: PatchbayClient;
  readonly connection: Observable<ConnectionStatus>;
  /** Tries at once instead of at the next turn; also after `expired`. */
  readonly retry: () => void;
  readonly close: () => void;
}

/** Connects to whatever this page was opened by. */
export function openBridge(scope: Window, messages: Messages): Bridge {
  return scope.patchbay === undefined
    ? connectToConsole({ baseUrl: scope.location.origin, messages })
    : connectToWindow(scope.patchbay);
}
