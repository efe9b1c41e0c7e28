// Servers that hang, are missing, off or too slow: they hold up nobody else, and errors say which one it was and why.
import { describe, expect, it } from 'vitest';
import { sharedPatchbay, startPatchbay } from '../../support/patchbay.ts';
import { connectSdk, sdkVersions } from '../../support/sdk-clients.ts';
import { call, initializeParams, openSession, openStream, post, rpc } from '../../support/raw-mcp.ts';
import { mockServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

const patchbay = sharedPatchbay(() => ({
  gateway: { requestTimeoutSeconds: 0.5, toolTimeoutSeconds: 0.5 },
  mcpServers: {
    hang1: mockServer(['--init-never']),
    hang2: mockServer(['--init-never']),
    hang3: mockServer(['--init-never']),
    hang4: mockServer(['--init-never']),
    missing: { command: 'no-such-command-anywhere' },
    nowhere: { command: process.execPath, cwd: '/no/such/folder' },
    unset: mockServer([], { env: { KEY: '${NO_SUCH_VARIABLE_ANYWHERE}' } }),
    off: mockServer([], { enabled: false }),
    refusing: mockServer(['--init-error']),
    exiting: mockServer(['--exit-at-start', '3'], { maxRestarts: 0 }),
    good: mockServer(),
  },
}));

describe.each(sdkVersions)('a client, %s, on /mcp beside servers that do not work', (version) => {
  const connect = () => connectSdk(version, patchbay().endpoint());

  it('sees and calls those that do', async () => {
    const client = await connect();
    await until('the good server', async () =>
      (await client.listTools()).some(({ name }) => name === 'good__echo'),
    );
    expect((await client.callTool('good__echo', { text: 'fine' })).text).toBe('fine');
    expect((await client.callTool('patchbay__list_servers')).text).toContain('"hang1"');
    await client.listResources();
    await client.listPrompts();
    await client.setLevel('info');
    await client.ping();
  });

  it('is told by the error of a call which server it was, and why', async () => {
    const client = await connect();
    await expect(client.callTool('hang1__echo')).rejects.toThrow(
      '"hang1" did not answer tools/call within 0.5 s',
    );
    await expect(client.callTool('missing__echo')).rejects.toThrow(
      /"missing".*no-such-command-anywhere.*not found/,
    );
    await expect(client.callTool('nowhere__echo')).rejects.toThrow(/"nowhere".*\/no\/such\/folder/);
    await expect(client.callTool('unset__echo')).rejects.toThrow(/"unset".*NO_SUCH_VARIABLE_ANYWHERE/);
    await expect(client.callTool('off__echo')).rejects.toThrow('"off" is disabled');
    await expect(client.callTool('refusing__echo')).rejects.toThrow(
      /"refusing" refused initialize.*refuses to be/,
    );
    await expect(client.callTool('exiting__echo')).rejects.toThrow(
      /"exiting".*code 3.*cannot start, as it was told/s,
    );
  });

  it('is told the same on the server’s own route', async () => {
    await expect(connectSdk(version, patchbay().endpoint('missing'))).rejects.toThrow(/"missing".*not found/);
    await expect(connectSdk(version, patchbay().endpoint('off'))).rejects.toThrow('"off" is disabled');
    await expect(connectSdk(version, patchbay().endpoint('refusing'))).rejects.toThrow('"refusing" refused');
  });
});

describe('calls to a server that hangs', () => {
  it('end in time, and so do lists and initialize, with the code and the server’s name as data', async () => {
    const url = patchbay().endpoint('hang1');
    const opened = await post(url, rpc(1, 'ping'), { 'mcp-session-id': 'gone' });
    const session = { 'mcp-session-id': String(opened.headers['mcp-session-id']) };
    const [tools, called] = await Promise.all([
      post(url, rpc(1, 'tools/list'), session),
      post(url, call(2, 'echo'), session),
    ]);
    expect(tools.json()).toMatchObject({
      id: 1,
      error: { code: -32_001, data: { server: 'hang1', method: 'tools/list', timeoutSeconds: 0.5 } },
    });
    expect(called.json()).toMatchObject({ id: 2, error: { code: -32_001, data: { server: 'hang1' } } });
  });

  it('of initialize end in the time of any request, with an error that names the server and the time', async () => {
    const answer = await post(patchbay().endpoint('hang2'), rpc(1, 'initialize', initializeParams));
    expect(answer.text).toMatch(/"hang2\\" (was not ready|did not answer initialize) within 0.5 s/);
    expect(answer.text).toContain('"code":"SERVER_TIMEOUT"');
  });

  it('can be cancelled, and a session ended, while nothing comes', async () => {
    const running = await startPatchbay({ mcpServers: { hang: mockServer(['--init-never']) } });
    const url = running.endpoint('hang');
    const opened = await post(url, rpc(1, 'ping'), { 'mcp-session-id': 'gone' });
    const session = { 'mcp-session-id': String(opened.headers['mcp-session-id']) };
    const pending = post(url, call(1, 'echo'), { ...session, accept: 'application/json' });
    const inFlight = () =>
      running.core.state.get().servers.find(({ name }) => name === 'hang')?.inFlight ?? 0;
    await until('the call', () => inFlight() > 0);
    await post(url, rpc(undefined, 'notifications/cancelled', { requestId: 1 }), session);
    expect((await pending).status).toBe(202);
  });
});

describe('limits of time', () => {
  it('name the server, tell it, and begin anew with each progress', async () => {
    const url = patchbay().endpoint('good');
    const session = await openSession(url);
    const late = await post(url, call(1, 'never'), session);
    expect(late.json()).toMatchObject({
      id: 1,
      error: { message: '"good" did not answer tools/call within 0.5 s.' },
    });
    const info = await post(url, call(2, 'info'), session);
    expect(info.text).toMatch(/"cancelled":\[\d+/);
    // Longer than the limit in all, never between two steps.
    const body = call(3, 'progress', { steps: 8, stepMs: 150 }, { progressToken: 3 });
    const stream = await openStream('POST', url, { body, headers: session });
    await stream.ended;
    expect(stream.messages().at(-1)).toMatchObject({ id: 3, result: { content: [{ text: 'did 8 steps' }] } });
  });

  it('can be another for one server', async () => {
    const running = await startPatchbay({
      gateway: { toolTimeoutSeconds: 0.3 },
      mcpServers: { patient: mockServer([], { toolTimeoutSeconds: 60 }), hasty: mockServer() },
    });
    const patient = post(running.endpoint('patient'), call(1, 'delay', { ms: 900 }));
    const hasty = post(running.endpoint('hasty'), call(1, 'delay', { ms: 60_000 }));
    expect((await hasty).json()).toMatchObject({
      error: { message: '"hasty" did not answer tools/call within 0.3 s.' },
    });
    expect((await patient).text).toContain('waited 900 ms');
  });
});

describe('tools that the configuration denies', () => {
  it('are neither listed nor called, on either route', async () => {
    const tools = { allow: ['e*', 'info', 'crash'], deny: ['crash', 'e*v'] };
    const running = await startPatchbay({ mcpServers: { box: mockServer([], { tools }) } });
    const alone = await connectSdk('v1', running.endpoint('box'));
    const whole = await connectSdk('v2', running.endpoint());
    expect((await alone.listTools()).map(({ name }) => name)).toEqual(['echo', 'info']);
    const names = (await whole.listTools())
      .map(({ name }) => name)
      .filter((name) => name.startsWith('box__'));
    expect(names).toEqual(['box__echo', 'box__info']);
    for (const tool of ['crash', 'env', 'delay', 'no-such-tool']) {
      await expect(alone.callTool(tool)).rejects.toThrow(`The tool "${tool}" of "box" is not allowed`);
      await expect(whole.callTool(`box__${tool}`)).rejects.toThrow(
        `The tool "${tool}" of "box" is not allowed`,
      );
    }
    expect((await whole.callTool('box__echo', { text: 'allowed' })).text).toBe('allowed');
  });
});
