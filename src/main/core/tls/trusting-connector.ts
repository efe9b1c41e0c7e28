// Connections to servers whose authority is none of the public ones: a file says whom to trust besides. It is read anew for
// each connection, so that a changed one counts at once. What cannot be checked is never trusted.
import type { LookupFunction } from 'node:net';
import * as tls from 'node:tls';
import { buildConnector } from 'undici';
import { certificatesOf, readPem, type PemSource } from './pem.ts';

interface Known {
  readonly text: string;
  readonly connect: buildConnector.connector;
}

/** For undici's Agent. `source` is asked for each connection; null: the public authorities alone. `lookup` finds addresses. */
export function trustingConnector(
  source: () => PemSource | null,
  lookup: LookupFunction,
): buildConnector.connector {
  const usual = buildConnector({ lookup });
  let known: Known | null = null;

  async function connectorFor(file: PemSource): Promise<buildConnector.connector> {
    const pem = await readPem(file);
    if (pem.text !== known?.text) {
      const own = certificatesOf(pem).map(String);
      const ca = [...usualAuthorities(), ...own];
      // Also a server's own certificate may stand in the file, whoever issued it.
      known = { text: pem.text, connect: buildConnector({ ca, lookup, allowPartialTrustChain: true }) };
    }
    return known.connect;
  }

  return (target, callback) => {
    const file = target.protocol === 'https:' ? source() : null;
    if (file === null) {
      usual(target, callback);
      return;
    }
    const failed = (error: unknown): void =>
      callback(error instanceof Error ? error : new Error(String(error)), null);
    connectorFor(file).then((connect) => connect(target, callback), failed);
  };
}

/** Those that Node trusts by itself; the oldest Node that this runs on tells only the public ones. */
function usualAuthorities(): readonly string[] {
  const { rootCertificates } = tls;
  return 'getCACertificates' in tls ? tls.getCACertificates('default') : rootCertificates;
}
