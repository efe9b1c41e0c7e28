// What the configuration says of registering ourselves, in the words of this folder. Read at each use, so that a changed file
// counts at once.
import type { Config } from '../../../shared/config-schema.ts';
import { absolutePath, type PathContext } from '../config/paths.ts';
import type { AnnouncementSettings, ProxyTls } from './types.ts';

export function announcementSettings(
  { proxy_registration: section, gateway }: Pick<Config, 'proxy_registration' | 'gateway'>,
  paths: PathContext,
): AnnouncementSettings {
  return {
    isEnabled: section.enabled,
    proxyUrl: section.proxy_url,
    serverId: section.server_id,
    serverName: section.server_name,
    description: section.description,
    timeoutMs: section.registration_timeout * 1000,
    retryAttempts: section.retry_attempts,
    retryDelayMs: section.retry_delay * 1000,
    registersAtStart: section.auto_register_on_startup,
    withdrawsAtStop: section.auto_unregister_on_shutdown,
    heartbeatMs: section.heartbeat.interval * 1000,
    token: section.token,
    tls: proxyTls(section.tls, gateway.tls, (file) => absolutePath(file, paths)),
  };
}

/** Our own certificate is a client's, too, where both sides know each other by certificates (S1.6). */
function proxyTls(
  own: Config['proxy_registration']['tls'],
  ofGateway: Config['gateway']['tls'],
  found: (file: string) => string,
): ProxyTls | null {
  const tls = own ?? (ofGateway?.mode === 'mtls' ? { ...ofGateway, verify: 'full' as const } : null);
  if (tls === null) return null;
  const file = (name: string | undefined): string | undefined =>
    name === undefined ? undefined : found(name);
  return {
    verify: tls.verify,
    caFile: file(tls.ca_cert),
    certFile: file(tls.cert_file),
    keyFile: file(tls.key_file),
  };
}
