// Servers that are changed, disabled, removed or stopped while clients use them.
import { describe, expect, it } from 'vitest';
import { startPatchbay } from '../../support/patchbay.ts';
import { call, openSession, openStream, post, send } from '../../support/raw-mcp.ts';
import { connectSdk, sdkVersions, type SdkClient } from '../../support/sdk-clients.ts';
import { mockServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

const pidOf = async (client: SdkClient): Promise<unknown> =>
  ((await client.callTool('info')).structured as { readonly pid: unknown }).pid;

describe.each(sdkVersions)('a client, %s, whose server changes under it', (version) => {
  it('gets an error that names the server for the call that was in flight; the next call reaches the new one', async () => {
    const patchbay = await startPatchbay({ mcpServers: { box: mockServer(), other: mockServer() } });
    const client = await connectSdk(version, patchbay.endpoint('box'));
    const other = await connectSdk(version, patchbay.endpoint('other'));
    const [before, otherBefore] = [await pidOf(client), await pidOf(other)];
    const call = client.callTool('never').catch((error: unknown) => String(error));
    await until('the call to be in flight', () =>
      patchbay.core.state.get().servers.some(({ name, inFlight }) => name === 'box' && inFlight > 0),
    );
    await patchbay.configure({
      mcpServers: { box: mockServer(['--name', 'changed']), other: mockServer() },
    });
    expect(await call).toContain('"box" was stopped');
    await until('the new server', async () => {
      // A call that the change ends is an error, as the one above.
      const outcome = await client.callTool('info').catch(() => null);
      return (outcome?.structured as { readonly name: unknown } | undefined)?.name === 'changed';
    });
    expect(await pidOf(client)).not.toBe(before);
    expect(await pidOf(other)).toBe(otherBefore);
  });

  it('is told that a server is disabled, and goes on when it is enabled again', async () => {
    const patchbay = await startPatchbay({ mcpServers: { box: mockServer() } });
    const client = await connectSdk(version, patchbay.endpoint('box'));
    await client.ping();
    await patchbay.core.commands.setServerEnabled({ name: 'box', enabled: false });
    await expect(client.callTool('echo')).rejects.toThrow('"box" is disabled');
    await patchbay.core.commands.setServerEnabled({ name: 'box', enabled: true });
    expect((await client.callTool('echo', { text: 'back' })).text).toBe('back');
  });

  it('is told that a server is gone', async () => {
    const patchbay = await startPatchbay({ mcpServers: { box: mockServer(), other: mockServer() } });
    const client = await connectSdk(version, patchbay.endpoint('box'));
    await patchbay.core.commands.removeServer({ name: 'box' });
    await expect(client.callTool('echo')).rejects.toThrow(/no server .{0,3}box.+Known: patchbay, other/);
  });

  it('never notices that a server was stopped or restarted: the next call starts it, as it was left', async () => {
    const patchbay = await startPatchbay({ mcpServers: { box: mockServer() } });
    const client = await connectSdk(version, patchbay.endpoint('box'));
    await client.setLevel('error');
    await client.subscribe('mock://poem');
    await patchbay.core.commands.stopServer({ name: 'box' });
    expect((await client.callTool('info')).structured).toMatchObject({
      logLevel: 'error',
      subscriptions: ['mock://poem'],
    });
    await patchbay.core.commands.restartServer({ name: 'box' });
    expect((await client.callTool('info')).structured).toMatchObject({
      initializeCalls: 1,
      logLevel: 'error',
    });
  });

  it('gets an error for a call during which the server crashed; the next call works, on the same session', async () => {
    const patchbay = await startPatchbay({ mcpServers: { box: mockServer() } });
    const client = await connectSdk(version, patchbay.endpoint('box'));
    const session = client.sessionId();
    await expect(client.callTool('crash', { code: 3 })).rejects.toThrow(
      /"box" ended before it answered: .*code 3/,
    );
    expect((await client.callTool('echo', { text: 'alive' })).text).toBe('alive');
    expect(client.sessionId()).toBe(session);
  });
});

describe('the sessions of a server that is removed', () => {
  it('end with it, and with them their calls and streams; none comes back but by the way of lost ones', async () => {
    const patchbay = await startPatchbay({ mcpServers: { box: mockServer(), other: mockServer() } });
    const [box, other] = [patchbay.endpoint('box'), patchbay.endpoint('other')];
    const [session, otherSession] = [await openSession(box), await openSession(other)];
    const stream = await openStream('GET', box, { headers: session });
    const underWay = post(box, call(1, 'never'), session);
    await until('the call', () => patchbay.core.state.get().servers.some(({ inFlight }) => inFlight === 1));
    await patchbay.core.commands.removeServer({ name: 'box' });
    await stream.ended;
    expect((await underWay).json()).toMatchObject({
      id: 1,
      error: { message: expect.stringContaining('"box" was removed') as string },
    });
    expect(patchbay.core.state.get().gateway.sessions).toBe(1);
    expect((await send('DELETE', box, { headers: session })).json()).toMatchObject({
      error: { data: { code: 'SERVER_UNKNOWN' } },
    });
    expect((await post(other, call(2, 'echo', { text: 'on' }), otherSession)).text).toContain('on');

    await patchbay.configure({ mcpServers: { box: mockServer(), other: mockServer() } });
    const back = await until('the server', async () => {
      const answer = await post(box, call(3, 'echo', { text: 'back' }), session);
      return answer.json()['error'] !== undefined && answer.headers['mcp-session-id'] !== undefined && answer;
    });
    expect(back.status).toBe(404);
    const fresh = { ...session, 'mcp-session-id': String(back.headers['mcp-session-id']) };
    expect((await post(box, call(4, 'echo', { text: 'back' }), fresh)).text).toContain('back');
  });
});

describe('limits of time', () => {
  it('follow the configuration while a server runs', async () => {
    const entry = mockServer();
    const patchbay = await startPatchbay({ mcpServers: { box: entry } });
    const client = await connectSdk('v1', patchbay.endpoint('box'));
    const pid = await pidOf(client);
    await patchbay.configure({ mcpServers: { box: { ...entry, toolTimeoutSeconds: 0.2 } } });
    await until('the new limit', async () => {
      const outcome = client.callTool('never', {}, { timeout: 1000 }).then(
        () => '',
        (error: unknown) => String(error),
      );
      return (await outcome).includes('"box" did not answer tools/call within 0.2 s');
    });
    expect(await pidOf(client)).toBe(pid);
  });
});
