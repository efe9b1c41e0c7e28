// What certificate and key have to be like, file by file, and what is said of those that are not.
import { createPrivateKey } from 'node:crypto';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { TlsConfig } from '../../../src/main/core/config/types.ts';
import { isGoodFor, namesIn, readCredentials } from '../../../src/main/core/tls/credentials.ts';
import { tlsPlace, type TlsPlace } from '../../support/tls-place.ts';

const dayMs = 86_400_000;

function filesOf({ certFile, keyFile, caFile }: TlsPlace, mode: TlsConfig['mode'] = 'tls'): TlsConfig {
  return { mode, certFile, keyFile, caFile: mode === 'mtls' ? caFile : null };
}

const read = (place: TlsPlace, now = Date.now(), platform: NodeJS.Platform = 'linux') =>
  readCredentials(filesOf(place), now, platform);

describe('usable files', () => {
  it('are read with the names and the end of the certificate', async () => {
    const { certificate, warnings, ca } = await read(await tlsPlace());
    expect(namesIn(certificate)).toEqual(['127.0.0.1', '0:0:0:0:0:0:0:1', 'localhost']);
    expect({ warnings, ca }).toEqual({ warnings: [], ca: null });
  });

  it('may hold several certificates, joined in any way, and key and certificate in one', async () => {
    const place = await tlsPlace();
    const cert = await readFile(place.certFile, 'utf8');
    const key = await readFile(place.keyFile, 'utf8');
    await writeFile(place.certFile, cert.trim() + place.authority.cert.trim() + key);
    const { cert: chain } = await readCredentials(
      { ...filesOf(place), keyFile: place.certFile },
      Date.now(),
      'win32',
    );
    expect(chain.match(/^-----BEGIN CERTIFICATE-----$/gm)).toHaveLength(2);
  });

  it('are warned of when the certificate is about to end, or others can read the key', async () => {
    const place = await tlsPlace();
    const [ending] = (await read(place, Date.now() + 20 * dayMs)).warnings;
    expect(ending).toMatchObject({ message: expect.stringContaining('is good only until') });
    await chmod(place.keyFile, 0o640);
    expect((await read(place)).warnings).toEqual([
      {
        message: `The key file ${place.keyFile} is open to other users (mode 0640).`,
        advice: `Run: chmod 600 "${place.keyFile}"`,
      },
    ]);
    expect((await read(place, Date.now(), 'win32')).warnings).toEqual([]);
  });
});

describe('files that cannot be used', () => {
  const unusable = (message: string): unknown =>
    expect.objectContaining({
      code: 'TLS_UNUSABLE',
      message: expect.stringContaining(message),
      expected: expect.any(String),
    });

  it('are certificates out of their time', async () => {
    const place = await tlsPlace();
    await expect(read(place, Date.now() + 31 * dayMs)).rejects.toThrow('has expired, on 20');
    await expect(read(place, Date.now() - 9 * dayMs)).rejects.toThrow('is good only from 20');
  });

  it('are keys that need a passphrase', async () => {
    const place = await tlsPlace();
    const key = createPrivateKey(await readFile(place.keyFile));
    await writeFile(
      place.keyFile,
      key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' }),
    );
    await expect(read(place)).rejects.toEqual(unusable('is encrypted'));
  });

  it('are chains in which another certificate comes first', async () => {
    const place = await tlsPlace();
    const cert = await readFile(place.certFile, 'utf8');
    await writeFile(place.certFile, place.authority.cert + cert);
    await expect(read(place)).rejects.toEqual(unusable('does not belong to the certificate'));
  });

  it('are binary certificates, and certificates with garbage in them', async () => {
    const place = await tlsPlace();
    const cert = await readFile(place.certFile, 'utf8');
    await writeFile(place.certFile, cert.replaceAll(/[A-Za-z]{20}/g, 'A'.repeat(20)));
    await expect(read(place)).rejects.toEqual(unusable('holds no valid certificate'));
    await writeFile(place.certFile, Buffer.from(cert.replaceAll(/-----.*-----|\s/g, ''), 'base64'));
    await expect(read(place)).rejects.toEqual(unusable('holds no certificate'));
  });

  it('are authorities that have all expired', async () => {
    const place = await tlsPlace();
    const late = await place.issue('late', 400);
    await Promise.all([writeFile(place.certFile, late.cert), writeFile(place.keyFile, late.key)]);
    const reading = readCredentials(filesOf(place, 'mtls'), Date.now() + 100 * dayMs, 'linux');
    await expect(reading).rejects.toThrow('holds only certificates that have expired');
  });

  it('never show anything of a key', async () => {
    const place = await tlsPlace();
    const key = await readFile(place.keyFile, 'utf8');
    await writeFile(place.keyFile, key.replace(/[A-Za-z]{8}/, '!!!!!!!!'));
    const error = await read(place).catch((reason: unknown) => reason);
    const line = key.split('\n')[1] ?? '';
    expect(JSON.stringify(error)).not.toContain(line.slice(0, 20));
  });
});

it.each([
  ['127.0.0.1', true],
  ['::1', true],
  ['localhost', true],
  ['127.0.0.2', false],
  ['first', false],
])('a certificate is good for %s: %s', async (host, isGood) => {
  const { certificate } = await read(await tlsPlace());
  expect(isGoodFor(certificate, host)).toBe(isGood);
});
