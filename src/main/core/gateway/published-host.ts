// By which name the gateway tells others to call it. With TLS that has to be a name of its certificate. Pure.
import type { X509Certificate } from 'node:crypto';
import { isLoopbackAddress, parseAuthority } from '../http-guards/authority.ts';
import { isGoodFor } from '../tls/credentials.ts';

/**
 * The address that is listened on where the certificate is good for it; else `localhost`, else the first allowed host
 * name that it is good for. null: it is good for none of them, and clients will not take it.
 */
export function certifiedHost(
  certificate: X509Certificate,
  host: string,
  allowedHosts: readonly string[],
): string | null {
  const names = allowedHosts.map((entry) => parseAuthority(entry)?.host);
  const candidates = [host, ...(isLoopbackAddress(host) ? ['localhost'] : []), ...names];
  return (
    candidates.find((name) => name !== undefined && isGoodFor(certificate, withoutBrackets(name))) ?? null
  );
}

/** What to say where there is no such host. */
export function foreignNames(certFile: string, host: string): string {
  return (
    `The certificate in ${certFile} is not good for ${host}, so clients will not take it. ` +
    'Have one issued for 127.0.0.1 and localhost, or add its name to gateway.allowedHosts.'
  );
}

/** Without a slash at its end. */
export function gatewayUrl(scheme: 'http' | 'https', host: string, port: number): string {
  const bare = withoutBrackets(host);
  return `${scheme}://${bare.includes(':') ? `[${bare}]` : bare}:${port}`;
}

function withoutBrackets(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}
