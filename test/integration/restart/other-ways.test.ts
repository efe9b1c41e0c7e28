// What a restart is for clients of the two ways that have no session to go on in: HTTP+SSE of 2024-11-05, and the modern
// era; and for a server behind a URL, which lives on (S4.3).
import { describe, expect, it, onTestFinished } from 'vitest';
import { startSdkServer } from '../../fixtures/sdk-http-server.ts';
import { configWith, mockEntry } from '../../support/mock-entry.ts';
import { connectModern, textOf } from '../../support/modern-client.ts';
import { modernHeaders } from '../../support/modern-edge.ts';
import { post, rpc, type Json } from '../../support/raw-mcp.ts';
import { restartable } from '../../support/restarts.ts';
import { claimMeta } from '../../support/scripted-legacy-server.ts';
import { connectSdk, sdkVersions } from '../../support/sdk-clients.ts';
import { connectSse } from '../../support/sse-client.ts';
import { until } from '../../support/until.ts';

const config = configWith({ box: mockEntry() });
const signals = ['SIGTERM', 'SIGKILL'] as const;

describe.each(signals)('after %s', (signal) => {
  it('the official HTTP+SSE client opens its stream again, and goes on at a new address', async () => {
    const patchbay = await restartable(config);
    const client = await connectSse(new URL('/sse', patchbay.endpoint()));
    const echo = async (text: string): Promise<string> =>
      textOf(await client.callTool({ name: 'box__echo', arguments: { text } }));
    expect(await echo('before')).toBe('before');
    await patchbay.restart(signal);
    // What is sent before the stream is back meets an address that is gone.
    const after = await until('the new stream', () => echo('after').catch(() => null), 20_000);
    expect(after).toBe('after');
  });

  it('a modern client just goes on, and listens again', async () => {
    const patchbay = await restartable(config);
    const heard: string[] = [];
    const client = await connectModern(patchbay.endpoint('box'), {
      prepare: (made) =>
        made.setNotificationHandler(
          'notifications/resources/updated',
          ({ params }) => void heard.push(params.uri),
        ),
    });
    const listen = () => client.listen({ resourceSubscriptions: ['mock://poem'] });
    const notify = () =>
      client.callTool({ name: 'notify', arguments: { kind: 'updated', uri: 'mock://poem' } });
    const first = await listen();
    await notify();
    await until('the update', () => heard.length === 1);
    await patchbay.restart(signal);
    // The stream has ended, and its client knows.
    await first.closed;
    await listen();
    await notify();
    await until('the update', () => heard.length === 2);
    expect(heard).toEqual(['mock://poem', 'mock://poem']);
  });

  it('a call that waited for a modern client has ended, and its state says why', async () => {
    const patchbay = await restartable(config);
    const url = patchbay.endpoint('box');
    const ask = (more: Json) =>
      post(
        url,
        rpc(1, 'tools/call', {
          name: 'ask',
          arguments: { method: 'roots/list' },
          ...more,
          _meta: claimMeta({ roots: {} }),
        }),
        modernHeaders('tools/call', 'ask'),
      );
    const { requestState } = (await ask({})).json()['result'] as { readonly requestState: string };
    const inputResponses = { 'question-1': { roots: [] } };
    await patchbay.restart(signal);
    const refused = await ask({ requestState, inputResponses });
    expect(refused.json()).toMatchObject({
      id: 1,
      error: { data: { code: 'CALL_INTERRUPTED', retryable: true } },
    });
    expect(refused.text).toContain('Send the request again without requestState');
    const foreign = await ask({ requestState: `${requestState.slice(0, -4)}AAAA`, inputResponses });
    expect(foreign.text).toContain('not one that this gateway gave out');
    expect((await ask({})).json()).toMatchObject({ result: { resultType: 'input_required' } });
  });

  it('a server behind a URL is opened anew in the own words of each client', async () => {
    const server = await startSdkServer();
    onTestFinished(() => server.stop());
    const patchbay = await restartable({ mcpServers: { remote: { url: server.url } } });
    const levels = { v1: 'warning', v2: 'error' } as const;
    const clients = await Promise.all(
      sdkVersions.map(async (version) => {
        const roots = version === 'v1' ? { roots: () => ({ roots: [] }) } : {};
        const client = await connectSdk(version, patchbay.endpoint('remote'), { handlers: roots });
        await client.setLevel(levels[version]);
        return client;
      }),
    );
    server.forget();
    await patchbay.restart(signal);
    // Without any call of the clients: they listen, and so are listened for.
    for (const version of sdkVersions) {
      const opened = await until(
        'the session at the server',
        () => server.sessions().find(({ level }) => level === levels[version]),
        20_000,
      );
      expect(opened.server.server.getClientVersion()).toMatchObject({ name: 'patchbay-test' });
      const { roots } = opened.server.server.getClientCapabilities() ?? {};
      expect(roots === undefined).toBe(version === 'v2');
    }
    for (const client of clients) expect((await client.listTools()).length).toBeGreaterThan(0);
  });
});
