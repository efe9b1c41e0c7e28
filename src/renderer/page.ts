// What every component may reach: the bridge, the stores made from it, and the voice for screen readers.
// Made once by main.tsx; components never open a bridge of their own.
import { createContext, use, useSyncExternalStore } from 'react';
import type { AppState } from '../shared/state.ts';
import type { Bridge } from './bridge/bridge.ts';
import type { ActionState, ActionStore } from './state/action-store.ts';
import { createActionStore } from './state/action-store.ts';
import { createValue } from './state/observable.ts';
import type { MutableValue, Observable } from './state/observable.ts';
import { openStateStore } from './state/state-store.ts';
import type { StateStore } from './state/state-store.ts';

export interface Page {
  readonly bridge: Bridge;
  readonly state: StateStore;
  readonly actions: ActionStore;
  /** The newest sentence for screen readers. */
  readonly announcement: MutableValue<string>;
  /** Somebody went to another section: its heading takes the focus once it is painted. */
  readonly arrival: MutableValue<boolean>;
}

/** The stores of one page over one bridge. */
export function createPage(bridge: Bridge): Page {
  return {
    bridge,
    state: openStateStore(bridge.client),
    actions: createActionStore(bridge.client),
    announcement: createValue(''),
    arrival: createValue(false),
  };
}

export const PageContext = createContext<Page | null>(null);

/** The page this component stands in. */
export function usePage(): Page {
  const page = use(PageContext);
  if (page === null) throw new Error('A component of the page stands outside of PageContext.');
  return page;
}

/** The current value of a store; paints again when it changes. */
export function useValue<Value>(observable: Observable<Value>): Value {
  return useSyncExternalStore(observable.subscribe, observable.get);
}

/** The newest state; null until the first has come. */
export function useAppState(): AppState | null {
  return useValue(usePage().state);
}

/** Actions under way and failed. */
export function useActionState(): ActionState {
  return useValue(usePage().actions);
}
