// `/metrics` of a whole core agrees with what was done over real sockets, by clients of every kind.
import { describe, expect, it } from 'vitest';
import { modernCall, modernRpc } from '../../support/modern-edge.ts';
import { startPatchbay, type ConfigInput, type RunningPatchbay } from '../../support/patchbay.ts';
import { parseMetrics, scrape, sumOf } from '../../support/prometheus.ts';
import {
  call,
  initializeParams,
  openSession,
  openStream,
  post,
  rpc,
  send,
  type Json,
} from '../../support/raw-mcp.ts';
import { openSseSession } from '../../support/sse-client.ts';
import { mockServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

const start = (gateway: ConfigInput['gateway'] = {}): Promise<RunningPatchbay> =>
  startPatchbay({ gateway, mcpServers: { mock: mockServer(), spare: mockServer() } });

describe('/metrics', () => {
  it('is text that Prometheus reads, has no secrets, and names every limit', async () => {
    const patchbay = await startPatchbay({
      mcpServers: { mock: mockServer([], { env: { API_KEY: 'v3ry-secret-value' } }) },
    });
    const params = { ...initializeParams, clientInfo: { name: 'a "v3ry-secret-value" \\ \n', version: '1' } };
    await openSession(patchbay.endpoint('mock'), params);
    const answer = await send('GET', `${patchbay.url}/metrics`);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(answer.text).not.toContain('v3ry');
    const samples = parseMetrics(answer.text);
    expect(sumOf(samples, 'patchbay_info', { version: '0.0.0-test' })).toBe(1);
    expect(samples.filter(({ name }) => name === 'patchbay_limit_reached_total').length).toBeGreaterThan(15);
    for (const name of ['process_memory_bytes', 'process_cpu_seconds_total'])
      expect(sumOf(samples, name)).toBeGreaterThan(0);
    expect(samples.filter(({ name }) => name === 'patchbay_event_loop_delay_seconds')).toHaveLength(4);
  });

  it('counts calls, errors and bytes by server, client and method', async () => {
    const patchbay = await start();
    const url = patchbay.endpoint('mock');
    const headers = await openSession(url);
    let [sent, answered] = [0, 0];
    for (let id = 1; id <= 5; id++) {
      const body = JSON.stringify(call(id, 'echo', { text: 'x'.repeat(id * 100) }));
      sent += body.length;
      answered += (await post(url, body, headers)).text.length;
    }
    expect((await post(url, rpc(6, 'tools/call', {}), headers)).json()).toHaveProperty('error');
    await post(url, rpc(7, 'no/such'), headers);
    await post(url, rpc(8, 'no/other'), headers);
    const samples = await scrape(patchbay.url);
    const of = (method: string) => ({ server: 'mock', client: 'raw', method });
    expect(sumOf(samples, 'patchbay_calls_total', of('initialize'))).toBe(1);
    expect(sumOf(samples, 'patchbay_calls_total', of('tools/call'))).toBe(6);
    expect(sumOf(samples, 'patchbay_call_errors_total', of('tools/call'))).toBe(1);
    expect(sumOf(samples, 'patchbay_calls_total', of('other'))).toBe(2);
    expect(sumOf(samples, 'patchbay_call_errors_total', of('other'))).toBe(2);
    expect(sumOf(samples, 'patchbay_call_duration_seconds_count', of('tools/call'))).toBe(6);
    expect(sumOf(samples, 'patchbay_call_duration_seconds_bucket', { ...of('tools/call'), le: '+Inf' })).toBe(
      6,
    );
    const [requestBytes, answerBytes] = ['request', 'answer'].map((what) =>
      sumOf(samples, `patchbay_${what}_bytes_total`, of('tools/call')),
    );
    const failed = JSON.stringify(rpc(6, 'tools/call', {})).length;
    expect(requestBytes).toBe(sent + failed);
    expect(answerBytes).toBeGreaterThan(answered);
    expect(sumOf(samples, 'patchbay_calls_in_flight')).toBe(0);
  });

  it('tells the server that a request on /mcp went to, and what the gateway answered itself', async () => {
    const patchbay = await start();
    const url = patchbay.endpoint();
    const headers = await openSession(url);
    await post(url, rpc(1, 'tools/list'), headers);
    await post(url, call(2, 'mock__echo'), headers);
    await post(url, call(3, 'spare__echo'), headers);
    await post(url, call(4, 'spare__echo'), headers);
    await post(url, call(5, 'nobody__echo'), headers);
    const samples = await scrape(patchbay.url);
    const calls = (server: string, method: string): number =>
      sumOf(samples, 'patchbay_calls_total', { server, client: 'raw', method });
    expect(calls('/mcp', 'tools/list')).toBe(1);
    expect([calls('mock', 'tools/call'), calls('spare', 'tools/call')]).toEqual([1, 2]);
    expect(calls('/mcp', 'tools/call')).toBe(1);
    expect(sumOf(samples, 'patchbay_call_errors_total', { server: '/mcp', method: 'tools/call' })).toBe(1);
  });

  it('counts modern clients, batches and HTTP+SSE alike', async () => {
    const patchbay = await start();
    const url = patchbay.endpoint('mock');
    const modern = modernCall(1, 'echo', { text: 'a' });
    await post(url, modern.body, modern.headers);
    const batch = JSON.stringify([call(1, 'echo'), call(2, 'echo')]);
    await post(url, batch, { 'mcp-protocol-version': '2025-03-26' });
    await post(url, batch);
    const sse = await openSseSession(url);
    await sse.post(call(1, 'echo'));
    await sse.answer(1);
    const samples = await scrape(patchbay.url);
    expect(sumOf(samples, 'patchbay_calls_total', { server: 'mock', method: 'tools/call' })).toBe(4);
  });

  it('shows what is under way, and who gave up waiting', async () => {
    const patchbay = await start();
    const url = patchbay.endpoint('mock');
    const headers = await openSession(url);
    const listening = await openStream('GET', url, { headers });
    const slow = call(1, 'delay', { ms: 60_000 });
    const open = post(url, slow, headers);
    const modern = modernCall(2, 'delay', { ms: 60_000 });
    const abort = new AbortController();
    const left = fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...modern.headers,
      },
      body: JSON.stringify(modern.body),
      signal: abort.signal,
    }).catch(() => undefined);
    const listen = modernRpc(3, 'subscriptions/listen', { notifications: { toolsListChanged: true } });
    const subscription = await openStream('POST', url, listen);
    const during = await until('both calls', async () => {
      const samples = await scrape(patchbay.url);
      return sumOf(samples, 'patchbay_calls_in_flight', { server: 'mock' }) === 2 && samples;
    });
    expect(sumOf(during, 'patchbay_sessions')).toBe(1);
    expect(sumOf(during, 'patchbay_streams')).toBe(2);
    expect(sumOf(during, 'patchbay_listen_streams')).toBe(1);
    expect(sumOf(during, 'patchbay_connections')).toBeGreaterThanOrEqual(4);
    expect(sumOf(during, 'patchbay_server_status', { server: 'mock', status: 'ready' })).toBe(1);
    abort.abort();
    await left;
    await post(url, cancelled(1), headers);
    await open;
    listening.cut();
    subscription.cut();
    await until('the end of all', async () => {
      const samples = await scrape(patchbay.url);
      return (
        sumOf(samples, 'patchbay_calls_in_flight') === 0 &&
        sumOf(samples, 'patchbay_streams') === 0 &&
        sumOf(samples, 'patchbay_calls_cancelled_total', { server: 'mock', method: 'tools/call' }) === 2
      );
    });
  });

  it('counts limits that were reached, by their keys', async () => {
    const patchbay = await start({ maxSessions: 1, limits: { maxCallsPerServer: 1 } });
    const url = patchbay.endpoint('mock');
    const headers = await openSession(url);
    await post(url, rpc(1, 'initialize', initializeParams));
    const open = post(url, call(1, 'delay', { ms: 60_000 }), headers);
    await until('the call', async () => sumOf(await scrape(patchbay.url), 'patchbay_calls_in_flight') === 1);
    const refused = (await post(url, call(2, 'echo'), headers)).json();
    expect(refused).toMatchObject({
      error: { data: { limit: 'gateway.limits.maxCallsPerServer', value: 1 } },
    });
    await post(url, cancelled(1), headers);
    await open;
    const samples = await scrape(patchbay.url);
    for (const limit of ['gateway.maxSessions', 'gateway.limits.maxCallsPerServer'])
      expect(sumOf(samples, 'patchbay_limit_reached_total', { limit })).toBe(1);
    expect(sumOf(samples, 'patchbay_limit_reached_total')).toBe(2);
  });

  it('shows the circuit of a server that cannot be reached', async () => {
    const dead = { url: 'http://127.0.0.1:9/mcp' };
    const patchbay = await startPatchbay({ mcpServers: { dead, mock: mockServer() } });
    await until('the open circuit', async () => {
      await post(patchbay.endpoint('dead'), rpc(1, 'initialize', initializeParams));
      const samples = await scrape(patchbay.url);
      return sumOf(samples, 'patchbay_server_circuit', { server: 'dead', circuit: 'open' }) === 1;
    });
    const samples = await scrape(patchbay.url);
    expect(sumOf(samples, 'patchbay_server_circuit', { server: 'mock', circuit: 'closed' })).toBe(1);
    expect(
      sumOf(samples, 'patchbay_call_errors_total', { server: 'dead', method: 'initialize' }),
    ).toBeGreaterThan(2);
  });

  it('counts restarts of a server, and leases of registered ones', async () => {
    const patchbay = await start();
    const url = patchbay.endpoint('mock');
    const headers = await openSession(url);
    await post(url, call(1, 'crash'), headers);
    await post(url, call(2, 'echo'), headers);
    await post(`${patchbay.url}/register`, { server_id: 'a', server_url: 'http://127.0.0.1:9/mcp' });
    const samples = await scrape(patchbay.url);
    expect(sumOf(samples, 'patchbay_server_restarts_total', { server: 'mock' })).toBe(1);
    expect(sumOf(samples, 'patchbay_registered_servers')).toBe(1);
  });
});

function cancelled(requestId: number): Json {
  return { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId } };
}
