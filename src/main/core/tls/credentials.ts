// What the gateway shows its clients: certificate, key, and the authorities of the clients it wants. Read as a whole
// and checked as a whole, so that only what works comes into force. Never logs or returns anything of a key but to TLS.
import { isIP } from 'node:net';
import { createSecureContext } from 'node:tls';
import type { X509Certificate } from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';
import type { TlsConfig } from '../config/types.ts';
import { certificatesOf, fault, privateKeyOf, readPem, type PemFile } from './pem.ts';

/** Usable credentials, as PEM. */
export interface Credentials {
  readonly cert: string;
  readonly key: string;
  /** null: clients need no certificate. */
  readonly ca: string | null;
  /** The gateway's own. */
  readonly certificate: X509Certificate;
  /** What people should know of files that can be used all the same. */
  readonly warnings: readonly TlsWarning[];
}

export interface TlsWarning {
  readonly message: string;
  /** What to do about it. */
  readonly advice: string;
}

/** Nothing older is spoken. */
const leastTlsVersion = 'TLSv1.2';

const soonMs = 14 * 86_400_000;

/** Reads and checks the files. Rejects with TLS_UNUSABLE naming the file and what to do. `now`: epoch milliseconds. */
export async function readCredentials(
  files: TlsConfig,
  now: number,
  platform: NodeJS.Platform,
): Promise<Credentials> {
  const setting = (name: string): string => `gateway.tls.${name}`;
  // One after the other, so that of several faults it is always the same one that is told.
  const certFile = await readPem({
    path: files.certFile,
    label: 'The certificate file',
    key: setting('cert_file'),
  });
  const keyFile = await readPem({ path: files.keyFile, label: 'The key file', key: setting('key_file') });
  const caFile =
    files.caFile === null
      ? null
      : await readPem({ path: files.caFile, label: 'The file of authorities', key: setting('ca_cert') });
  const chain = certificatesOf(certFile);
  const [certificate] = chain;
  const privateKey = privateKeyOf(keyFile);
  if (!certificate.checkPrivateKey(privateKey)) {
    const message = `The key in ${keyFile.path} does not belong to the certificate in ${certFile.path}.`;
    throw new AppError('TLS_UNUSABLE', message, {
      expected: 'Give both of one pair; among several certificates the gateway’s own comes first.',
      details: { file: keyFile.path },
    });
  }
  checkTime(certFile, certificate, now);
  const ca = caFile === null ? null : inPem(authoritiesOf(caFile, now));
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const credentials = { cert: inPem(chain), key, ca };
  try {
    createSecureContext(contextOptions(credentials));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw fault(certFile, `cannot be used: ${reason}`, 'Make certificate and key anew.', error);
  }
  return { ...credentials, certificate, warnings: warningsOf(certFile, keyFile, certificate, now, platform) };
}

/** In the words of Node. */
export function contextOptions({ cert, key, ca }: Pick<Credentials, 'cert' | 'key' | 'ca'>) {
  return { cert, key, minVersion: leastTlsVersion, ...(ca === null ? {} : { ca }) } as const;
}

/** Whether clients that call this name or address will take the certificate for it. Common names count no more. */
export function isGoodFor(certificate: X509Certificate, host: string): boolean {
  const found =
    isIP(host) === 0 ? certificate.checkHost(host, { subject: 'never' }) : certificate.checkIP(host);
  return found !== undefined;
}

/** The names and addresses that stand in it. */
export function namesIn({ subjectAltName }: X509Certificate): readonly string[] {
  const entries = (subjectAltName ?? '').split(', ');
  return entries.flatMap((entry) => /^(?:DNS|IP Address):(.+)$/.exec(entry)?.[1] ?? []);
}

function checkTime(file: PemFile, { validFromDate, validToDate }: X509Certificate, now: number): void {
  const label = 'The certificate in';
  if (validToDate.getTime() < now) {
    const what = `has expired, on ${validToDate.toISOString()}`;
    throw fault({ ...file, label }, what, 'Renew it; a new file is taken up at once.');
  }
  if (validFromDate.getTime() > now) {
    const what = `is good only from ${validFromDate.toISOString()} on`;
    throw fault({ ...file, label }, what, 'See whether the clock of this machine is right.');
  }
}

function authoritiesOf(file: PemFile, now: number): readonly X509Certificate[] {
  const authorities = certificatesOf(file);
  if (authorities.some(({ validToDate }) => validToDate.getTime() >= now)) return authorities;
  throw fault(file, 'holds only certificates that have expired', 'Renew the authority.');
}

/** Written anew: OpenSSL overlooks certificates that were joined without a line end between them. */
function inPem(certificates: readonly X509Certificate[]): string {
  return certificates.map(String).join('');
}

function warningsOf(
  certFile: PemFile,
  keyFile: PemFile,
  { validToDate }: X509Certificate,
  now: number,
  platform: NodeJS.Platform,
): readonly TlsWarning[] {
  const warnings: TlsWarning[] = [];
  if (validToDate.getTime() - now < soonMs) {
    warnings.push({
      message: `The certificate in ${certFile.path} is good only until ${validToDate.toISOString()}.`,
      advice: 'Renew it; a new file is taken up at once.',
    });
  }
  if (platform !== 'win32' && (keyFile.mode & 0o077) !== 0) {
    const mode = keyFile.mode.toString(8).padStart(4, '0');
    warnings.push({
      message: `The key file ${keyFile.path} is open to other users (mode ${mode}).`,
      advice: `Run: chmod 600 "${keyFile.path}"`,
    });
  }
  return warnings;
}
