import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { modernCall, modernEdge, modernHeaders, modernRpc } from '../../support/modern-edge.ts';
import {
  bothTypes,
  call,
  openStream,
  post,
  rpc,
  send,
  type Headers,
  type Json,
} from '../../support/raw-mcp.ts';
import { claimMeta } from '../../support/scripted-legacy-server.ts';
import { until } from '../../support/until.ts';

const version = 'io.modelcontextprotocol/protocolVersion';
const errorOf = (answer: { json(): Json }): Json => answer.json()['error'] as Json;

describe('the era of a POST', () => {
  it('is the body’s: a claim makes it modern, initialize and no claim do not', async () => {
    const { url } = await modernEdge();
    const isLegacy = async (body: Json, headers: Headers = {}): Promise<boolean> =>
      (await post(url, body, headers)).status === 418;
    const modern = { 'mcp-protocol-version': '2026-07-28' };
    const legacy = { 'mcp-protocol-version': '2025-11-25' };
    expect(await isLegacy(rpc(1, 'tools/list'))).toBe(true);
    expect(await isLegacy(rpc(1, 'tools/list'), legacy)).toBe(true);
    expect(await isLegacy(rpc(1, 'initialize', {}), modern)).toBe(true);
    expect(await isLegacy(rpc(1, 'server/discover', { _meta: claimMeta() }), legacy)).toBe(false);
    expect(await isLegacy(rpc(1, 'tools/list'), modern)).toBe(false);
  });
});

describe('a modern request', () => {
  it.each<[string, Json, Headers, number]>([
    [
      'another version in the header',
      modernCall(1, 'x').body,
      { 'mcp-protocol-version': '2025-11-25' },
      -32_020,
    ],
    ['another method in the header', modernCall(1, 'x').body, { 'mcp-method': 'tools/list' }, -32_020],
    ['the method in other letters', modernCall(1, 'x').body, { 'mcp-method': 'TOOLS/CALL' }, -32_020],
    ['another name in the header', modernCall(1, 'x').body, { 'mcp-name': 'y' }, -32_020],
    ['a name in bad Base64', modernCall(1, 'x').body, { 'mcp-name': '=?base64?%%?=' }, -32_020],
    ['no version header', modernCall(1, 'x').body, { 'mcp-protocol-version': '' }, -32_020],
    ['no method header', modernCall(1, 'x').body, { 'mcp-method': '' }, -32_020],
    ['no name header', modernCall(1, 'x').body, { 'mcp-name': '' }, -32_020],
    ['no claim', call(1, 'x'), {}, -32_602],
    ['no capabilities', call(1, 'x', {}, { [version]: '2026-07-28' }), {}, -32_602],
    ['a claim of odd types', call(1, 'x', {}, { ...claimMeta(), [version]: 7 }), {}, -32_602],
  ])('with %s is refused with 400', async (_what, body, headers, code) => {
    const { url, server } = await modernEdge();
    const all: Record<string, string> = { ...modernHeaders('tools/call', 'x'), ...headers };
    for (const [name, value] of Object.entries(headers)) if (value === '') delete all[name];
    const answer = await post(url, body, all);
    expect([answer.status, errorOf(answer)['code'], answer.json()['id']]).toEqual([400, code, 1]);
    expect(server.sessions).toEqual([]);
  });

  it('of an unknown revision is told which are known', async () => {
    const { url } = await modernEdge();
    const body = call(1, 'x', {}, { ...claimMeta(), [version]: '2099-01-01' });
    const headers = { ...modernHeaders('tools/call', 'x'), 'mcp-protocol-version': '2099-01-01' };
    const answer = await post(url, body, headers);
    expect(answer.status).toBe(400);
    expect(errorOf(answer)).toMatchObject({
      code: -32_022,
      data: { requested: '2099-01-01', supported: expect.arrayContaining(['2026-07-28']) as unknown },
    });
  });

  it('may have its name in Base64, and headers in any case', async () => {
    const { url, server } = await modernEdge();
    const { body } = modernCall(1, 'w\u00e4hle ');
    const name = `=?base64?${Buffer.from('w\u00e4hle ').toString('base64')}?=`;
    const headers = { 'MCP-PROTOCOL-VERSION': '2026-07-28', 'MCP-METHOD': 'tools/call', 'MCP-NAME': name };
    const answer = post(url, body, headers);
    (await until('the call', () => server.sessions[0]?.requests[0])).finish({ content: [] });
    expect((await answer).status).toBe(200);
  });

  it('is answered with plain JSON where nothing comes before, without a session', async () => {
    const { url } = await modernEdge();
    const { body, headers } = modernRpc(1, 'server/discover');
    const old = { 'mcp-session-id': 'whatever', 'last-event-id': 's.1' };
    const answer = await post(url, body, { ...headers, ...old });
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.headers['mcp-session-id']).toBeUndefined();
  });

  it('for a method that is not known is answered with 404', async () => {
    const { url } = await modernEdge();
    const { body, headers } = modernRpc('a', 'logging/setLevel');
    const answer = await post(url, body, headers);
    expect([answer.status, errorOf(answer)['code']]).toEqual([404, -32_601]);
  });

  it('whose server needs what the client cannot do is answered with 400', async () => {
    const { url, server } = await modernEdge();
    const { body, headers } = modernCall(1, 'x');
    const answer = post(url, body, headers);
    const call = await until('the call', () => server.sessions[0]?.requests[0]);
    call.ask('sampling/createMessage');
    call.fail({ code: -32_603, message: 'It cannot be done without.' });
    expect((await answer).status).toBe(400);
    expect(errorOf(await answer)).toMatchObject({
      code: -32_021,
      data: { requiredCapabilities: { sampling: {} } },
    });
  });

  it('that a handler refuses is answered with 200', async () => {
    const { url, server } = await modernEdge();
    const { body, headers } = modernCall(1, 'x');
    const answer = post(url, body, headers);
    (await until('the call', () => server.sessions[0]?.requests[0])).fail({ code: -32_602, message: 'No' });
    expect((await answer).status).toBe(200);
  });

  it('gets an event stream, without ids, as soon as anything comes before the answer', async () => {
    const { url, server } = await modernEdge();
    const { body, headers } = modernCall('1', 'x', {}, { progressToken: 't' });
    const opening = openStream('POST', url, { body, headers });
    const request = await until('the call', () => server.sessions[0]?.requests[0]);
    request.progress(1);
    const stream = await opening;
    expect(stream.headers).toMatchObject({ 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
    request.finish({ content: [] });
    await stream.ended;
    expect(stream.messages()).toMatchObject([
      { method: 'notifications/progress', params: { progressToken: 't' } },
      { id: '1', result: {} },
    ]);
    expect(stream.events.map(({ id }) => id)).toEqual([undefined, undefined]);
  });

  it('is kept alive by comments', async () => {
    const { url } = await modernEdge({ keepAliveMs: 20 });
    const { body, headers } = modernCall(1, 'x');
    const stream = await openStream('POST', url, { body, headers });
    const comments = await until('three comments', () => stream.comments.length >= 3 && stream.comments);
    expect(new Set(comments)).toEqual(new Set(['keep-alive']));
  });

  it('gets the answer alone where the client takes no event stream', async () => {
    const { url, server } = await modernEdge({ keepAliveMs: 20 });
    const { body, headers } = modernCall(1, 'x', {}, { progressToken: 't' });
    const answer = send('POST', url, { body, headers: { ...headers, accept: 'application/json' } });
    const request = await until('the call', () => server.sessions[0]?.requests[0]);
    request.progress(1);
    request.finish({ content: [] });
    expect((await answer).json()).toMatchObject({ id: 1, result: {} });
    const listen = modernRpc(2, 'subscriptions/listen', { notifications: {} });
    const refused = await send('POST', url, {
      body: listen.body,
      headers: { ...listen.headers, accept: 'application/json' },
    });
    expect(refused.status).toBe(406);
  });

  it('is cancelled by leaving, before and after the stream began', async () => {
    const { url, server } = await modernEdge();
    const { body, headers } = modernCall(1, 'x', {}, { progressToken: 't' });
    const [early, late] = [new AbortController(), openStream('POST', url, { body, headers })];
    const gone = fetch(url, {
      method: 'POST',
      signal: early.signal,
      headers: { 'content-type': 'application/json', accept: bothTypes, ...headers },
      body: JSON.stringify(body),
    });
    await until('both calls', () => server.sessions[0]?.requests.length === 2);
    for (const request of server.sessions[0]?.requests ?? []) request.progress(1);
    (await late).cut();
    early.abort();
    await gone.catch(() => undefined);
    await until('both cancellations', () => server.sessions[0]?.notified.length === 3);
    expect(server.sessions[0]?.notified.slice(1)).toMatchObject([
      { method: 'notifications/cancelled' },
      { method: 'notifications/cancelled' },
    ]);
  });

  it('takes notifications and does nothing with them, and no responses', async () => {
    const { url } = await modernEdge();
    const params = { requestId: 1, _meta: claimMeta() };
    const note = { jsonrpc: '2.0', method: 'notifications/cancelled', params };
    expect((await post(url, note)).status).toBe(202);
    const modern = { 'mcp-protocol-version': '2026-07-28' };
    expect((await post(url, { jsonrpc: '2.0', id: 1, result: {} }, modern)).status).toBe(400);
  });
});

describe('clients with the same request id', () => {
  it('each get their own answer, 50 at once', async () => {
    const { url, server } = await modernEdge();
    const answers = Array.from({ length: 50 }, (_, index) => {
      const { body, headers } = modernCall(1, 'x', { index });
      return post(url, body, headers);
    });
    const requests = await until('all calls', () => {
      const all = server.sessions.flatMap((session) => session.requests);
      return all.length === 50 && all;
    });
    for (const request of requests.toReversed()) {
      const { arguments: args } = request.message['params'] as { arguments: Json };
      request.finish({ content: [], index: args['index'] });
    }
    const found = await Promise.all(answers.map(async (answer) => (await answer).json()));
    expect(found).toMatchObject(found.map((_, index) => ({ id: 1, result: { index } })));
  });
});

describe('a client that reads nothing', () => {
  it('holds up nobody, and is cut off when too much waits for it', async () => {
    const { url, server } = await modernEdge();
    const { body, headers } = modernCall(1, 'x');
    const text = JSON.stringify(body);
    const { port } = new URL(url);
    const socket = connect(Number(port), '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    const lines = ['POST /mcp HTTP/1.1', 'host: 127.0.0.1', `content-length: ${Buffer.byteLength(text)}`];
    const all: Headers = { ...headers, accept: bothTypes, 'content-type': 'application/json' };
    for (const [name, value] of Object.entries(all)) lines.push(`${name}: ${value}`);
    socket.pause();
    socket.write(`${lines.join('\r\n')}\r\n\r\n${text}`);
    const stuck = await until('the call', () => server.sessions[0]?.requests[0]);
    const line = JSON.stringify({
      jsonrpc: '2.0',
      method: 'notifications/x',
      params: { x: 'x'.repeat(1024 * 1024) },
    });
    for (let count = 0; count < 80; count++) stuck.exchange.send(Buffer.from(line));
    const other = modernCall(2, 'y');
    const answer = post(url, other.body, other.headers);
    (await until('the other call', () => server.sessions[0]?.requests[1])).finish({ content: [] });
    expect((await answer).status).toBe(200);
    await until('the cancellation', () =>
      server.sessions[0]?.notified.some(({ method }) => method === 'notifications/cancelled'),
    );
  });
});
