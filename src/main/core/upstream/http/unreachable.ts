// Connections that failed, in words for people, and whether anything of what was to be sent can have arrived.
import { AppError } from '../../../../shared/errors.ts';
import { forbiddenAddressCode } from '../../http-guards/guarded-connector.ts';
import type { Cost } from '../breaker.ts';

export interface Unreached {
  /** The server's. */
  readonly name: string;
  readonly origin: string;
  /** Where people name authorities that Patchbay does not know. */
  readonly trustKey: string;
}

/** Nobody was there: what was sent has not been seen by anybody, and may be sent elsewhere. */
const neverReached = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  forbiddenAddressCode,
]);

const unknownAuthority = 'its certificate is of an authority that is not known here';

/** Certificates that may be good all the same, if a person says so. */
const untrusted: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
};

/** Handshakes that no trust would mend. */
const misfits: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not good yet',
  INVALID_PURPOSE: 'its certificate is not made for servers',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it speaks no TLS there, so its address begins with http:',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it speaks no TLS there, so its address begins with http:',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'it wants a certificate of its clients',
};

const reasons: Readonly<Record<string, string>> = {
  ...untrusted,
  ...misfits,
  ECONNREFUSED: 'nothing listens there (connection refused)',
  ENOTFOUND: 'the host name is unknown',
  EAI_AGAIN: 'the host name could not be looked up',
  ECONNRESET: 'it cut the connection',
  UND_ERR_SOCKET: 'it cut the connection',
  UND_ERR_ABORTED: 'the request was given up',
  ETIMEDOUT: 'it did not answer',
  UND_ERR_CONNECT_TIMEOUT: 'it did not answer',
};

/** The error of a failed connection as SERVER_FAILED. */
export function unreachable(error: unknown, { name, origin, trustKey }: Unreached): AppError {
  const cause = error instanceof Error ? error : new Error(String(error));
  const code = codeOf(cause);
  const reason = reasons[code] ?? (cause.message === '' ? code : cause.message);
  const advice = Object.hasOwn(untrusted, code)
    ? `If you trust it, name a PEM file with its authority, or with the certificate itself, as ${trustKey} in config.json.`
    : 'Check that it runs and that the URL is right.';
  return new AppError('SERVER_FAILED', `"${name}" cannot be reached at ${origin}: ${reason}.`, {
    cause: error,
    details: { server: name, ...(hasReachedNobody(code) ? { undelivered: true } : {}) },
    expected: advice,
  });
}

/** Whether nobody to talk to is at that host and port, whatever the path, by a failure of whatever is behind `error`. */
export function isNobodyThere(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const isFileAtFault = error instanceof AppError && error.code === 'TLS_UNUSABLE';
  return isFileAtFault || hasReachedNobody(codeOf(error)) || isNobodyThere(error.cause);
}

/** What it costs to try in vain: a refused connection next to nothing, a name or a handshake that fails time. */
export function costOf(error: unknown): Cost {
  if (!(error instanceof Error)) return 'dear';
  return codeOf(error) === 'ECONNREFUSED' || costOfCause(error) ? 'cheap' : 'dear';
}

function costOfCause({ cause }: Error): boolean {
  return cause instanceof Error && costOf(cause) === 'cheap';
}

function hasReachedNobody(code: string): boolean {
  return neverReached.has(code) || Object.hasOwn(untrusted, code) || Object.hasOwn(misfits, code);
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
