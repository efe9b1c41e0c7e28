// What has to be right before a proxy is asked at all (S1.5: wrong settings are told, and nothing is tried). Pure.
import { AppError } from '../../../shared/errors.ts';
import { reservedNames, serverNamePattern } from '../../../shared/names.ts';
import { fieldFault, shown } from '../registry/faults.ts';
import { parseServerUrl, type ServerUrl } from '../registry/server-url.ts';
import type { AnnouncementSettings } from './types.ts';

/** Throws AppError that names the setting, the fault and what is accepted. */
export function checkSettings(settings: AnnouncementSettings, isOwnUrl: (url: ServerUrl) => boolean): void {
  const { proxyUrl, serverId } = settings;
  const url = parseServerUrl(proxyUrl, 'proxy_registration.proxy_url');
  if (isOwnUrl(url))
    throw fieldFault(
      'proxy_registration.proxy_url',
      `is ${shown(proxyUrl)}, this gateway itself`,
      'another proxy',
    );
  if (!serverNamePattern.test(serverId) || reservedNames.includes(serverId.toLowerCase()))
    throw fieldFault(
      'proxy_registration.server_id',
      `is ${shown(serverId)}`,
      `1 to 64 of A-Z a-z 0-9 . _ -, not starting with a dot, and not one of ${reservedNames.join(', ')}`,
    );
}

/** What may well be meant, and will most likely not do. */
export function doubts({ proxyUrl, tls }: AnnouncementSettings, serverUrl: string): readonly string[] {
  const isHere = (url: string): boolean => parseServerUrl(url, 'url').isLoopback;
  return [
    ...(isHere(serverUrl) && !isHere(proxyUrl)
      ? [`The proxy at ${proxyUrl} is on another machine, where ${serverUrl} does not lead here.`]
      : []),
    ...(tls?.verify === 'none' ? [`Nobody checks whether the proxy at ${proxyUrl} is the right one.`] : []),
  ];
}

/** The URL that we are to be reached at; null while it is not known. Throws AppError as above. */
export function checkServerUrl(url: string | null): string {
  if (url !== null) return parseServerUrl(url, 'server_url').url;
  throw new AppError('NOT_RUNNING', 'The URL to register is not known.', {
    expected: 'Say it with server_url, or wait until the gateway listens.',
  });
}
