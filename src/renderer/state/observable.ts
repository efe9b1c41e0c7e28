// A value that can be read and watched: what the page's stores are made of. Knows nothing of React.

/** Watched with `subscribe`; listeners are called after each change, not at once. */
export interface Observable<Value> {
  readonly get: () => Value;
  readonly subscribe: (listener: () => void) => () => void;
}

export interface MutableValue<Value> extends Observable<Value> {
  /** Setting the identical value again tells nobody. */
  readonly set: (value: Value) => void;
}

/** A value in memory. */
export function createValue<Value>(initial: Value): MutableValue<Value> {
  let current = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => current,
    set: (value) => {
      if (Object.is(value, current)) return;
      current = value;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
