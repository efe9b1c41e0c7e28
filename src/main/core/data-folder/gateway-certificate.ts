// gateway.pem: the certificate that the running gateway shows, so that programs of this user know it without knowing its
// authority. There only while the gateway speaks TLS. Nothing in it is secret.
import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConnectionOptions } from 'node:tls';
import { durableFile } from '../store/durable-file.ts';

/**
 * How a program of this user connects to the gateway of the data folder: to the holder of exactly this certificate,
 * whatever names are in it. No options where the gateway speaks plain HTTP. Read it again after a failed handshake:
 * certificates are renewed.
 */
export async function ownGatewayTrust(dataDir: string): Promise<ConnectionOptions> {
  const pem = await readFile(pathIn(dataDir), 'utf8').catch(() => null);
  if (pem === null) return {};
  return { ca: pem, allowPartialTrustChain: true, checkServerIdentity: () => undefined };
}

/** null: there is none any more. Rejects with the system's error. */
export async function writeGatewayCertificate(
  dataDir: string,
  pem: string | null,
  platform: NodeJS.Platform,
): Promise<void> {
  const file = durableFile(pathIn(dataDir), { platform });
  await (pem === null ? file.remove() : file.write(pem));
}

/** Throws the system's error. */
export function removeGatewayCertificateNow(dataDir: string): void {
  rmSync(pathIn(dataDir), { force: true });
}

function pathIn(dataDir: string): string {
  return join(dataDir, 'gateway.pem');
}
