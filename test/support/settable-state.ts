// A state whose one writer is the test.
import type { Observable } from '../../src/main/core/types.ts';

export interface Settable<Value> extends Observable<Value> {
  set(value: Value): void;
}

export function settableState<Value>(first: Value): Settable<Value> {
  let value = first;
  const listeners = new Set<(value: Value) => void>();
  return {
    get: () => value,
    set: (next) => {
      value = next;
      for (const listener of listeners) listener(next);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
