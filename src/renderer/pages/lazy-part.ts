// A component in a file of its own that is loaded when it is first painted, or ahead of that.
import { lazy } from 'react';
import type { ComponentType, LazyExoticComponent } from 'react';

export interface LazyPart<Props> {
  readonly Component: LazyExoticComponent<ComponentType<Props>>;
  /** Loads it without painting it. */
  readonly load: () => Promise<void>;
}

/** `load` imports the component's file. */
export function lazyPart<Props>(load: () => Promise<ComponentType<Props>>): LazyPart<Props> {
  return {
    Component: lazy(async () => ({ default: await load() })),
    load: async () => {
      await load();
    },
  };
}
