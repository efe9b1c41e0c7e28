// A folder with an authority and what a gateway needs for TLS, gone with the test.
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConfigInput } from './patchbay.ts';
import {
  inFiles,
  makeAuthority,
  type Authority,
  type CredentialFiles,
  type Credentials,
} from './certificates.ts';
import { tempFolder } from './temp-folder.ts';

type Tls = NonNullable<NonNullable<ConfigInput['gateway']>['tls']>;

export interface TlsPlace extends CredentialFiles {
  readonly folder: string;
  readonly authority: Authority;
  readonly caFile: string;
  /** The value of `gateway.tls` for these files. */
  readonly tls: Tls;
  readonly mtls: Tls;
  /** Another certificate for the gateway. */
  readonly issue: (subject: string, days?: number) => Promise<Credentials>;
  readonly client: (subject: string, days?: number) => Promise<Credentials>;
}

/** The names by which tests call the gateway. */
export const ownNames = ['127.0.0.1', '::1', 'localhost'];

/** Call from within a test. The gateway's certificate is `CN=first`. */
export async function tlsPlace(): Promise<TlsPlace> {
  const folder = await tempFolder();
  const authority = await makeAuthority();
  const issue = (subject: string, days?: number): Promise<Credentials> =>
    authority.issue({ subject, names: ownNames, usage: 'server', ...(days === undefined ? {} : { days }) });
  const files = await inFiles(await issue('first', 30), folder, 'gateway');
  await chmod(files.keyFile, 0o600);
  const caFile = join(folder, 'ca.crt');
  await writeFile(caFile, authority.cert);
  const paths = { cert_file: files.certFile, key_file: files.keyFile };
  return {
    ...files,
    folder,
    authority,
    caFile,
    tls: { mode: 'tls', ...paths },
    mtls: { mode: 'mtls', ...paths, ca_cert: caFile },
    issue,
    client: (subject, days) =>
      authority.issue({ subject, usage: 'client', ...(days === undefined ? {} : { days }) }),
  };
}
