// The other proxy over HTTP: JSON sent, the answer's text brought back, failures in words that name the proxy. Knows no
// bodies and no meanings. Follows no redirects, and is never connected to forbidden addresses (see guarded-connector.ts).
import { Agent, buildConnector, request, type Dispatcher } from 'undici';
import { AppError } from '../../../shared/errors.ts';
import { guardedConnector, guardedLookup, type FindAddresses } from '../http-guards/guarded-connector.ts';
import { systemErrorCode } from '../system-error.ts';
import { tlsConnector } from './proxy-tls.ts';
import type { AnnouncementSettings, Proxy, ProxyAnswer } from './types.ts';

const maxAnswerBytes = 65_536;

/**
 * Opens nothing yet: each request that finds no open connection makes one. `find` finds the addresses of a name, for each
 * connection anew; by default the system does.
 */
export function openHttpProxy(
  { proxyUrl, timeoutMs, token, tls }: AnnouncementSettings,
  find?: FindAddresses,
): Proxy {
  const lookup = guardedLookup(find);
  const connect =
    tls === null ? buildConnector({ timeout: timeoutMs, lookup }) : tlsConnector(tls, { timeoutMs, lookup });
  const agent = new Agent({
    connect: guardedConnector(connect),
    // Heartbeats are seldom; each may have its own connection.
    pipelining: 0,
  });
  const base = proxyUrl.replace(/\/+$/, '');
  return {
    post: async (path, body, signal) => {
      try {
        const response = await request(`${base}${path}`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            accept: 'application/json',
            ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          },
          body: JSON.stringify(body),
          dispatcher: agent,
          signal,
          // The caller's signal ends what takes too long.
          headersTimeout: 0,
          bodyTimeout: 0,
        });
        return await readAnswer(response);
      } catch (error) {
        throw signal.aborted ? signal.reason : unreachable(base, error);
      }
    },
    close: () => agent.destroy(),
  };
}

async function readAnswer({ statusCode, body }: Dispatcher.ResponseData): Promise<ProxyAnswer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    const part = Buffer.from(chunk as Uint8Array);
    size += part.length;
    // What is longer is no answer of a proxy; its beginning shows what it is.
    if (size > maxAnswerBytes) break;
    parts.push(part);
  }
  return { status: statusCode, text: Buffer.concat(parts).toString('utf8') };
}

function unreachable(base: string, error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = systemErrorCode(error) ?? '';
  const message = error instanceof Error ? error.message : String(error);
  const { reason, advice = usualAdvice(base, code) } = reasonOf(code, message);
  return new AppError('UPSTREAM_ERROR', `The proxy at ${base} cannot be reached: ${reason}.`, {
    expected: advice,
    cause: error,
  });
}

/** Of a client certificate that is missing, TLS 1.3 clients most often see nothing but the end of the connection. */
function usualAdvice(base: string, code: string): string {
  return base.startsWith('https:') && cutOff.has(code)
    ? `It may want a client certificate. ${ours}`
    : 'See whether it runs, and whether proxy_registration.proxy_url is right.';
}

interface Reason {
  readonly reason: string;
  readonly advice?: string;
}

const trust = 'Name its authority in proxy_registration.tls.ca_cert.';
const ours = 'Name a certificate that it accepts in proxy_registration.tls.cert_file and key_file.';

const cutOff = new Set(['ECONNRESET', 'UND_ERR_SOCKET', 'EPIPE']);

const reasons: Readonly<Record<string, Reason>> = {
  ECONNREFUSED: { reason: 'nothing listens there' },
  ENOTFOUND: { reason: 'its host name is unknown' },
  EAI_AGAIN: { reason: 'its host name could not be looked up' },
  ECONNRESET: { reason: 'it cut the connection' },
  UND_ERR_SOCKET: { reason: 'it cut the connection' },
  EPIPE: { reason: 'it cut the connection' },
  ETIMEDOUT: { reason: 'it did not answer' },
  UND_ERR_CONNECT_TIMEOUT: { reason: 'it did not answer' },
  DEPTH_ZERO_SELF_SIGNED_CERT: { reason: 'its certificate is self-signed', advice: trust },
  SELF_SIGNED_CERT_IN_CHAIN: { reason: 'its certificate is of an unknown authority', advice: trust },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: { reason: 'its certificate is of an unknown authority', advice: trust },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: { reason: 'its certificate is of an unknown authority', advice: trust },
  CERT_HAS_EXPIRED: { reason: 'its certificate has expired' },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    reason: 'its certificate is for another host',
    advice: 'Use a host that the certificate names, or "verify": "certificate" in proxy_registration.tls.',
  },
  ERR_SSL_WRONG_VERSION_NUMBER: { reason: 'it does not speak TLS', advice: 'Use http:// in proxy_url.' },
  HPE_INVALID_CONSTANT: { reason: 'it does not speak HTTP', advice: 'Does proxy_url need https://?' },
};

function reasonOf(code: string, message: string): Reason {
  const known = reasons[code];
  if (known !== undefined) return known;
  // Such as ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: the proxy's verdict on what we showed.
  if (/^ERR_SSL_.*ALERT_.*(CERTIFICATE|CA)/.test(code))
    return { reason: 'it wants a client certificate that it knows', advice: ours };
  return { reason: message === '' ? code : message.replaceAll(/\s+/g, ' ').trim() };
}
