// The page's copy of the gateway's state: the newest snapshot, unchanged parts kept. Never written by components.
import { createValue } from './observable.ts';
import type { Observable } from './observable.ts';
import { reconcile } from './reconcile.ts';
import type { PatchbayClient } from '../../shared/contract.ts';
import type { AppState } from '../../shared/state.ts';

export interface StateStore extends Observable<AppState | null> {
  readonly close: () => void;
}

/** Follows the state; null until the first snapshot has come. */
export function openStateStore(client: Pick<PatchbayClient, 'on'>): StateStore {
  const value = createValue<AppState | null>(null);
  const close = client.on('state', (next) => value.set(reconcile(value.get(), next)));
  return { get: value.get, subscribe: value.subscribe, close };
}
