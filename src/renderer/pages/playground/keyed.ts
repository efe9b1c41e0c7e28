// Lists whose members have no name but their place.

/** Each member with a key for React: its place. */
export function keyed<Item>(
  list: readonly Item[],
): readonly { readonly place: number; readonly item: Item }[] {
  return list.map((item, place) => ({ place, item }));
}
