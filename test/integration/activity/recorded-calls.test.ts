// Calls as window and console see them, of a whole core: every way in, every kind of server, calling again, switching off.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CallView } from '../../../src/shared/activity.ts';
import { startCommandServer } from '../../fixtures/command-server.ts';
import { modernCall, modernRpc } from '../../support/modern-edge.ts';
import { startPatchbay, type RunningPatchbay } from '../../support/patchbay.ts';
import { parseMetrics, sumOf } from '../../support/prometheus.ts';
import { call, openSession, openStream, post, rpc, send } from '../../support/raw-mcp.ts';
import { announce } from '../../support/registrations.ts';
import { openSseSession } from '../../support/sse-client.ts';
import { mockServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

const start = (logging: object = {}): Promise<RunningPatchbay> =>
  startPatchbay({
    logging,
    mcpServers: { mock: mockServer([], { env: { API_KEY: 'v3ry-secret-value' } }) },
  });

async function recorded({ core }: RunningPatchbay): Promise<readonly CallView[]> {
  return (await core.commands.readCalls({ after: 0, limit: 1000 })).calls;
}

const newest = async (patchbay: RunningPatchbay): Promise<CallView | undefined> =>
  (await recorded(patchbay)).at(-1);

describe('recorded calls', () => {
  it('have client, server, method, tool, duration, sizes and outcome, for one server and for all', async () => {
    const patchbay = await start();
    const one = await openSession(patchbay.endpoint('mock'));
    const answer = await post(patchbay.endpoint('mock'), call(1, 'echo', { text: 'hello' }), one);
    expect(await newest(patchbay)).toMatchObject({
      client: 'raw',
      clientVersion: '1',
      server: 'mock',
      target: 'mock',
      door: 'http',
      protocolVersion: '2025-11-25',
      method: 'tools/call',
      subject: 'echo',
      outcome: 'answered',
      requestBytes: JSON.stringify(call(1, 'echo', { text: 'hello' })).length,
      answerBytes: answer.text.length,
    });
    const all = await openSession(patchbay.endpoint());
    await post(patchbay.endpoint(), call(1, 'mock__fail', { text: 'no luck' }), all);
    expect(await newest(patchbay)).toMatchObject({
      server: 'mock',
      target: null,
      subject: 'mock__fail',
      outcome: 'tool-failed',
      problem: 'no luck',
    });
    await post(patchbay.endpoint(), call(2, 'mock__none'), all);
    expect(await newest(patchbay)).toMatchObject({ outcome: 'failed', subject: 'mock__none' });
    await post(patchbay.endpoint(), rpc(3, 'tools/list'), all);
    expect(await newest(patchbay)).toMatchObject({ server: null, method: 'tools/list', subject: null });
    expect((await recorded(patchbay)).map(({ method }) => method)).toContain('initialize');
    for (const { ms } of await recorded(patchbay)) expect(ms).toBeGreaterThan(0);
  });

  it('come from modern clients, batches, HTTP+SSE and Patchbay itself, to built-in and command servers too', async () => {
    const patchbay = await start();
    const url = patchbay.endpoint('mock');
    const modern = modernCall(1, 'echo', { text: 'a' });
    await post(url, modern.body, modern.headers);
    expect(await newest(patchbay)).toMatchObject({
      protocolVersion: '2026-07-28',
      subject: 'echo',
      server: 'mock',
    });
    const batch = JSON.stringify([call(1, 'echo'), call(2, 'fail')]);
    await post(url, batch);
    expect(
      (await recorded(patchbay))
        .slice(-2)
        .map(({ subject }) => subject)
        .toSorted(),
    ).toEqual(['echo', 'fail']);
    const sse = await openSseSession(url);
    await sse.post(call(1, 'echo'));
    await sse.answer(1);
    expect(await newest(patchbay)).toMatchObject({ door: 'sse', subject: 'echo' });
    await patchbay.core.commands.callTool({ server: 'patchbay', tool: 'list_servers', arguments: {} });
    expect(await newest(patchbay)).toMatchObject({
      door: 'own',
      server: 'patchbay',
      subject: 'list_servers',
    });
    const commands = await startCommandServer({ form: '6.x' });
    onTestFinished(() => commands.close());
    const key = await announce(patchbay.url, 'adapter', commands.url);
    await until('its tools', () =>
      patchbay.core.state.get().servers.some(({ name, tools }) => name === key && tools !== null),
    );
    const headers = await openSession(patchbay.endpoint('adapter'));
    await post(patchbay.endpoint('adapter'), call(1, 'refuse'), headers);
    expect(await newest(patchbay)).toMatchObject({
      server: 'adapter',
      outcome: 'tool-failed',
      problem: 'No, not today',
    });
  });

  it('are there while they run, with what has come so far, and tell who gave up', async () => {
    const patchbay = await start();
    const url = patchbay.endpoint('mock');
    const headers = await openSession(url);
    const slow = call(1, 'progress', { steps: 3, hold: true }, { progressToken: 'p' });
    const open = post(url, slow, headers);
    const running = await until('three notifications', async () => {
      const view = await newest(patchbay);
      return view?.notifications === 3 && view;
    });
    expect(running).toMatchObject({ outcome: 'running', ms: null });
    const during = await patchbay.core.commands.readCall({ id: running.id });
    expect(during.messages.map(({ text }) => JSON.parse(text) as unknown)).toMatchObject(
      [1, 2, 3].map((progress) => ({ method: 'notifications/progress', params: { progress } })),
    );
    const cancel = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 1 } };
    await post(url, cancel, headers);
    await open;
    expect(await newest(patchbay)).toMatchObject({ id: running.id, outcome: 'cancelled' });
    expect((await patchbay.core.commands.readCall({ id: running.id })).messages).toHaveLength(3);

    const listen = modernRpc(3, 'subscriptions/listen', { notifications: { toolsListChanged: true } });
    const subscription = await openStream('POST', url, listen);
    await until('the subscription', async () => (await newest(patchbay))?.method === 'subscriptions/listen');
    subscription.cut();
    await until('its end', async () => (await newest(patchbay))?.outcome === 'cancelled');
  });

  it('show no secret, in no message', async () => {
    const patchbay = await start();
    const headers = await openSession(patchbay.endpoint('mock'));
    await post(patchbay.endpoint('mock'), call(1, 'env', { names: ['API_KEY'] }), headers);
    await post(
      patchbay.endpoint('mock'),
      call(2, 'echo', { text: 'v3ry-secret-value', password: 'hunter22' }),
      headers,
    );
    for (const { id } of await recorded(patchbay)) {
      const shown = JSON.stringify(await patchbay.core.commands.readCall({ id }));
      expect(shown).not.toMatch(/v3ry|hunter22/);
    }
  });

  it('can be called again with what was sent, masked or not, by either route', async () => {
    const patchbay = await start();
    const { commands } = patchbay.core;
    const modern = modernCall(1, 'echo', { text: 'v3ry-secret-value' });
    await post(patchbay.endpoint('mock'), modern.body, modern.headers);
    const headers = await openSession(patchbay.endpoint());
    await post(patchbay.endpoint(), call(1, 'mock__progress', { steps: 2 }), headers);
    const before = (await recorded(patchbay)).filter(({ method }) => method === 'tools/call');
    const again = [];
    for (const { id } of before) {
      const repeated = await commands.repeatCall({ id });
      again.push(
        await until('its answer', async () => {
          const detail = await commands.readCall(repeated);
          return detail.outcome === 'answered' && detail;
        }),
      );
    }
    const [echoed, progressed] = again;
    expect(echoed).toMatchObject({ door: 'own', client: 'patchbay', server: 'mock', subject: 'echo' });
    // What was sent, not what is shown of it.
    const content = [{ type: 'text', text: 'v3ry-secret-value' }];
    expect(echoed?.answerBytes).toBe(JSON.stringify({ jsonrpc: '2.0', id: 2, result: { content } }).length);
    expect(echoed?.answer?.text).toContain('[redacted]');
    expect(progressed).toMatchObject({ target: null, subject: 'mock__progress', notifications: 2 });
    const [opening] = await recorded(patchbay);
    await expect(commands.repeatCall({ id: opening?.id ?? 0 })).resolves.toBeDefined();
    const initialize = (await recorded(patchbay)).find(({ method }) => method === 'initialize');
    await expect(commands.repeatCall({ id: initialize?.id ?? 0 })).rejects.toThrow(
      'initialize belongs to its session',
    );
  });

  it('are bounded by the configuration, which metrics show', async () => {
    const patchbay = await start({ maxCalls: 10, maxCallMessageBytes: 4096 });
    const headers = await openSession(patchbay.endpoint('mock'));
    for (let id = 1; id <= 15; id++)
      await post(patchbay.endpoint('mock'), call(id, 'echo', { text: 'x'.repeat(5000) }), headers);
    const calls = await recorded(patchbay);
    expect(calls).toHaveLength(10);
    expect(await patchbay.core.commands.readCall({ id: calls[0]?.id ?? 0 })).toMatchObject({
      fixed: 'cut',
      request: { isCut: true, bytes: calls[0]?.requestBytes },
    });
    const samples = parseMetrics((await send('GET', `${patchbay.url}/metrics`)).text);
    expect(sumOf(samples, 'patchbay_recorded_calls')).toBe(10);
    expect(sumOf(samples, 'patchbay_recorded_call_bytes')).toBe(10 * 2 * 4096);
  });

  it('can be switched off and on, in the file as well, and are forgotten then', async () => {
    const patchbay = await start();
    const { commands } = patchbay.core;
    const headers = await openSession(patchbay.endpoint('mock'));
    const record = (value: boolean) =>
      commands.changeSettings({ changes: [{ key: 'logging.calls', value }] });
    await record(false);
    await post(patchbay.endpoint('mock'), call(1, 'echo'), headers);
    expect(await commands.readCalls({ after: 0, limit: 10 })).toMatchObject({ calls: [], isOn: false });
    expect(await readFile(join(patchbay.dataDir, 'config.json'), 'utf8')).toContain('"calls": false');
    await record(true);
    await post(patchbay.endpoint('mock'), call(2, 'echo'), headers);
    expect(await recorded(patchbay)).toMatchObject([{ subject: 'echo' }]);
    expect(await commands.clearCalls({})).toEqual({ cleared: 1 });
    expect(await recorded(patchbay)).toEqual([]);
  });
});
