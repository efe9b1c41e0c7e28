// The contract over the functions that the preload script put on the window. Inside the app the connection
// cannot be lost: window and core end together.
import { fromErrorView } from '../../shared/errors.ts';
import type { CallResult, WindowBridge } from '../../shared/window-bridge.ts';
import type { CallInput, CallName, CallOutput } from '../../shared/contract.ts';
import { createValue } from '../state/observable.ts';
import type { Bridge, ConnectionStatus } from './bridge.ts';
import { createClient, createClientEvents } from './client.ts';

/** Speaks to the core through the window's own bridge. */
export function connectToWindow(bridge: WindowBridge): Bridge {
  const connection = createValue<ConnectionStatus>('connecting');
  const events = createClientEvents();
  const closers = [
    bridge.onState((state) => {
      events.emitState(state);
      connection.set('live');
    }),
    bridge.onLogs(events.emitLogs),
    bridge.onPlayground(events.emitPlayground),
  ];

  const call = async <Name extends CallName>(
    name: Name,
    input: CallInput<Name>,
  ): Promise<CallOutput<Name>> => {
    const method = bridge[name] as (value: CallInput<Name>) => Promise<CallResult<CallOutput<Name>>>;
    const result = await method(input);
    if (!result.ok) throw fromErrorView(result.error);
    return result.value;
  };

  return {
    client: createClient(call, events.on),
    connection,
    retry: () => undefined,
    close: () => {
      for (const close of closers) close();
    },
  };
}
