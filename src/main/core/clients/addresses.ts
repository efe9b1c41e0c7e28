// Which connected clients hold an address of this gateway, and whether it is the one in force. Reads their files; changes
// nothing.
import type { ClientAddress } from '../../../shared/configuration.ts';
import { isRecord } from '../../../shared/is-record.ts';
import { urlKeys } from '../../../shared/server-entry-schema.ts';
import { isLoopbackHost } from '../http-guards/authority.ts';
import { readClientFile } from './client-file.ts';
import type { ConnectionBook, ConnectionRecord } from './connection-book.ts';
import { readEntries } from './entry-file.ts';
import { clientKinds } from './kinds.ts';

/** Of clients that Patchbay connected and that are still connected. A file that cannot be read is passed over. */
export async function clientAddresses(
  book: Pick<ConnectionBook, 'all'>,
  gatewayUrl: string | null,
): Promise<readonly ClientAddress[]> {
  const found = await Promise.all((await book.all()).map((record) => addressOf(record, gatewayUrl)));
  return found.filter((address) => address !== null);
}

async function addressOf(
  { client, path, name: entryName }: ConnectionRecord,
  gatewayUrl: string | null,
): Promise<ClientAddress | null> {
  const kind = clientKinds.find(({ id }) => id === client);
  if (kind === undefined || !kind.usesUrl) return null;
  try {
    const { text } = await readClientFile(path, { platform: process.platform, owner: kind.name });
    const entry = text === null ? undefined : readEntries(text, kind).entries[entryName];
    const url = isRecord(entry)
      ? urlKeys.map((key) => entry[key]).find((one) => typeof one === 'string')
      : undefined;
    if (typeof url !== 'string' || !URL.canParse(url)) return null;
    const isCurrent = gatewayUrl !== null && placeOf(url) === placeOf(gatewayUrl);
    return { client, name: kind.name, path, url, isCurrent, command: `patchbay connect ${client}` };
  } catch {
    return null;
  }
}

/** The same for all names of this machine. */
function placeOf(url: string): string {
  const { protocol, hostname, port } = new URL(url);
  return `${protocol}//${isLoopbackHost(hostname) ? 'localhost' : hostname}:${port}`;
}
