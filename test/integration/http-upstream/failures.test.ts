// A server behind a URL that cannot be reached, refuses, or breaks off: what the client is told, and what the state says.
import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startSdkServer, type SdkHttpServer, type SdkServerOptions } from '../../fixtures/sdk-http-server.ts';
import { startPatchbay, type RunningPatchbay } from '../../support/patchbay.ts';
import { freePort } from '../../support/ports.ts';
import { connectSdk, sdkVersions } from '../../support/sdk-clients.ts';
import { call, openSession, openStream, post, rpc } from '../../support/raw-mcp.ts';
import { mockServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

async function serve(options: SdkServerOptions = {}): Promise<SdkHttpServer> {
  const server = await startSdkServer(options);
  onTestFinished(() => server.stop());
  return server;
}

const start = (url: string): Promise<RunningPatchbay> =>
  startPatchbay({
    gateway: { requestTimeoutSeconds: 1, toolTimeoutSeconds: 1 },
    mcpServers: { remote: { url }, mock: mockServer() },
  });
const view = (patchbay: RunningPatchbay) =>
  patchbay.core.state.get().servers.find(({ name }) => name === 'remote');

describe.each(sdkVersions)('a client, %s, of a server behind a URL', (version) => {
  it('is told when nothing listens there, with the server’s name; the others go on', async () => {
    const port = await freePort();
    const patchbay = await start(`http://127.0.0.1:${port}/mcp`);
    await expect(connectSdk(version, patchbay.endpoint('remote'))).rejects.toThrow(
      `"remote" cannot be reached at http://127.0.0.1:${port}: nothing listens there (connection refused).`,
    );
    const client = await connectSdk(version, patchbay.endpoint());
    await expect(client.callTool('remote__echo', { text: 'x' })).rejects.toThrow(
      '"remote" cannot be reached',
    );
    await until('the tools of the other server', async () =>
      (await client.listTools()).some(({ name }) => name === 'mock__echo'),
    );
    expect((await client.callTool('mock__echo', { text: 'fine' })).text).toBe('fine');
    expect(view(patchbay)).toMatchObject({ status: 'failed', problem: { code: 'SERVER_FAILED' } });

    const server = await serve({ port });
    const text = (): Promise<string> =>
      client.callTool('remote__echo', { text: 'now' }).then((answer) => answer.text, String);
    await until('an answer', async () => (await text()) === 'now');
    expect(view(patchbay)).toMatchObject({ status: 'ready', problem: null });
    await until('its tools', async () =>
      (await client.listTools()).some(({ name }) => name === 'remote__echo'),
    );
    expect(server.sessions().length).toBeGreaterThan(0);
  });

  it('is told when the server refuses, with status and reason, and goes on when it no longer does', async () => {
    const server = await serve();
    const patchbay = await start(server.url);
    const client = await connectSdk(version, patchbay.endpoint('remote'));
    const refusals = [
      [
        { status: 401, body: 'who are you?' },
        /"remote" answered HTTP 401: who are you\?.*headers configured/,
      ],
      [{ status: 403 }, /"remote" answered HTTP 403: no.*headers configured/],
      [{ status: 500, body: '<h1>oops</h1>', contentType: 'text/html' }, /"remote" answered HTTP 500/],
      [
        { status: 503, body: '{"error":{"message":"down for repair"}}', contentType: 'application/json' },
        /"remote" answered HTTP 503: down for repair/,
      ],
    ] as const;
    for (const [refusal, words] of refusals) {
      server.refuse(refusal);
      await expect(client.callTool('echo', { text: 'x' })).rejects.toThrow(words);
      expect(view(patchbay)).toMatchObject({ status: 'failed', problem: { code: 'UPSTREAM_ERROR' } });
    }
    server.refuse(null);
    expect((await client.callTool('echo', { text: 'again' })).text).toBe('again');
    expect(view(patchbay)).toMatchObject({ status: 'ready', problem: null });
  });

  it('is told when the server dies in the middle of an answer', async () => {
    const server = await serve();
    const patchbay = await start(server.url);
    const client = await connectSdk(version, patchbay.endpoint('remote'));
    let steps = 0;
    const call = client.callTool('progress', { steps: 2, hold: true }, { onprogress: () => steps++ });
    const outcome = call.catch((error: unknown) => String(error));
    await until('the beginning of the answer', () => steps === 2);
    await server.stop();
    expect(await outcome).toMatch(
      /"remote" cannot be reached at http:\/\/127\.0\.0\.1:\d+: it cut the connection/,
    );
    await expect(client.callTool('echo', { text: 'x' })).rejects.toThrow('nothing listens there');
  });

  it('loses nothing when the connection breaks and the server can resume', async () => {
    const server = await serve({ resumable: true });
    const patchbay = await start(server.url);
    const client = await connectSdk(version, patchbay.endpoint('remote'));
    const heard: number[] = [];
    const onprogress = ({ progress }: { progress: number }): void => {
      heard.push(progress);
      if (progress % 10 === 5) server.cut();
    };
    const outcome = await client.callTool('progress', { steps: 30, pauseMs: 5 }, { onprogress });
    expect(outcome.text).toBe('did 30 steps');
    expect(heard).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  });

  it('is told when the server does not answer in time; the server hears of it', async () => {
    const server = await serve();
    const patchbay = await start(server.url);
    const client = await connectSdk(version, patchbay.endpoint('remote'));
    await expect(client.callTool('never')).rejects.toThrow('"remote" did not answer tools/call within 1 s');
    await until('the server to hear of it', () => server.sessions().some(({ cancelled }) => cancelled === 1));
    expect(view(patchbay)).toMatchObject({ status: 'ready', problem: null });
  });
});

describe('a server that is no MCP server', () => {
  it.each([
    [200, 'text/html', '<html>', 'answered with something that is no JSON-RPC message'],
    [200, 'application/json', '{"hello":"world"}', 'answered with something that is no JSON-RPC message'],
    [200, 'text/event-stream', ': nothing\n\n', 'ended its answer to initialize without a result'],
    [202, 'application/json', '', 'answered with something that is no JSON-RPC message'],
    [404, 'text/plain', 'no such page', 'answered HTTP 404: no such page'],
    [307, 'text/plain', '', 'answered HTTP 307'],
  ])('and answers %i %s %s is named with what it did', async (status, contentType, body, words) => {
    const server = await serve();
    server.refuse({ status, body, contentType });
    const patchbay = await start(server.url);
    const answer = await post(patchbay.endpoint('remote'), call(1, 'echo'));
    expect(answer.json()).toMatchObject({
      id: 1,
      error: { code: -32_000, message: expect.stringContaining(`"remote" ${words}`) as unknown },
    });
  });

  it('and hangs ends in time, and can be cancelled before', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void silent.close());
    const address = silent.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const patchbay = await start(`http://127.0.0.1:${port}/mcp`);
    const url = patchbay.endpoint('remote');
    const late = await post(url, call(1, 'echo'));
    expect(late.json()).toMatchObject({
      error: { message: '"remote" did not answer tools/call within 1 s.' },
    });
    const lost = await post(url, rpc(1, 'ping'), { 'mcp-session-id': 'gone' });
    const session = { 'mcp-session-id': String(lost.headers['mcp-session-id']) };
    const pending = post(url, call(2, 'echo'), { ...session, accept: 'application/json' });
    await until('the call', () => view(patchbay)?.inFlight === 1);
    await post(url, rpc(undefined, 'notifications/cancelled', { requestId: 2 }), session);
    expect((await pending).status).toBe(202);
  });
});

describe('a redirect', () => {
  it('within the server is followed', async () => {
    const server = await serve({ redirect: '/mcp/' });
    const patchbay = await start(server.url.replace('/mcp', '/old'));
    const client = await connectSdk('v1', patchbay.endpoint('remote'));
    expect((await client.callTool('echo', { text: 'arrived' })).text).toBe('arrived');
  });

  it.each(['http://127.0.0.1:1/mcp', '/old'])('to %s is not, and is named', async (redirect) => {
    const server = await serve({ redirect });
    const patchbay = await start(server.url.replace('/mcp', '/old'));
    const answer = await post(patchbay.endpoint('remote'), call(1, 'echo'));
    expect(answer.text).toContain('answered HTTP 307. Configure the address that it redirects to.');
  });
});

describe('an error that the server itself gives', () => {
  it('reaches the client as it is', async () => {
    const server = await serve();
    const patchbay = await start(server.url);
    const session = await openSession(patchbay.endpoint('remote'));
    const unknown = await post(patchbay.endpoint('remote'), rpc('q', 'no/such/method'), session);
    // The server streams its answers, so the client gets a stream.
    expect(unknown.text).toContain(
      'data: {"jsonrpc":"2.0","id":"q","error":{"code":-32601,"message":"Method not found"}}\n\n',
    );
    const body = '{"jsonrpc":"2.0","id":"r","error":{"code":-32042,"message":"own words","data":{"x":1.0}}}';
    server.refuse({ status: 400, body, contentType: 'application/json' });
    const own = await post(patchbay.endpoint('remote'), rpc('r', 'tools/list'), session);
    expect([own.status, own.text]).toEqual([200, body]);
  });

  it('does not end other calls of the session', async () => {
    const server = await serve();
    const patchbay = await start(server.url);
    const session = await openSession(patchbay.endpoint('remote'));
    const body = call(1, 'progress', { steps: 1, hold: true }, { progressToken: 1 });
    const stream = await openStream('POST', patchbay.endpoint('remote'), { body, headers: session });
    await until('its beginning', () => stream.messages().length === 1);
    server.refuse({ status: 500 });
    expect((await post(patchbay.endpoint('remote'), call(2, 'echo', { text: 'x' }), session)).text).toContain(
      'HTTP 500',
    );
    server.refuse(null);
    await post(
      patchbay.endpoint('remote'),
      rpc(undefined, 'notifications/cancelled', { requestId: 1 }),
      session,
    );
    await until('the server to hear of it', () => server.sessions().some(({ cancelled }) => cancelled === 1));
  });
});
