// Servers behind https URLs whose certificates no public authority has issued: refused, unless a file vouches for them.
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ServerView } from '../../../src/shared/state.ts';
import type { RegistrationView } from '../../../src/shared/registrations.ts';
import { inFiles, makeSelfSigned } from '../../support/certificates.ts';
import { startPatchbay, type RunningPatchbay } from '../../support/patchbay.ts';
import { call, openSession, post } from '../../support/raw-mcp.ts';
import { mockServer } from '../../support/test-servers.ts';
import { tlsPlace, type TlsPlace } from '../../support/tls-place.ts';
import { until } from '../../support/until.ts';

interface Stage {
  readonly place: TlsPlace;
  /** Of an MCP server behind TLS: another Patchbay's. */
  readonly url: string;
}

async function secureServer(): Promise<Stage> {
  const place = await tlsPlace();
  const { url } = await startPatchbay({ gateway: { tls: place.tls }, mcpServers: { box: mockServer() } });
  return { place, url: `${url}/mcp/box` };
}

/** The server's state after it was asked to start, in vain or not. */
async function started({ core }: RunningPatchbay, name = 'far'): Promise<ServerView | undefined> {
  await core.commands.startServer({ name }).catch(() => undefined);
  return core.state.get().servers.find((server) => server.name === name);
}

const echo = async (patchbay: RunningPatchbay, server: string): Promise<string> => {
  const url = patchbay.endpoint(server);
  return (await post(url, call(1, 'echo', { text: 'vouched for' }), await openSession(url))).text;
};

it('a certificate of an unknown authority is refused, with what to do', async () => {
  const { url } = await secureServer();
  const patchbay = await startPatchbay({ mcpServers: { far: { url } } });
  expect(await started(patchbay)).toMatchObject({
    status: 'failed',
    problem: {
      message: `"far" cannot be reached at ${new URL(url).origin}: its certificate is of an authority that is not known here.`,
      expected: expect.stringContaining('name a PEM file with its authority'),
    },
  });
});

it('a self-signed certificate is refused as that', async () => {
  const place = await tlsPlace();
  await inFiles(await makeSelfSigned({ subject: 'far', names: ['127.0.0.1'] }), place.folder, 'gateway');
  const { url } = await startPatchbay({ gateway: { tls: place.tls } });
  const patchbay = await startPatchbay({ mcpServers: { far: { url: `${url}/mcp/patchbay` } } });
  expect((await started(patchbay))?.problem?.message).toContain('its certificate is self-signed');
});

it.each([
  ['its authority', ({ caFile }: TlsPlace) => caFile],
  ['the certificate itself', ({ certFile }: TlsPlace) => certFile],
])('a server is called when a file holds %s', async (_what, fileOf) => {
  const { place, url } = await secureServer();
  const patchbay = await startPatchbay({ mcpServers: { far: { url, ca: fileOf(place) } } });
  expect(await started(patchbay)).toMatchObject({ status: 'ready', problem: null });
  expect(await echo(patchbay, 'far')).toContain('vouched for');
});

it('a file vouches for no other host, and for no server but its own', async () => {
  const { place, url } = await secureServer();
  const other = await place.authority.issue({ subject: 'other', names: ['other.example'], usage: 'server' });
  const otherPlace = await tlsPlace();
  await inFiles(other, otherPlace.folder, 'gateway');
  const elsewhere = await startPatchbay({ gateway: { tls: otherPlace.tls } });
  const ca = place.caFile;
  const lost = { url: `https://127.0.0.1:${new URL(elsewhere.url).port}/mcp/patchbay`, ca };
  const patchbay = await startPatchbay({ mcpServers: { far: { url, ca }, bare: { url }, lost } });
  expect(await started(patchbay)).toMatchObject({ status: 'ready' });
  expect((await started(patchbay, 'bare'))?.problem?.message).toContain('authority that is not known here');
  expect((await started(patchbay, 'lost'))?.problem?.message).toContain(
    'its certificate is for another host',
  );
});

it('a file that cannot be used is named, and counts as soon as it can', async () => {
  const { place, url } = await secureServer();
  const ca = join(place.folder, 'later.crt');
  const patchbay = await startPatchbay({ mcpServers: { far: { url, ca } } });
  expect((await started(patchbay))?.problem).toMatchObject({
    code: 'TLS_UNUSABLE',
    message: `The file of authorities ${ca} does not exist.`,
  });
  await writeFile(ca, place.authority.cert);
  expect(await started(patchbay)).toMatchObject({ status: 'ready' });
  await rm(ca);
});

it('an address that begins with https, where nobody speaks TLS, is told so', async () => {
  const { url } = await startPatchbay({});
  const secure = `${url.replace('http', 'https')}/mcp/patchbay`;
  const patchbay = await startPatchbay({ mcpServers: { far: { url: secure } } });
  expect((await started(patchbay))?.problem?.message).toContain('it speaks no TLS there');
});

it('a registered server is refused, says why, and is called once registration.ca_cert vouches for it', async () => {
  const { place, url } = await secureServer();
  const patchbay = await startPatchbay({});
  const body = { server_id: 'far', server_url: url, metadata: { protocol: 'https' } };
  const registered = await post(`${patchbay.url}/register`, body);
  expect(registered.json()).toMatchObject({ success: true, server_key: 'far_1' });
  const view = (): RegistrationView | undefined => patchbay.core.state.get().registrations.servers[0];
  const problem = await until('the problem', () => view()?.problem);
  expect(problem).toContain('"far_1" cannot be reached');
  expect(problem).toContain('registration.ca_cert in config.json');
  await patchbay.configure({ registration: { ca_cert: place.caFile } });
  await until('its kind', () => view()?.kind === 'mcp');
  expect(await echo(patchbay, 'far')).toContain('vouched for');
});
