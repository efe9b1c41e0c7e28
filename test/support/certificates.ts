// Certificates for one test: an authority, and what it issues for servers and clients, as PEM and as files.
import './reflect-metadata.ts';
import { writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';

/** A certificate and its key, both PEM. */
export interface Credentials {
  readonly cert: string;
  readonly key: string;
}

export interface Wish {
  /** The common name, without "CN=". */
  readonly subject: string;
  /** DNS names and IP addresses that it is good for. */
  readonly names?: readonly string[];
  readonly usage: 'server' | 'client';
  /** How long it is good; a negative number makes one that is over. Default: one day. */
  readonly days?: number;
}

export interface Authority extends Credentials {
  issue(wish: Wish): Promise<Credentials>;
}

export interface CredentialFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const dayMs = 86_400_000;

/** An authority that signs itself, and nobody else trusts. */
export async function makeAuthority(subject = 'Patchbay test authority'): Promise<Authority> {
  x509.cryptoProvider.set(crypto);
  const keys = await newKeys();
  const own = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [subject] }],
    notBefore: new Date(Date.now() - dayMs),
    notAfter: new Date(Date.now() + 10 * dayMs),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return {
    cert: own.toString('pem'),
    key: await privatePem(keys),
    issue: (wish) => issue(own, keys.privateKey, wish),
  };
}

/** A server's certificate that nobody but itself vouches for. */
export async function makeSelfSigned({
  subject,
  names = [],
}: Pick<Wish, 'subject' | 'names'>): Promise<Credentials> {
  x509.cryptoProvider.set(crypto);
  const keys = await newKeys();
  const made = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [subject] }],
    notBefore: new Date(Date.now() - dayMs),
    notAfter: new Date(Date.now() + dayMs),
    signingAlgorithm: algorithm,
    keys,
    extensions: [alternativesOf(names)],
  });
  return { cert: made.toString('pem'), key: await privatePem(keys) };
}

/** Writes `<name>.crt` and `<name>.key` into the folder, over what was there. */
export async function inFiles(
  { cert, key }: Credentials,
  folder: string,
  name: string,
): Promise<CredentialFiles> {
  const files = { certFile: join(folder, `${name}.crt`), keyFile: join(folder, `${name}.key`) };
  await Promise.all([writeFile(files.certFile, cert), writeFile(files.keyFile, key)]);
  return files;
}

async function issue(
  issuer: x509.X509Certificate,
  signingKey: CryptoKey,
  { subject, names = [], usage, days = 1 }: Wish,
): Promise<Credentials> {
  const keys = await newKeys();
  const purpose = usage === 'server' ? x509.ExtendedKeyUsage.serverAuth : x509.ExtendedKeyUsage.clientAuth;
  const made = await x509.X509CertificateGenerator.create({
    subject: [{ CN: [subject] }],
    issuer: issuer.subject,
    // Good for a while already: clocks differ.
    notBefore: new Date(Date.now() - 2 * dayMs + Math.min(days, 0) * dayMs),
    notAfter: new Date(Date.now() + days * dayMs),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([purpose]),
      await x509.AuthorityKeyIdentifierExtension.create(issuer),
      ...(names.length === 0 ? [] : [alternativesOf(names)]),
    ],
  });
  return { cert: made.toString('pem'), key: await privatePem(keys) };
}

function alternativesOf(names: readonly string[]): x509.Extension {
  return new x509.SubjectAlternativeNameExtension(
    names.map((value): x509.JsonGeneralName => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value })),
  );
}

function newKeys(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

async function privatePem({ privateKey }: CryptoKeyPair): Promise<string> {
  return x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', privateKey), 'PRIVATE KEY');
}
