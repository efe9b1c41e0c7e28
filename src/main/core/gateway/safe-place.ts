// Where the gateway may listen: without tokens only this machine reaches it, or whoever has a certificate.
import { AppError } from '../../../shared/errors.ts';
import type { TlsConfig } from '../config/types.ts';
import { isLoopbackAddress } from '../http-guards/authority.ts';

export type AuthMode = 'token' | 'none';

/** Whether nobody who should not can come in at this place, though no tokens are asked for. */
export function isSafeOpen(host: string, tls: 'plain' | TlsConfig['mode']): boolean {
  return isLoopbackAddress(host) || tls === 'mtls';
}

/** Throws FORBIDDEN_HOST for a place at which anybody could come in. */
export function requireSafePlace(host: string, auth: AuthMode, tls: 'plain' | TlsConfig['mode']): void {
  if (auth === 'token' || isSafeOpen(host, tls)) return;
  throw new AppError(
    'FORBIDDEN_HOST',
    `The gateway cannot listen on ${host} without tokens: others could use it there.`,
    {
      expected:
        'Set "auth": { "mode": "token" }, or "gateway": { "tls": { "mode": "mtls", … } }, or listen on 127.0.0.1.',
    },
  );
}
