// The official clients reach a server behind a URL, alone on its route and through `/mcp`.
import { describe, expect, it, onTestFinished } from 'vitest';
import { startSdkServer, type SdkServerOptions } from '../../fixtures/sdk-http-server.ts';
import { startPatchbay } from '../../support/patchbay.ts';
import { connectSdk, sdkVersions, type Handlers, type SdkVersion } from '../../support/sdk-clients.ts';
import { mockServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

const ways = [
  ['on its own route', 'remote', ''],
  ['on /mcp', undefined, 'remote__'],
] as const;
const cases = sdkVersions.flatMap((version) => ways.map((way) => [version, ...way] as const));

async function setUp(
  version: SdkVersion,
  route: string | undefined,
  { handlers = {}, ...options }: SdkServerOptions & { readonly handlers?: Handlers } = {},
) {
  const server = await startSdkServer(options);
  onTestFinished(() => server.stop());
  const patchbay = await startPatchbay({
    mcpServers: { remote: { url: server.url }, mock: mockServer() },
  });
  const client = await connectSdk(version, patchbay.endpoint(route), { handlers });
  return { server, patchbay, client };
}

describe.each(cases)('a client, %s, of a server behind a URL, %s', (version, _way, route, prefix) => {
  it('lists, calls, reads, gets and completes', async () => {
    const { client } = await setUp(version, route);
    expect((await client.listTools()).map(({ name }) => name)).toContain(`${prefix}echo`);
    expect((await client.listResources()).map(({ uri }) => uri)).toContain('sdk://note');
    expect((await client.listResourceTemplates()).map(({ uriTemplate }) => uriTemplate)).toContain(
      'sdk://item/{id}',
    );
    expect((await client.listPrompts()).map(({ name }) => name)).toContain(`${prefix}greet`);
    expect((await client.callTool(`${prefix}echo`, { text: 'Grüße 🙂' })).text).toBe('Grüße 🙂');
    expect((await client.callTool(`${prefix}sum`, { a: 2, b: 3 })).structured).toEqual({ sum: 5 });
    expect(await client.callTool(`${prefix}fail`)).toMatchObject({ isError: true, text: 'the tool failed' });
    expect(await client.readResource('sdk://item/7')).toMatchObject([{ text: 'item 7' }]);
    expect(JSON.stringify(await client.getPrompt(`${prefix}greet`, { name: 'Ada' }))).toContain('Greet Ada');
    await client.ping();
  });

  it('hears progress in order, then the answer', async () => {
    const { client } = await setUp(version, route);
    const heard: number[] = [];
    const onprogress = ({ progress }: { progress: number }): void => void heard.push(progress);
    const outcome = await client.callTool(`${prefix}progress`, { steps: 20 }, { onprogress });
    expect([outcome.text, heard]).toEqual([
      'did 20 steps',
      Array.from({ length: 20 }, (_, index) => index + 1),
    ]);
  });

  it.each([false, true])(
    'cancels a call, which the server hears; both go on (JSON answers: %s)',
    async (json) => {
      const { client, server, patchbay } = await setUp(version, route, { json });
      const abort = new AbortController();
      const call = client.callTool(`${prefix}never`, {}, { signal: abort.signal });
      const outcome = call.catch((error: unknown) => String(error));
      await until('the call', () => server.sessions().some(({ waiting }) => waiting === 1));
      abort.abort('enough');
      expect(await outcome).toContain('enough');
      await until('the server to hear of it', () =>
        server.sessions().some(({ cancelled }) => cancelled === 1),
      );
      expect((await client.callTool(`${prefix}echo`, { text: 'on' })).text).toBe('on');
      const view = () => patchbay.core.state.get().servers.find(({ name }) => name === 'remote');
      await until('all to be done', () => view()?.inFlight === 0);
      expect(view()).toMatchObject({ status: 'ready', problem: null });
    },
  );

  it('answers what the server asks of it during a call', async () => {
    const { client } = await setUp(version, route, {
      handlers: {
        sampling: () => ({ model: 'm', role: 'assistant', content: { type: 'text', text: 'sampled' } }),
        elicitation: () => ({ action: 'accept', content: { name: 'Grace' } }),
        roots: () => ({ roots: [{ uri: 'file:///root' }] }),
      },
    });
    expect((await client.callTool(`${prefix}ask_sampling`)).text).toContain('sampled');
    expect((await client.callTool(`${prefix}ask_elicitation`)).text).toContain('Grace');
  });

  it('answers what the server asks apart from any call, on the stream that stands alone', async () => {
    const { client, server } = await setUp(version, route, {
      handlers: { roots: () => ({ roots: [{ uri: 'file:///alone' }] }) },
    });
    await client.callTool(`${prefix}echo`, { text: 'opens the session' });
    await streamOpen(server);
    expect((await client.callTool(`${prefix}ask_roots`)).text).toContain('file:///alone');
    await client.rootsChanged();
    await until('the server to hear of it', () =>
      server.sessions().some(({ rootsChanged }) => rootsChanged === 1),
    );
  });

  it('hears what the server says by itself: log messages and resource updates', async () => {
    const { client, server } = await setUp(version, route);
    await client.setLevel('warning');
    await client.subscribe('sdk://note');
    await until('the level', () => server.sessions().some(({ level }) => level === 'warning'));
    await streamOpen(server);
    for (const { server: each, subscriptions } of server.sessions()) {
      if (!subscriptions.has('sdk://note')) continue;
      await each.server.sendResourceUpdated({ uri: 'sdk://note' });
      await each.sendLoggingMessage({ level: 'error', data: 'by itself' });
    }
    const heard = () => client.notifications.filter(({ method }) => !method.endsWith('list_changed'));
    await until('both', () => heard().length >= 2);
    expect(heard()).toMatchObject([
      { method: 'notifications/resources/updated', params: { uri: 'sdk://note' } },
      { method: 'notifications/message', params: { data: 'by itself' } },
    ]);
  });

  it('is told that the server’s lists changed, and finds the new tool', async () => {
    const { client, server } = await setUp(version, route);
    await client.listTools();
    await client.callTool(`${prefix}echo`, { text: 'opens the session' });
    await streamOpen(server);
    await client.callTool(`${prefix}add_tool`, { name: 'brand_new' });
    await until('the news', () =>
      client.notifications.some(({ method }) => method === 'notifications/tools/list_changed'),
    );
    expect((await client.callTool(`${prefix}brand_new`)).text).toBe('brand_new');
  });

  it('ends its session at the server when it ends its own', async () => {
    const { client, server } = await setUp(version, route);
    await client.callTool(`${prefix}echo`, { text: 'x' });
    expect(server.sessions()).not.toEqual([]);
    await client.endSession();
    await until('the end of all sessions', () => server.sessions().length === 0);
  });
});

/** Resolves when the stream apart from calls is open for every session that is used. */
async function streamOpen(server: Awaited<ReturnType<typeof startSdkServer>>): Promise<void> {
  await until('the stream', () => {
    const ids = new Set(
      server.seen.filter(({ method }) => method === 'GET').map(({ headers }) => headers['mcp-session-id']),
    );
    const used = server.seen.filter(
      ({ rpcMethod }) => rpcMethod === 'tools/call' || rpcMethod === 'logging/setLevel',
    );
    return used.every(({ headers }) => ids.has(headers['mcp-session-id']));
  });
}
