// Servers behind a URL that fail in each of the ways that there are: what their clients are told, what they are spared, and
// that nobody else notices.
import { createServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  beginStream,
  resultOf,
  sendJson,
  startRawHttpServer,
  type RawHttpServer,
  type Received,
} from '../../fixtures/raw-http-server.ts';
import { makeSelfSigned } from '../../support/certificates.ts';
import { startPatchbay, type RunningPatchbay } from '../../support/patchbay.ts';
import { call, openSession, post, rpc, send, type Headers } from '../../support/raw-mcp.ts';
import { onCall } from '../../support/raw-stage.ts';
import { mockServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

const start = (url: string): Promise<RunningPatchbay> =>
  startPatchbay({
    gateway: { requestTimeoutSeconds: 20, toolTimeoutSeconds: 1 },
    mcpServers: { far: { url }, mock: mockServer() },
  });

const viewOf = (patchbay: RunningPatchbay) =>
  patchbay.core.state.get().servers.find(({ name }) => name === 'far');

async function stage(era: RawHttpServer['era']) {
  const server = await startRawHttpServer(era);
  const patchbay = await start(server.url);
  const url = patchbay.endpoint('far');
  const session = await openSession(url);
  let lastId = 0;
  const ask = async (method: string, params = {}): Promise<string> =>
    (await post(url, rpc(++lastId, method, params), session)).text;
  const tool = (): Promise<string> => ask('tools/call', { name: 'echo', arguments: {} });
  // Whatever it is asked at first is over.
  await until('its lists', () => viewOf(patchbay)?.tools === 1);
  return { server, patchbay, ask, tool };
}

/** A call of the server beside it, on the endpoint of all. */
async function beside(patchbay: RunningPatchbay): Promise<string> {
  const session: Headers = await openSession(patchbay.endpoint());
  const answer = await post(patchbay.endpoint(), call(1, 'mock__echo', { text: 'well' }), session);
  return answer.text;
}

const cut = ({ response }: Received): true => {
  response.socket?.destroy();
  return true;
};

const busy =
  (status: number, retryAfter: string) =>
  (received: Received): true =>
    sendJson(received, { error: { message: 'one at a time' } }, status, { 'retry-after': retryAfter });

describe.each(['legacy', 'modern'] as const)('a server behind a URL, %s,', (era) => {
  it('that cuts the connection before it answers is named, and goes on', async () => {
    const { server, tool } = await stage(era);
    server.answer = onCall(cut);
    expect(await tool()).toMatch(/far\W+cannot be reached at http:[^ ]+: it cut the connection/);
    server.answer = () => false;
    expect(await tool()).toContain(era);
  });

  it('that cuts the connection in the middle of its events is named, and goes on', async () => {
    const { server, tool } = await stage(era);
    server.answer = onCall((received) => {
      const said = { level: 'info', data: 'half' };
      beginStream(received, [{ jsonrpc: '2.0', method: 'notifications/message', params: said }]);
      setImmediate(() => cut(received));
      return true;
    });
    expect(await tool()).toMatch(/far\W+cannot be reached at http:[^ ]+: it cut the connection/);
    server.answer = () => false;
    expect(await tool()).toContain(era);
  });

  it.each([500, 502, 503])(
    'that answers %i is named with that, and asked again by the next call',
    async (status) => {
      const { server, tool, patchbay } = await stage(era);
      server.answer = onCall((received) => sendJson(received, { error: { message: 'broken' } }, status));
      for (let count = 0; count < 5; count++)
        expect(await tool()).toMatch(new RegExp(`far.{1,3}answered HTTP ${status}: broken`));
      expect(viewOf(patchbay)?.circuit).toBe('closed');
      server.answer = () => false;
      expect(await tool()).toContain(era);
    },
  );

  it.each([429, 503])(
    'that answers %i with Retry-After gets what only reads again after the pause',
    async (status) => {
      const { server, ask } = await stage(era);
      let refused = 0;
      server.answer = (received) =>
        received.method === 'tools/list' && refused++ === 0 && busy(status, '1')(received);
      expect(await ask('tools/list')).toContain('"echo"');
      expect(refused).toBe(2);
    },
  );

  it('that answers 429 with Retry-After gets nothing more meanwhile, whoever asks; calls are told until when', async () => {
    const { server, tool, ask, patchbay } = await stage(era);
    const date = new Date(Date.now() + 3_600_000).toUTCString();
    server.answer = onCall(busy(429, date));
    expect(await tool()).toMatch(/HTTP 429: one at a time\. It may be tried again in \d+ s\./);
    const { length } = server.received;
    expect(await tool()).toMatch(
      /HTTP 429 and wants to be left alone for a while\. It may be tried again in \d+ s\./,
    );
    expect(await ask('tools/list')).toMatch(/may be tried again in \d+ s/);
    const other = await post(patchbay.endpoint('far'), call(1, 'echo'));
    expect(other.text).toMatch(/may be tried again in \d+ s/);
    expect(server.received).toHaveLength(length);
    expect(viewOf(patchbay)).toMatchObject({ status: 'failed', circuit: 'open' });
    const health = await send('GET', `${patchbay.url}/health/far`);
    expect([health.status, health.json()]).toMatchObject([503, { circuit: 'open' }]);
    expect(await beside(patchbay)).toContain('well');
    await patchbay.core.commands.restartServer({ name: 'far' });
    server.answer = () => false;
    expect(await tool()).toContain(era);
  });

  it.each(['0', '-1', 'Wed, 15 Nov 2023 00:00:00 GMT'])(
    'that answers 429 with Retry-After %s wants no pause, and is asked on',
    async (retryAfter) => {
      const { server, tool, patchbay } = await stage(era);
      server.answer = onCall(busy(429, retryAfter));
      expect(await tool()).toContain('HTTP 429');
      expect(viewOf(patchbay)?.circuit).toBe('closed');
      server.answer = () => false;
      expect(await tool()).toContain(era);
    },
  );

  it('that hangs before it answers, or within its answer, is given up in time', async () => {
    const { server, tool, patchbay } = await stage(era);
    server.answer = onCall(() => true);
    expect(await tool()).toContain('did not answer tools/call within 1 s');
    server.answer = onCall((received) => {
      received.response.writeHead(200, { 'content-type': 'application/json' });
      received.response.write(JSON.stringify(resultOf(received, { content: [] })).slice(0, 20));
      return true;
    });
    expect(await tool()).toContain('did not answer tools/call within 1 s');
    expect(viewOf(patchbay)).toMatchObject({ status: 'ready', circuit: 'closed' });
    server.answer = () => false;
    expect(await tool()).toContain(era);
  });

  it('that is started anew gets what only reads once it is there', async () => {
    const { server, ask } = await stage(era);
    await server.stop();
    const listing = ask('tools/list');
    await server.start();
    expect(await listing).toContain('"echo"');
  });

  it('that was gone for long is asked by the first call after it came', async () => {
    const { server, tool } = await stage(era);
    await server.stop();
    await until('it to be given up', async () => (await tool()).includes('It is tried again in'));
    await server.start();
    expect(await tool()).toContain(era);
  });

  it('that is gone is refused at once in the end, with the cause and when it is tried next, and found again by itself', async () => {
    const { server, tool, patchbay } = await stage(era);
    await server.stop();
    expect(await tool()).toContain('nothing listens there (connection refused)');
    await until('it to be given up', async () => (await tool()).includes('It is tried again in'));
    expect(await tool()).toMatch(
      /nothing listens there \(connection refused\)\. It is tried again in \d+ s\./,
    );
    expect(await beside(patchbay)).toContain('well');
    await server.start();
    // Nobody asks it anything.
    await until('it to be found', () => viewOf(patchbay)?.status === 'ready', 20_000);
    expect(viewOf(patchbay)).toMatchObject({ circuit: 'closed', retryAt: null, problem: null });
    expect(await tool()).toContain(era);
  });
});

describe('a server behind a URL', () => {
  it('whose name nobody knows is named with that, then refused at once; nobody else notices', async () => {
    const patchbay = await start('http://nowhere.invalid/mcp');
    const ask = async (): Promise<string> => (await post(patchbay.endpoint('far'), call(1, 'echo'))).text;
    expect(await ask()).toMatch(/the host name (is unknown|could not be looked up)/);
    await until('it to be given up', async () => (await ask()).includes('It is tried again in'));
    expect(viewOf(patchbay)).toMatchObject({ status: 'failed', circuit: 'open' });
    expect(viewOf(patchbay)?.summary).toMatch(/^failed: .*the host name.* Tried again in \d+ s\.$/);
    expect(await beside(patchbay)).toContain('well');
  });

  it('whose certificate nobody vouches for is named with that, then refused at once, and not hammered', async () => {
    const server = createServer(await makeSelfSigned({ subject: 'far', names: ['127.0.0.1'] }));
    let handshakes = 0;
    server.on('connection', () => handshakes++);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const patchbay = await start(`https://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`);
    const ask = async (): Promise<string> => (await post(patchbay.endpoint('far'), call(1, 'echo'))).text;
    expect(await ask()).toContain('its certificate is self-signed');
    await until('it to be given up', async () => (await ask()).includes('It is tried again in'));
    const before = handshakes;
    const answers = await Promise.all(Array.from({ length: 20 }, ask));
    for (const answer of answers) expect(answer).toContain('its certificate is self-signed');
    // The one that finds out may have been among them.
    expect(handshakes - before).toBeLessThanOrEqual(1);
  });

  it('that speaks no TLS though its address says so is named with that', async () => {
    const server = createTcpServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const patchbay = await start(`https://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`);
    const answer = await post(patchbay.endpoint('far'), call(1, 'echo'));
    expect(answer.text).toContain('it speaks no TLS there');
  });
});
