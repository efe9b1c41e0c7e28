// Patchbays that announce themselves to each other over TLS, with certificates of clients where the proxy wants them.
import { expect, it } from 'vitest';
import type { AnnouncementView } from '../../../src/shared/announcement.ts';
import { inFiles } from '../../support/certificates.ts';
import { startPatchbay, type ConfigInput, type RunningPatchbay } from '../../support/patchbay.ts';
import { mockServer } from '../../support/test-servers.ts';
import { tlsPlace, type TlsPlace } from '../../support/tls-place.ts';

type Tls = NonNullable<ConfigInput['proxy_registration']>['tls'];

/** A proxy that wants certificates of its clients, and calls servers whose certificates are of the same authority. */
async function mutualProxy(place: TlsPlace): Promise<RunningPatchbay> {
  return startPatchbay({
    gateway: { tls: place.mtls },
    registration: { ca_cert: place.caFile },
  });
}

async function inner(place: TlsPlace, proxy: RunningPatchbay, tls: Tls): Promise<RunningPatchbay> {
  return startPatchbay({
    gateway: { tls: place.tls },
    mcpServers: { mock: mockServer() },
    proxy_registration: { enabled: true, proxy_url: proxy.url, server_id: 'inner', retry_delay: 0.1, tls },
  });
}

const stateOf = ({ core }: RunningPatchbay): AnnouncementView => core.state.get().announcement;

it('with our certificate shown, both sides are as safe as they are configured, and calls go through', async () => {
  const place = await tlsPlace();
  const ours = await inFiles(await place.client('us'), place.folder, 'us');
  const proxy = await mutualProxy(place);
  const announced = await inner(place, proxy, {
    ca_cert: place.caFile,
    cert_file: ours.certFile,
    key_file: ours.keyFile,
  });
  await expect.poll(() => stateOf(announced).state, { timeout: 10_000 }).toBe('registered');
  expect(stateOf(announced).serverUrl).toMatch(/^https:/);
  const call = () =>
    proxy.core.commands.callTool({ server: 'inner', tool: 'mock__echo', arguments: { text: 'in secret' } });
  await expect
    .poll(() => call().catch(() => null), { timeout: 10_000 })
    .toMatchObject({ isError: false, result: { content: [{ text: 'in secret' }] } });
});

it('without one, or without knowing the proxy’s authority, it is told why not', async () => {
  const place = await tlsPlace();
  const proxy = await mutualProxy(place);
  const [bare, blind] = [await inner(place, proxy, { ca_cert: place.caFile }), await inner(place, proxy, {})];
  await expect.poll(() => stateOf(bare).problem, { timeout: 10_000 }).toContain('client certificate');
  await expect.poll(() => stateOf(blind).problem, { timeout: 10_000 }).toContain('unknown authority');
  expect(proxy.core.state.get().registrations.servers).toEqual([]);
});
