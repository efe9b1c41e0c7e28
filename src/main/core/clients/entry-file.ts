// A client's file as text with server entries in it, whatever its format.
import { jsonEntries } from './json-entries.ts';
import { tomlEntries } from './toml-entries.ts';
import type { ClientKind } from './types.ts';

export interface EntryFile {
  /** By name, as they stand in the file. */
  readonly entries: Readonly<Record<string, unknown>>;
  /** The text with this entry, in place of one of the same name. */
  with(name: string, entry: Readonly<Record<string, unknown>>): string;
  /** The text without the entry of this name. */
  without(name: string): string;
}

/** Throws CLIENT_FILE_UNUSABLE. An empty text is a file without entries. */
export function readEntries(
  raw: string,
  { format, servers }: Pick<ClientKind, 'format' | 'servers'>,
): EntryFile {
  return format === 'json' ? jsonEntries(raw, servers) : tomlEntries(raw, servers[0] ?? '');
}
