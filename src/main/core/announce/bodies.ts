// What we send to a proxy, in the words of its clients in the field (docs: registry wire, S1). Pure.
import type { AnnouncementSettings, Identity } from './types.ts';

/** To `register`; a heartbeat repeats it, so that a proxy that forgot us can put us on its list again. */
export function registrationBody(settings: AnnouncementSettings, { serverUrl, uuid }: Identity) {
  const { protocol, hostname, port } = new URL(serverUrl);
  const scheme = protocol.replace(':', '');
  return {
    server_id: settings.serverId,
    server_url: serverUrl,
    server_name: settings.serverName,
    description: settings.description,
    capabilities: ['mcp', 'jsonrpc', 'health'],
    metadata: { protocol: scheme, host: hostname, port: port === '' ? defaultPort(scheme) : Number(port) },
    uuid,
  };
}

/** To a heartbeat; `now` in epoch milliseconds, sent as seconds. */
export function heartbeatBody(
  settings: AnnouncementSettings,
  identity: Identity,
  key: string | null,
  now: number,
) {
  return {
    ...registrationBody(settings, identity),
    ...(key === null ? {} : { server_key: key }),
    timestamp: now / 1000,
  };
}

/** To `unregister`: old proxies want the copy's number, newer ones look at the URL. */
export function withdrawalBody(settings: AnnouncementSettings, { serverUrl }: Identity, key: string | null) {
  const copy = copyNumber(settings.serverId, key);
  return {
    server_id: settings.serverId,
    server_url: serverUrl,
    ...(copy === null ? {} : { copy_number: copy }),
  };
}

/** Whether a key is of a record under this id; others' records at our URL are not ours to withdraw. */
export function isKeyOf(serverId: string, key: string | null): boolean {
  return key === null || key === serverId || copyNumber(serverId, key) !== null;
}

function copyNumber(serverId: string, key: string | null): number | null {
  const tail = key?.startsWith(`${serverId}_`) === true ? key.slice(serverId.length + 1) : '';
  return /^[1-9]\d{0,8}$/.test(tail) ? Number(tail) : null;
}

function defaultPort(scheme: string): number {
  return scheme === 'https' ? 443 : 80;
}
