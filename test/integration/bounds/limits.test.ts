// Every limit of the configuration on a whole core, with small values: whoever reaches one is told which, and how to raise it.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { mockServer } from '../../support/test-servers.ts';
import { modernCall, modernRpc } from '../../support/modern-edge.ts';
import { startPatchbay, type ConfigInput, type RunningPatchbay } from '../../support/patchbay.ts';
import { call, openSession, openStream, post, rpc, send, type Json } from '../../support/raw-mcp.ts';
import { until } from '../../support/until.ts';

type Limits = NonNullable<NonNullable<ConfigInput['gateway']>['limits']>;

function start(limits: Limits, gateway: ConfigInput['gateway'] = {}): Promise<RunningPatchbay> {
  return startPatchbay({ gateway: { ...gateway, limits }, mcpServers: { mock: mockServer() } });
}

/** An error, as JSON-RPC or beside it, that names the limit. */
function refusal(key: string, value: number): Json {
  return {
    error: {
      message: expect.stringContaining(key) as string,
      data: { code: 'LIMIT_REACHED', limit: key, value },
    },
  };
}

/** Requests in flight at the server. */
const atServer = (patchbay: RunningPatchbay): number =>
  patchbay.core.state.get().servers.find(({ name }) => name === 'mock')?.inFlight ?? 0;

describe('a session', () => {
  it('has so many requests in flight, and goes on when one is answered', async () => {
    const patchbay = await start({ maxCallsPerSession: 2 });
    const url = patchbay.endpoint('mock');
    const headers = await openSession(url);
    const open = [1, 2].map((id) => post(url, call(id, 'delay', { ms: 60_000 }), headers));
    await until('both calls', () => atServer(patchbay) === 2);
    const key = 'gateway.limits.maxCallsPerSession';
    expect((await post(url, call(3, 'echo'), headers)).json()).toMatchObject(refusal(key, 2));
    // Another session is not concerned.
    const other = await openSession(url);
    expect((await post(url, call(1, 'echo'), other)).json()).toHaveProperty('result');
    await post(url, cancelled(1), headers);
    await open[0];
    expect((await post(url, call(4, 'echo'), headers)).json()).toHaveProperty('result');
    await post(url, cancelled(2), headers);
    await open[1];
  });

  it('holds so many event streams open', async () => {
    const patchbay = await start({ maxStreamsPerSession: 2 });
    const url = patchbay.endpoint('mock');
    const headers = await openSession(url);
    const streams = [await openStream('GET', url, { headers }), await openStream('GET', url, { headers })];
    const third = await send('GET', url, { headers: { ...headers, accept: 'text/event-stream' } });
    expect(third.status).toBe(503);
    expect(third.json()).toMatchObject(refusal('gateway.limits.maxStreamsPerSession', 2));
    streams[0]?.cut();
    await until('room', async () => {
      const next = await openStream('GET', url, { headers });
      return next.status === 200;
    });
  });

  it('is subscribed to so many resources, by /mcp as by the server alone', async () => {
    const patchbay = await start({ maxSubscriptionsPerSession: 1 });
    for (const url of [patchbay.endpoint('mock'), patchbay.endpoint()]) {
      const headers = await openSession(url);
      const ask = async (id: number, what: string, uri: string): Promise<Json> =>
        (await post(url, rpc(id, `resources/${what}`, { uri }), headers)).json();
      const listed = (await post(url, rpc(1, 'resources/list'), headers)).json();
      const [first, second] = (listed['result'] as { resources: { uri: string }[] }).resources;
      expect(await ask(2, 'subscribe', first?.uri ?? '')).toHaveProperty('result');
      expect(await ask(3, 'subscribe', first?.uri ?? '')).toHaveProperty('result');
      const key = 'gateway.limits.maxSubscriptionsPerSession';
      expect(await ask(4, 'subscribe', second?.uri ?? '')).toMatchObject(refusal(key, 1));
      expect(await ask(5, 'unsubscribe', first?.uri ?? '')).toHaveProperty('result');
      expect(await ask(6, 'subscribe', second?.uri ?? '')).toHaveProperty('result');
    }
  });

  it('sends so many messages in a batch', async () => {
    const patchbay = await start({ maxBatchLength: 2 });
    const url = patchbay.endpoint('mock');
    const batch = JSON.stringify([1, 2, 3].map((id) => rpc(id, 'ping')));
    const answer = await post(url, batch, { 'mcp-protocol-version': '2025-03-26' });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('gateway.limits.maxBatchLength (now 2)');
  });

  it('is one of so many', async () => {
    const patchbay = await start({}, { maxSessions: 2 });
    const url = patchbay.endpoint('mock');
    await openSession(url);
    await openSession(url);
    const third = await post(url, rpc(1, 'initialize', {}));
    expect(third.status).toBe(503);
    expect(third.json()).toMatchObject(refusal('gateway.maxSessions', 2));
  });
});

describe('a client', () => {
  it('that asks more often than it may is told of in the log, with the key', async () => {
    const patchbay = await start({}, { rateLimitPerMinute: 2 });
    const asked = Array.from({ length: 10 }, () => send('GET', `${patchbay.url}/health`));
    const statuses = (await Promise.all(asked)).map(({ status }) => status);
    expect(statuses).toContain(429);
    const told = patchbay.core.logs
      .read({ after: -1, limit: 1000 })
      .filter(({ text }) => text.includes('gateway.rateLimitPerMinute (2) was reached'));
    expect(told).toHaveLength(1);
  });
});

describe('a modern client', () => {
  it('listens to so many subscriptions, with others together', async () => {
    const patchbay = await start({ maxListenStreams: 1 });
    const url = patchbay.endpoint('mock');
    const listen = modernRpc(1, 'subscriptions/listen', { notifications: { toolsListChanged: true } });
    const first = await openStream('POST', url, listen);
    await until('the acknowledgement', () => first.messages().length === 1);
    const second = await post(url, listen.body, listen.headers);
    expect(second.status).toBe(503);
    expect(second.json()).toMatchObject(refusal('gateway.limits.maxListenStreams', 1));
    first.cut();
    await until('room', async () => (await openStream('POST', url, listen)).status === 200);
  });

  it('leaves so many calls parked at a server', async () => {
    const patchbay = await start({ maxParkedCallsPerServer: 1 });
    const url = patchbay.endpoint('mock');
    const meta = { 'io.modelcontextprotocol/clientCapabilities': { elicitation: {} } };
    const asking = (id: number): Promise<Json> => {
      const { body, headers } = modernCall(id, 'ask', { method: 'elicitation/create' }, meta);
      return post(url, body, headers).then((answer) => answer.json());
    };
    expect(await asking(1)).toMatchObject({ result: { resultType: 'input_required' } });
    expect(await asking(2)).toMatchObject(refusal('gateway.limits.maxParkedCallsPerServer', 1));
    await until('its end at the server', () => atServer(patchbay) === 1);
  });
});

describe('a message', () => {
  it('of a client has so many bytes', async () => {
    const patchbay = await start({}, { maxMessageBytes: 2000 });
    const answer = await post(patchbay.endpoint('mock'), rpc(1, 'ping', { text: 'x'.repeat(2000) }));
    expect(answer.status).toBe(413);
    expect(answer.json()).toMatchObject({
      error: { data: { code: 'MESSAGE_TOO_LARGE', limit: 'gateway.maxMessageBytes', value: 2000 } },
    });
  });
});

function cancelled(requestId: number): Json {
  return { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId } };
}

describe('a connection', () => {
  it('is one of so many; a further one is told so, and there is room again when one is closed', async () => {
    const patchbay = await start({ maxConnections: 2 });
    const { port } = new URL(patchbay.url);
    const open = [await rawConnection(Number(port)), await rawConnection(Number(port))];
    const third = await rawConnection(Number(port));
    await third.closed;
    expect(third.text()).toMatch(/^HTTP\/1\.1 503 /);
    expect(JSON.parse(third.text().split('\r\n\r\n')[1] ?? '')).toMatchObject(
      refusal('gateway.limits.maxConnections', 2),
    );
    open[0]?.socket.destroy();
    await until('room', async () => {
      const next = await rawConnection(Number(port));
      next.socket.write(`GET /health HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`);
      await next.closed;
      return next.text().startsWith('HTTP/1.1 200');
    });
  });

  it('carries headers of so many bytes, as configured at that moment', async () => {
    const patchbay = await start({ maxHeaderBytes: 4000 });
    const { port } = new URL(patchbay.url);
    const answer = async (bytes: number): Promise<string> => {
      const { socket, text, closed } = await rawConnection(Number(port));
      const head = `GET /health HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n`;
      socket.write(`${head}X-Long: ${'x'.repeat(bytes)}\r\n\r\n`);
      await closed;
      return text();
    };
    expect(await answer(3000)).toMatch(/^HTTP\/1\.1 200 /);
    const refused = await answer(6000);
    expect(refused).toMatch(/^HTTP\/1\.1 431 /);
    expect(JSON.parse(refused.split('\r\n\r\n')[1] ?? '')).toMatchObject(
      refusal('gateway.limits.maxHeaderBytes', 4000),
    );
    await patchbay.configure({
      gateway: { limits: { maxHeaderBytes: 20_000 }, port: Number(port) },
      mcpServers: { mock: mockServer() },
    });
    await until('the new limit', async () => (await answer(18_000)).startsWith('HTTP/1.1 200'));
  });
});

interface RawConnection {
  readonly socket: Socket;
  readonly text: () => string;
  readonly closed: Promise<unknown>;
}

async function rawConnection(port: number): Promise<RawConnection> {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let text = '';
  socket.on('data', (bytes) => (text += bytes.toString('latin1'))).on('error', () => undefined);
  const closed = once(socket, 'close');
  await once(socket, 'connect');
  return { socket, text: () => text, closed };
}
