// Files with certificates and keys, read and taken apart. Every fault is told with the file it is in.
// Knows nothing of what they are for.
import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { AppError } from '../../../shared/errors.ts';
import { describeFileTrouble, systemErrorCode } from '../system-error.ts';

/** A file of PEM blocks, and what it is called towards people. */
export interface PemSource {
  readonly path: string;
  /** Begins a sentence: "The certificate file". */
  readonly label: string;
  /** Where its path was written, such as `gateway.tls.cert_file`. */
  readonly key: string;
}

export interface PemFile extends PemSource {
  readonly text: string;
  /** Permission bits. */
  readonly mode: number;
}

/** Far more than any bundle of authorities. */
const largestBytes = 4 * 1024 * 1024;

/** Rejects with TLS_UNUSABLE naming the file. Only regular files: a pipe would never end. */
export async function readPem(source: PemSource): Promise<PemFile> {
  const { path, key } = source;
  try {
    const info = await stat(path);
    if (!info.isFile()) throw fault(source, 'is not a file', `Name a PEM file as ${key} in config.json.`);
    if (info.size > largestBytes) throw fault(source, 'is larger than 4 MB', 'Give a PEM file of some kB.');
    return { ...source, text: await readFile(path, 'utf8'), mode: info.mode & 0o777 };
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (systemErrorCode(error) === 'ENOENT') {
      throw fault(source, 'does not exist', `Put it there, or change ${key} in config.json.`);
    }
    const { reason, advice } = describeFileTrouble(error);
    throw fault(source, `cannot be read: ${reason}`, advice);
  }
}

/** All certificates of the file in their order, at least one. Throws TLS_UNUSABLE, also for a file that is cut off. */
export function certificatesOf(file: PemFile): readonly [X509Certificate, ...X509Certificate[]] {
  const begun = file.text.match(/-----BEGIN CERTIFICATE-----/g)?.length ?? 0;
  const blocks = file.text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  if (begun !== blocks.length) {
    throw fault(file, 'is cut off: a certificate in it has no end', 'Write it anew, as a whole.');
  }
  const [first, ...others] = blocks.map((block, index) => {
    try {
      return new X509Certificate(block);
    } catch (error) {
      const place = blocks.length === 1 ? 'it' : `number ${index + 1} in it`;
      throw fault(file, `holds no valid certificate: ${place} cannot be read`, 'Write it anew.', error);
    }
  });
  if (first !== undefined) return [first, ...others];
  const advice = 'It has to be PEM, with "-----BEGIN CERTIFICATE-----" in it.';
  throw fault(file, 'holds no certificate', advice);
}

/** The private key of the file. Throws TLS_UNUSABLE; one that needs a passphrase is not usable. */
export function privateKeyOf(file: PemFile): KeyObject {
  if (/-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(file.text)) {
    throw fault(
      file,
      'is encrypted, and nobody is there to give the passphrase',
      'Write it without one: openssl pkey -in KEY -out NEW_KEY.',
    );
  }
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(file.text)) {
    throw fault(file, 'holds no private key', 'It has to be PEM, with "-----BEGIN PRIVATE KEY-----" in it.');
  }
  // Alone: OpenSSL overlooks a key that begins on the line on which something else ends.
  const [block] =
    /-----BEGIN ([A-Z ]*)PRIVATE KEY-----[^-]*-----END \1PRIVATE KEY-----/.exec(file.text) ?? [];
  try {
    if (block !== undefined) return createPrivateKey(block);
  } catch (error) {
    throw fault(file, 'holds no valid private key', 'Write it anew.', error);
  }
  throw fault(file, 'is cut off: the key in it has no end', 'Write it anew, as a whole.');
}

/** An error about this file. `what` ends the sentence that its name begins. */
export function fault({ label, path }: PemSource, what: string, expected: string, cause?: unknown): AppError {
  return new AppError('TLS_UNUSABLE', `${label} ${path} ${what}.`, {
    expected,
    details: { file: path },
    ...(cause === undefined ? {} : { cause }),
  });
}
