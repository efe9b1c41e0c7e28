// What both carriers share on this side: a method per call, and the events handed to their listeners.
import { bridgeCallNames } from '../../shared/window-bridge.ts';
import type {
  CallInput,
  CallName,
  CallOutput,
  EventName,
  Events,
  PatchbayClient,
} from '../../shared/contract.ts';

export interface ClientEvents {
  readonly on: PatchbayClient['on'];
  readonly emitState: (state: Events['state']) => void;
  readonly emitLogs: (lines: Events['logs']) => void;
  readonly emitPlayground: (news: Events['playground']) => void;
}

/** Hands events to listeners; a new listener of `state` gets the newest one at once, if there is one. */
export function createClientEvents(): ClientEvents {
  const stateListeners = new Set<(state: Events['state']) => void>();
  const logListeners = new Set<(lines: Events['logs']) => void>();
  const playgroundListeners = new Set<(news: Events['playground']) => void>();
  let newest: Events['state'] | null = null;
  const listeners = { state: stateListeners, logs: logListeners, playground: playgroundListeners };

  return {
    on: <Name extends EventName>(event: Name, listener: (value: Events[Name]) => void) => {
      const group = listeners[event] as Set<(value: Events[Name]) => void>;
      group.add(listener);
      if (event === 'state' && newest !== null) listener(newest as Events[Name]);
      return () => {
        group.delete(listener);
      };
    },
    emitState: (state) => {
      newest = state;
      for (const listener of stateListeners) listener(state);
    },
    emitLogs: (lines) => {
      for (const listener of logListeners) listener(lines);
    },
    emitPlayground: (news) => {
      for (const listener of playgroundListeners) listener(news);
    },
  };
}

/** One method for each call of the contract. */
export function createClient(
  call: <Name extends CallName>(name: Name, input: CallInput<Name>) => Promise<CallOutput<Name>>,
  on: PatchbayClient['on'],
): PatchbayClient {
  const methods = bridgeCallNames.map((name) => [name, (input: CallInput<CallName>) => call(name, input)]);
  return { ...Object.fromEntries(methods), on } as PatchbayClient;
}
