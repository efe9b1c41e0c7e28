// mTLS over real sockets: the right client passes, every other one is refused before any HTTP (S1.6).
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { expect, it } from 'vitest';
import { parseEntry } from '../../../src/main/core/audit/audit-entry.ts';
import type { AuditEntry } from '../../../src/shared/audit.ts';
import { makeAuthority, type Credentials } from '../../support/certificates.ts';
import { askHttps, tlsOf } from '../../support/https-client.ts';
import { startPatchbay, type RunningPatchbay } from '../../support/patchbay.ts';
import { ownLines } from '../../support/own-lines.ts';
import { tlsPlace, type TlsPlace } from '../../support/tls-place.ts';

async function mutual(): Promise<{ readonly place: TlsPlace; readonly patchbay: RunningPatchbay }> {
  const place = await tlsPlace();
  return { place, patchbay: await startPatchbay({ gateway: { tls: place.mtls } }) };
}

/** What is written of refusals until now. */
async function refusals({ core, dataDir }: RunningPatchbay): Promise<readonly AuditEntry[]> {
  // Asked for, everything is written; at the end it is anyhow.
  await core.commands.readAudit({ limit: 1 }).catch(() => undefined);
  const text = await readFile(join(dataDir, 'logs', 'audit.log'), 'utf8');
  return text
    .split('\n')
    .flatMap((line) => parseEntry(line) ?? [])
    .filter(({ kind }) => kind === 'refusal');
}

const protocols = ['TLSv1.2', 'TLSv1.3'] as const;

it('lets a client pass whose certificate an accepted authority issued', async () => {
  const { place, patchbay } = await mutual();
  const trust = { ca: place.authority.cert, client: await place.client('laptop') };
  for (const protocol of protocols) {
    const limits = { minVersion: protocol, maxVersion: protocol };
    expect(await askHttps(`${patchbay.url}/health`, trust, limits)).toMatchObject({ status: 200, protocol });
  }
  expect(patchbay.core.state.get().gateway.tls).toMatchObject({ mode: 'mtls' });
});

it.each<[string, (place: TlsPlace) => Promise<Credentials | null>, string, string, Partial<AuditEntry>]>([
  ['no certificate', () => Promise.resolve(null), 'it showed no certificate', 'no client certificate', {}],
  [
    'the certificate of a stranger’s authority',
    async () => (await makeAuthority('stranger')).issue({ subject: 'intruder', usage: 'client' }),
    '"CN=intruder" issued by "CN=stranger", is not accepted: gateway.tls.ca_cert does not know who issued it',
    'client certificate',
    {
      reason: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      details: { certificate: 'CN=intruder', issuer: 'CN=stranger' },
    },
  ],
  [
    'a certificate that is over',
    (place) => place.client('late', -1),
    '"CN=late"',
    'client certificate',
    { reason: 'CERT_HAS_EXPIRED' },
  ],
  [
    'a server’s certificate',
    (place) => place.issue('server'),
    'it is not made for clients',
    'client certificate',
    { reason: 'INVALID_PURPOSE' },
  ],
])('refuses a client with %s, and says in the log who it was', async (_what, make, said, action, told) => {
  const { place, patchbay } = await mutual();
  const client = await make(place);
  const trust = { ca: place.authority.cert, ...(client === null ? {} : { client }) };
  for (const protocol of protocols) {
    const limits = { minVersion: protocol, maxVersion: protocol };
    await expect(askHttps(`${patchbay.url}/health`, trust, limits)).rejects.toThrow(
      /hang up|disconnected|ECONNRESET/,
    );
  }
  const lines = ownLines(patchbay.core).filter((line) => line.includes(said));
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/Refused a client at 127\.0\.0\.1:\d+/);
  // The audit log tells the first, and counts the others of the same kind.
  expect(await refusals(patchbay)).toMatchObject([{ action, by: 'gateway 127.0.0.1', ...told }]);
});

it('refuses a client that resumes a session which never had a good certificate', async () => {
  const { place, patchbay } = await mutual();
  const { port, hostname: host } = new URL(patchbay.url);
  const intruder = await (await makeAuthority('stranger')).issue({ subject: 'intruder', usage: 'client' });
  const request = 'GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';
  for (const client of [null, intruder]) {
    const trust = { ca: place.authority.cert, ...(client === null ? {} : { client }) };
    /** What one connection got: a ticket for the next one, and data. */
    const attempt = (ticket: Buffer | null): Promise<{ ticket: Buffer | null; received: string }> =>
      new Promise((resolve) => {
        const got = { ticket, received: '' };
        const options = {
          host,
          port: Number(port),
          ...tlsOf(trust),
          ...(ticket === null ? {} : { session: ticket }),
        };
        const socket = connect(options, () => socket.write(request));
        socket.on('session', (next: Buffer) => (got.ticket = next));
        socket.on('data', (chunk: Buffer) => (got.received += chunk.toString()));
        socket.on('error', () => undefined);
        socket.on('close', () => resolve(got));
      });
    const first = await attempt(null);
    expect(await attempt(first.ticket)).toMatchObject({ received: '' });
  }
});

it('writes a few lines a minute, however many it refuses', async () => {
  const { place, patchbay } = await mutual();
  const attempt = (): Promise<unknown> =>
    askHttps(`${patchbay.url}/health`, { ca: place.authority.cert }).catch(() => null);
  await Promise.all(Array.from({ length: 20 }, attempt));
  expect(ownLines(patchbay.core).filter((line) => line.startsWith('Refused'))).toHaveLength(5);
  expect(await refusals(patchbay)).toHaveLength(1);
  await patchbay.core.stop();
  expect(await refusals(patchbay)).toMatchObject([{}, { action: 'no client certificate', times: 19 }]);
});
