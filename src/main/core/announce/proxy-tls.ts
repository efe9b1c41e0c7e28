// TLS towards the other proxy (S1.6): files are read anew for each connection, so that a renewed certificate counts at once.
import { readFile } from 'node:fs/promises';
import type { LookupFunction } from 'node:net';
import { createSecureContext, type ConnectionOptions, type SecureContext } from 'node:tls';
import { buildConnector } from 'undici';
import { AppError } from '../../../shared/errors.ts';
import { describeFileTrouble } from '../system-error.ts';
import type { ProxyTls } from './types.ts';

/** Opens connections with what the files say at that moment; fails with an AppError that names the file. */
export function tlsConnector(
  tls: ProxyTls,
  { timeoutMs, lookup }: { readonly timeoutMs: number; readonly lookup: LookupFunction },
): buildConnector.connector {
  return (target, callback) => {
    const failed = (error: unknown): void =>
      callback(error instanceof Error ? error : new Error(String(error)), null);
    const connect = (options: ConnectionOptions): void => {
      try {
        buildConnector({ ...options, timeout: timeoutMs, lookup })(target, callback);
      } catch (error) {
        failed(error);
      }
    };
    readTls(tls).then(connect, failed);
  };
}

async function readTls(tls: ProxyTls): Promise<ConnectionOptions> {
  const [ca, cert, key] = await Promise.all([tls.caFile, tls.certFile, tls.keyFile].map(readPem));
  return {
    secureContext: contextOf({ ca, cert, key }, tls),
    rejectUnauthorized: tls.verify !== 'none',
    ...(tls.verify === 'certificate' ? { checkServerIdentity: () => undefined } : {}),
  };
}

interface Pems {
  readonly ca: Buffer | undefined;
  readonly cert: Buffer | undefined;
  readonly key: Buffer | undefined;
}

function contextOf(pems: Pems, { caFile, certFile, keyFile }: ProxyTls): SecureContext {
  try {
    return createSecureContext(
      Object.fromEntries(Object.entries(pems).filter(([, pem]) => pem !== undefined)),
    );
  } catch (error) {
    const files = [caFile, certFile, keyFile].filter((file) => file !== undefined).join(', ');
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('CONFIG_INVALID', `The certificates in ${files} cannot be used: ${reason}.`, {
      expected: 'PEM files, and the key that belongs to the certificate.',
      cause: error,
    });
  }
}

async function readPem(file: string | undefined): Promise<Buffer | undefined> {
  if (file === undefined) return undefined;
  try {
    return await readFile(file);
  } catch (error) {
    const { reason, advice } = describeFileTrouble(error);
    throw new AppError('CONFIG_INVALID', `${file} could not be read: ${reason}.`, {
      expected: advice,
      cause: error,
    });
  }
}
