// The URL that we give a proxy: where the gateway listens, in a form that can be called from elsewhere (S1.2). Pure.
import { parseAuthority } from '../http-guards/authority.ts';

const everywhere = new Set(['0.0.0.0', '[::]']);

/**
 * `gatewayUrl` says scheme and port. A gateway that listens everywhere is called by the first of the names that it answers
 * to besides loopback; without one, as on this machine.
 */
export function ownServerUrl(gatewayUrl: string, allowedHosts: readonly string[]): string {
  const url = new URL(gatewayUrl);
  if (everywhere.has(url.hostname)) {
    const names = allowedHosts.map((host) => parseAuthority(host)?.host);
    url.hostname = names.find((name) => name !== undefined) ?? 'localhost';
  }
  return url.href.replace(/\/$/, '');
}
