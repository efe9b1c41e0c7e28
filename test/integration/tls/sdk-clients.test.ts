// The official clients by https, with a certificate of their own: everything works as it does without TLS.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { expect, it, onTestFinished } from 'vitest';
import { askHttps, trustingFetch, type Trust } from '../../support/https-client.ts';
import { startPatchbay, type RunningPatchbay } from '../../support/patchbay.ts';
import { connectSdk, sdkVersions } from '../../support/sdk-clients.ts';
import { mockServer } from '../../support/test-servers.ts';
import { tlsPlace } from '../../support/tls-place.ts';
import { until } from '../../support/until.ts';

async function stage(): Promise<{ readonly patchbay: RunningPatchbay; readonly trust: Trust }> {
  const place = await tlsPlace();
  const patchbay = await startPatchbay({ gateway: { tls: place.mtls }, mcpServers: { box: mockServer() } });
  return { patchbay, trust: { ca: place.authority.cert, client: await place.client('sdk') } };
}

it.each(sdkVersions)('%s: calls, progress, notifications on the stream, large messages', async (version) => {
  const { patchbay, trust } = await stage();
  const client = await connectSdk(version, patchbay.endpoint('box'), { fetch: trustingFetch(trust) });
  expect((await client.callTool('echo', { text: 'hello' })).text).toBe('hello');

  const steps: number[] = [];
  const onprogress = ({ progress }: { readonly progress: number }): void => void steps.push(progress);
  expect((await client.callTool('progress', { steps: 5 }, { onprogress })).text).toBe('did 5 steps');
  expect(steps).toEqual([1, 2, 3, 4, 5]);

  await client.callTool('notify', { kind: 'tools' });
  await until('the notification', () =>
    client.notifications.some(({ method }) => method === 'notifications/tools/list_changed'),
  );

  const text = '🙂'.repeat(1_000_000);
  expect((await client.callTool('echo', { text })).text).toBe(text);
  expect((await client.callTool('big', { bytes: 8_000_000 })).text.length).toBeGreaterThan(7_000_000);
  expect(client.errors).toEqual([]);
  await client.endSession();
});

it('HTTP+SSE: the stream opens, and answers come by it', async () => {
  const { patchbay, trust } = await stage();
  const client = new Client({ name: 'sse', version: '1.0.0' });
  onTestFinished(() => client.close());
  const url = new URL('/sse', patchbay.url);
  await client.connect(new SSEClientTransport(url, { fetch: trustingFetch(trust) }));
  const answer = await client.callTool({ name: 'box__echo', arguments: { text: 'by stream' } });
  expect(answer.content).toEqual([{ type: 'text', text: 'by stream' }]);
});

it('a client that registers by https is told an address that works', async () => {
  const { patchbay, trust } = await stage();
  const body = JSON.stringify({ client_info: { name: 'seed', version: '1' } });
  const registered = await askHttps(`${patchbay.url}/register`, trust, { body });
  const { endpoints } = JSON.parse(registered.body) as { readonly endpoints: { readonly mcp: string } };
  expect(endpoints.mcp).toBe(`${patchbay.url}/mcp/`);
  const client = await connectSdk('v2', new URL(endpoints.mcp), { fetch: trustingFetch(trust) });
  expect((await client.callTool('box__echo', { text: 'registered' })).text).toBe('registered');
});
