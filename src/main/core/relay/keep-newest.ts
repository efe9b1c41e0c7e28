// Memory with an end, for things that are worth remembering for a while.

/** Forgets the oldest entries beyond `limit`; sets and maps keep the order in which entries came. */
export function keepNewest<Key>(entries: Set<Key> | Map<Key, unknown>, limit: number): void {
  if (entries.size <= limit) return;
  for (const key of entries.keys()) {
    if (entries.size <= limit) return;
    entries.delete(key);
  }
}
