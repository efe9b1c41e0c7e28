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
  readonly warnings: readonly string[];
}

/** Nothing older is spoken. */
export const leastTlsVersion = 'TLSv1.2';

const soonMs = 14 * 86_400_000;

/** Reads and checks the files. Rejects with TLS_UNUSABLE naming the file and what to do. `now`: epoch milliseconds. */
export async function readCredentials(
  files: TlsConfig,
  now: number,
  platform: NodeJS.Platform,
): Promise<Credentials> {
  const setting = (name: string): string => `gateway.tls.${name}`;
  const [certFile, keyFile, caFile] = await Promise.all([
    readPem({ path: files.certFile, label: 'The certificate file', key: setting('cert_file') }),
    readPem({ path: files.keyFile, label: 'The key file', key: setting('key_file') }),
    files.caFile === null
      ? null
      : readPem({ path: files.caFile, label: 'The file of authorities', key: setting('ca_cert') }),
  ]);
  const [certificate] = certificatesOf(certFile);
  if (!certificate.checkPrivateKey(privateKeyOf(keyFile))) {
    const message = `The key in ${keyFile.path} does not belong to the certificate in ${certFile.path}.`;
    throw new AppError('TLS_UNUSABLE', message, {
      expected: 'Give both of one pair; among several certificates the gateway’s own comes first.',
      details: { file: keyFile.path },
    });
  }
  checkTime(certFile, certificate, now);
  if (caFile !== null) checkAuthorities(caFile, now);
  const credentials = { cert: certFile.text, key: keyFile.text, ca: caFile?.text ?? null };
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

function checkAuthorities(file: PemFile, now: number): void {
  if (certificatesOf(file).every(({ validToDate }) => validToDate.getTime() < now)) {
    throw fault(file, 'holds only certificates that have expired', 'Renew the authority.');
  }
}

function warningsOf(
  certFile: PemFile,
  keyFile: PemFile,
  { validToDate }: X509Certificate,
  now: number,
  platform: NodeJS.Platform,
): readonly string[] {
  const warnings: string[] = [];
  if (validToDate.getTime() - now < soonMs)
    warnings.push(`The certificate in ${certFile.path} is good only until ${validToDate.toISOString()}.`);
  if (platform !== 'win32' && (keyFile.mode & 0o077) !== 0) {
    const mode = keyFile.mode.toString(8).padStart(4, '0');
    warnings.push(`The key file ${keyFile.path} can be read by others (mode ${mode}). Run: chmod 600.`);
  }
  return warnings;
}
