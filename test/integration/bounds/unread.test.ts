// Clients of every kind that stop reading what a child says without end, which nothing holds back: each fills its own stream
// up to the limit, and nobody else notices.
import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { modernRpc } from '../../support/modern-edge.ts';
import { startPatchbay, type RunningPatchbay } from '../../support/patchbay.ts';
import { scrape, sumOf } from '../../support/prometheus.ts';
import { initializeParams, openSession, openStream, post, rpc } from '../../support/raw-mcp.ts';
import { begin, endpointOf } from '../../support/slow-reader.ts';
import { loudServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

const maxUnreadBytes = 1_000_000;

const start = (): Promise<RunningPatchbay> =>
  startPatchbay({ gateway: { limits: { maxUnreadBytes } }, mcpServers: { noisy: loudServer() } });

/** Makes the child say so much again and again, until the limit was reached. */
async function flood(patchbay: RunningPatchbay): Promise<void> {
  const url = patchbay.endpoint('noisy');
  const headers = await openSession(url);
  await post(url, rpc('subscribe', 'resources/subscribe', { uri: 'test://loud' }), headers);
  const reading = await openStream('GET', url, { headers });
  let rounds = 0;
  await until('the limit', async () => {
    rounds++;
    expect(
      (await post(url, rpc(rounds, 'flood', { count: 100, bytes: 50_000 }), headers)).json(),
    ).toHaveProperty('result');
    const samples = await scrape(patchbay.url);
    return sumOf(samples, 'patchbay_limit_reached_total', { limit: 'gateway.limits.maxUnreadBytes' }) > 0;
  });
  // Whoever reads has got everything.
  await until('all of it', () => reading.messages().length === rounds * 100);
  expect(sumOf(await scrape(patchbay.url), 'patchbay_stream_kept_bytes')).toBeLessThan(4 * maxUnreadBytes);
}

const ended = (answer: IncomingMessage): Promise<void> =>
  new Promise((resolve) => {
    answer.on('error', () => undefined);
    answer.on('close', () => resolve());
    answer.resume();
  });

describe('a client that does not read', () => {
  it('its standalone stream loses the oldest events of it, and goes on', async () => {
    const patchbay = await start();
    const url = patchbay.endpoint('noisy');
    const session = await openSession(url);
    await post(url, rpc('subscribe', 'resources/subscribe', { uri: 'test://loud' }), session);
    await begin('GET', url, session);
    await flood(patchbay);
    expect((await post(url, rpc(1, 'ping'), session)).json()).toHaveProperty('result');
  });

  it('its stream of HTTP+SSE is cut', async () => {
    const patchbay = await start();
    const url = patchbay.endpoint('noisy');
    const stream = await begin('GET', url, { accept: 'text/event-stream' });
    const endpoint = new URL(await endpointOf(stream), url);
    expect((await post(endpoint, rpc(0, 'initialize', initializeParams))).status).toBe(202);
    await post(endpoint, rpc(2, 'resources/subscribe', { uri: 'test://loud' }));
    await flood(patchbay);
    await ended(stream);
    expect((await post(endpoint, rpc(1, 'ping'))).status).toBe(404);
  });

  it('its modern subscription on this server of the legacy era is cut', async () => {
    const patchbay = await start();
    const url = patchbay.endpoint('noisy');
    const wish = { notifications: { resourceSubscriptions: ['test://loud'] } };
    const { body, headers } = modernRpc(1, 'subscriptions/listen', wish);
    const stream = await begin('POST', url, headers, body);
    await flood(patchbay);
    await expect(ended(stream)).resolves.toBeUndefined();
    await until('its end', async () => sumOf(await scrape(patchbay.url), 'patchbay_listen_streams') === 0);
  });
});
