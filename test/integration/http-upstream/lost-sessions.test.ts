// A server behind a URL that restarts, forgets its sessions or goes away for a while: clients keep theirs.
import { describe, expect, it, onTestFinished } from 'vitest';
import { startSdkServer, type SdkHttpServer, type SdkServerOptions } from '../../fixtures/sdk-http-server.ts';
import { startPatchbay, type RunningPatchbay } from '../../support/patchbay.ts';
import { connectSdk, sdkVersions, type SdkClient } from '../../support/sdk-clients.ts';
import { call, openSession, post } from '../../support/raw-mcp.ts';
import { until } from '../../support/until.ts';

async function serve(options: SdkServerOptions = {}): Promise<SdkHttpServer> {
  const server = await startSdkServer(options);
  onTestFinished(() => server.stop());
  return server;
}

const start = (server: SdkHttpServer): Promise<RunningPatchbay> =>
  startPatchbay({ mcpServers: { remote: { url: server.url } } });
const view = (patchbay: RunningPatchbay) =>
  patchbay.core.state.get().servers.find(({ name }) => name === 'remote');
const echoes = async (client: SdkClient, prefix = ''): Promise<boolean> =>
  (await client.callTool(`${prefix}echo`, { text: 'still here' })).text === 'still here';

describe.each(sdkVersions)('a client, %s, whose server lost its session', (version) => {
  it.each([404, 400] as const)('goes on, whether the server says so with %i', async (lostSession) => {
    const server = await serve({ lostSession });
    const patchbay = await start(server);
    const alone = await connectSdk(version, patchbay.endpoint('remote'));
    const whole = await connectSdk(version, patchbay.endpoint());
    const ids = [alone.sessionId(), whole.sessionId()];
    expect([await echoes(alone), await echoes(whole, 'remote__')]).toEqual([true, true]);
    server.forget();
    expect([await echoes(alone), await echoes(whole, 'remote__')]).toEqual([true, true]);
    expect([alone.sessionId(), whole.sessionId()]).toEqual(ids);
    expect([...alone.errors, ...whole.errors]).toEqual([]);
  });

  it('has its log level and subscriptions in the new one', async () => {
    const server = await serve();
    const patchbay = await start(server);
    const client = await connectSdk(version, patchbay.endpoint('remote'));
    await client.setLevel('error');
    await client.subscribe('sdk://note');
    await client.subscribe('sdk://item/1');
    await client.unsubscribe('sdk://item/1');
    server.forget();
    await echoes(client);
    const restored = await until('the restored level', () =>
      server.sessions().find(({ level }) => level !== null),
    );
    expect([restored.level, [...restored.subscriptions]]).toEqual(['error', ['sdk://note']]);
  });

  it('hears from the new one without asking for anything', async () => {
    const server = await serve();
    const patchbay = await start(server);
    const client = await connectSdk(version, patchbay.endpoint('remote'));
    await client.subscribe('sdk://note');
    await until('the stream', () => server.seen.some(({ method }) => method === 'GET'));
    const { port } = server;
    await server.stop();
    const next = await serve({ port });
    const subscribed = () => next.sessions().find(({ subscriptions }) => subscriptions.has('sdk://note'));
    await until('a new session, subscribed', () => subscribed() !== undefined);
    await until('its stream', () => next.seen.filter(({ method }) => method === 'GET').length >= 2);
    await subscribed()?.server.server.sendResourceUpdated({ uri: 'sdk://note' });
    await until('the update', () => client.notifications.some(({ method }) => method.endsWith('/updated')));
    expect(client.errors).toEqual([]);
  });

  it('sees the tools of the server that came back, on /mcp', async () => {
    const server = await serve();
    const patchbay = await start(server);
    const client = await connectSdk(version, patchbay.endpoint());
    await until('its tools', async () =>
      (await client.listTools()).some(({ name }) => name === 'remote__echo'),
    );
    await echoes(client, 'remote__');
    const { port } = server;
    await server.stop();
    const next = await serve({ port });
    const other = await connectSdk(version, new URL(next.url));
    await other.callTool('add_tool', { name: 'brand_new' });
    await echoes(client, 'remote__');
    await until('the new tool', async () =>
      (await client.listTools()).some(({ name }) => name === 'remote__brand_new'),
    );
    const told = await until('the news', () =>
      client.notifications.find(({ method }) => method.endsWith('/list_changed')),
    );
    expect(told.method).toBe('notifications/tools/list_changed');
  });
});

describe('a session that many requests miss at once', () => {
  it('is opened once', async () => {
    const server = await serve();
    const patchbay = await start(server);
    const session = await openSession(patchbay.endpoint('remote'));
    await post(patchbay.endpoint('remote'), call('first', 'echo', { text: 'x' }), session);
    server.forget();
    const before = server.seen.filter(({ rpcMethod }) => rpcMethod === 'initialize').length;
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, id) =>
        post(patchbay.endpoint('remote'), call(id, 'echo', { text: `text ${id}` }), session),
      ),
    );
    for (const [id, answer] of answers.entries())
      expect(answer.text, `answer ${id}`).toContain(`"text":"text ${id}"`);
    const opened = server.seen.filter(({ rpcMethod }) => rpcMethod === 'initialize').length - before;
    // Another one may come from asking for its lists again.
    expect([1, 2]).toContain(opened);
  });
});

describe('fifty first requests of one session to a server behind a URL', () => {
  it('are all answered, by one session at the server', async () => {
    const server = await serve();
    const patchbay = await start(server);
    const url = patchbay.endpoint('remote');
    const lost = await post(url, call(0, 'echo', { text: 'x' }), { 'mcp-session-id': 'gone' });
    const session = { 'mcp-session-id': String(lost.headers['mcp-session-id']) };
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, id) => post(url, call(id, 'echo', { text: `text ${id}` }), session)),
    );
    expect(answers.every((answer, id) => answer.text.includes(`"text ${id}"`))).toBe(true);
    // The one that was there to ask for its lists may still be ending.
    await until('one session to remain', () => server.sessions().length === 1);
  });
});

describe('stopping a server behind a URL', () => {
  it('ends calls in flight with an error; the next call opens it again, as it was left', async () => {
    const server = await serve();
    const patchbay = await start(server);
    const client = await connectSdk('v1', patchbay.endpoint('remote'));
    await client.subscribe('sdk://note');
    const pending = client.callTool('never').catch((error: unknown) => String(error));
    await until('the call', () => server.sessions().some(({ waiting }) => waiting === 1));
    await patchbay.core.commands.stopServer({ name: 'remote' });
    expect(await pending).toContain('"remote" was stopped');
    expect(view(patchbay)?.status).toBe('stopped');
    await until('the end of its session', () => server.sessions().length === 0);
    expect(await echoes(client)).toBe(true);
    // The one that was there to ask for its lists may still be ending.
    await until('one session to remain', () => server.sessions().length === 1);
    expect(server.sessions().map(({ subscriptions }) => [...subscriptions])).toEqual([['sdk://note']]);
    expect(view(patchbay)?.status).toBe('ready');
  });
});
