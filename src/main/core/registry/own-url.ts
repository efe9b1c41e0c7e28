// Whether a URL leads to this gateway itself: a server that is its own client would call itself for ever.
import { hostname, networkInterfaces } from 'node:os';
import { parseAuthority } from '../http-guards/authority.ts';
import type { ServerUrl } from './server-url.ts';

/** `gatewayUrl` is null while nothing listens. Names are not looked up; an alias of this machine may pass. */
export function isOwnUrl(
  { url, isLoopback }: Pick<ServerUrl, 'url' | 'isLoopback'>,
  gatewayUrl: string | null,
): boolean {
  if (gatewayUrl === null) return false;
  return portOf(url) === portOf(gatewayUrl) && (isLoopback || isThisMachine(new URL(url).hostname));
}

function portOf(url: string): string {
  const { port, protocol } = new URL(url);
  return port === '' ? ({ 'http:': '80', 'https:': '443' }[protocol] ?? '') : port;
}

function isThisMachine(host: string): boolean {
  const addresses = Object.values(networkInterfaces()).flatMap((own) => own ?? []);
  const names = ['0.0.0.0', '[::]', hostname(), ...addresses.map(({ address }) => written(address))];
  const asked = parseAuthority(host)?.host;
  return asked !== undefined && names.some((name) => parseAuthority(name)?.host === asked);
}

/** IPv6 addresses stand in brackets in URLs. */
function written(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}
