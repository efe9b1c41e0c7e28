// What the view of each kind of item is given.
import type { PlaygroundStore } from '../session/playground-store.ts';
import type { ServerOpening } from '../session/read-offer.ts';

export interface ItemProps<Item> {
  readonly store: PlaygroundStore;
  readonly server: string;
  readonly opening: ServerOpening;
  readonly item: Item;
  /** Reads a resource of the same server. */
  readonly onRead: (uri: string) => void;
}

/** Under which runs and drafts are kept. */
export function itemKey(server: string, kind: string, name: string): string {
  return JSON.stringify([server, kind, name]);
}
