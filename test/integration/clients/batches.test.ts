// Batches of revision 2025-03-26: several messages in one POST, their answers together.
import { describe, expect, it } from 'vitest';
import { sharedPatchbay } from '../../support/patchbay.ts';
import {
  call,
  initializeParams,
  openStream,
  post,
  rpc,
  send,
  type Headers,
  type Json,
} from '../../support/raw-mcp.ts';
import { mockServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

const patchbay = sharedPatchbay(() => ({
  gateway: { keepAliveSeconds: 0.2 },
  mcpServers: { box: mockServer() },
}));
const box = (): URL => patchbay().endpoint('box');

/** A session of this revision, without the header that came later. */
async function session(protocolVersion = '2025-03-26', capabilities: Json = {}): Promise<Headers> {
  const params = { ...initializeParams, protocolVersion, capabilities };
  const opened = await post(box(), rpc(0, 'initialize', params));
  return { 'mcp-session-id': String(opened.headers['mcp-session-id']) };
}

const batch = (messages: readonly unknown[]): string => JSON.stringify(messages);
const byId = (answers: readonly Json[]): readonly Json[] =>
  answers.toSorted((one, other) => String(one['id']).localeCompare(String(other['id'])));
const notification = { jsonrpc: '2.0', method: 'notifications/initialized' };

describe('a batch of requests', () => {
  it('is answered with one array, whatever else is in it', async () => {
    const headers = await session();
    const body = batch([
      call(1, 'echo', { text: 'one' }),
      notification,
      call('2', 'fail', { text: 'two' }),
      rpc(3, 'ping'),
      rpc(4, 'no/such'),
      { jsonrpc: '2.0', id: 99, result: {} },
    ]);
    const answer = await post(box(), body, headers);
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/json']);
    expect(answer.headers['mcp-session-id']).toBe(headers['mcp-session-id']);
    expect(byId(JSON.parse(answer.text) as Json[])).toMatchObject([
      { id: 1, result: { content: [{ text: 'one' }] } },
      { id: '2', result: { isError: true } },
      { id: 3, result: {} },
      { id: 4, error: { code: -32_601 } },
    ]);
  });

  it('is answered on /mcp, and without any session', async () => {
    const answer = await post(patchbay().endpoint(), batch([call(1, 'box__echo', { text: 'one' })]));
    expect([answer.status, answer.headers['mcp-session-id']]).toEqual([200, undefined]);
    expect(JSON.parse(answer.text)).toMatchObject([{ id: 1, result: { content: [{ text: 'one' }] } }]);
  });

  it('is answered with events once anything comes before an answer', async () => {
    const headers = await session();
    const body = batch([
      call(1, 'echo', { text: 'quick' }),
      call(2, 'progress', { steps: 3, stepMs: 20 }, { progressToken: 't' }),
      7,
    ]);
    const stream = await openStream('POST', box(), { body: JSON.parse(body) as Json, headers });
    await stream.ended;
    expect(stream.headers['content-type']).toBe('text/event-stream');
    const messages = stream.messages();
    const answers = messages.filter((message) => !('method' in message));
    expect(byId(answers)).toMatchObject([{ id: 1, result: {} }, { id: 2, result: {} }, { id: null }]);
    expect(messages.filter((message) => 'method' in message)).toHaveLength(3);
    expect(messages.at(-1)).toMatchObject({ id: 2 });
  });

  it('becomes a stream when the wait grows long', async () => {
    const headers = await session();
    const body = [call(1, 'delay', { ms: 900 }), call(2, 'echo')] as unknown as Json;
    const stream = await openStream('POST', box(), { body, headers });
    await stream.ended;
    expect(stream.headers['content-type']).toBe('text/event-stream');
    expect(byId(stream.messages())).toMatchObject([{ id: 1 }, { id: 2 }]);
  });

  it('is answered in JSON alone to clients that take nothing else', async () => {
    const headers = { ...(await session()), accept: 'application/json' };
    const body = batch([call(1, 'progress', { steps: 2 }, { progressToken: 1 }), rpc(2, 'ping')]);
    const answer = await post(box(), body, headers);
    expect(byId(JSON.parse(answer.text) as Json[])).toMatchObject([{ id: 1 }, { id: 2 }]);
  });

  it('lets the server ask within it, and takes the answer in a batch too', async () => {
    const headers = await session('2025-03-26', { roots: {} });
    const body = [call(1, 'ask'), rpc(2, 'ping')] as unknown as Json;
    const stream = await openStream('POST', box(), { body, headers });
    const question = await until('the question', () =>
      stream.messages().find(({ method }) => method === 'roots/list'),
    );
    const roots = { roots: [{ uri: 'file:///in/a/batch' }] };
    const answer = await post(box(), batch([{ jsonrpc: '2.0', id: question['id'], result: roots }]), headers);
    expect([answer.status, answer.text]).toEqual([202, '']);
    await stream.ended;
    expect(JSON.stringify(stream.messages())).toContain('file:///in/a/batch');
  });

  it('leaves out what was cancelled', async () => {
    const headers = await session();
    const cancel = rpc(undefined, 'notifications/cancelled', { requestId: 1 });
    const body = batch([call(1, 'never'), call(2, 'echo', { text: 'on' }), cancel]);
    const answer = await post(box(), body, { ...headers, accept: 'application/json' });
    expect(JSON.parse(answer.text)).toMatchObject([{ id: 2, result: {} }]);
    const alone = await post(
      box(),
      batch([call(3, 'never'), { ...cancel, params: { requestId: 3 } }]),
      headers,
    );
    expect([alone.status, alone.text]).toEqual([202, '']);
  });

  it('goes on elsewhere when its stream is cut', async () => {
    const headers = await session();
    const body = [
      call(1, 'progress', { steps: 30, stepMs: 10 }, { progressToken: 't' }),
      call(2, 'echo'),
    ] as unknown as Json;
    const first = await openStream('POST', box(), { body, headers });
    await until('some progress', () => first.messages().length >= 3);
    first.cut();
    await first.ended;
    const lastEventId = first.events.at(-1)?.id ?? '';
    const second = await openStream('GET', box(), { headers: { ...headers, 'last-event-id': lastEventId } });
    await second.ended;
    const all = [...first.messages(), ...second.messages()];
    expect(all.filter((message) => 'method' in message)).toHaveLength(30);
    expect(byId(all.filter((message) => !('method' in message)))).toMatchObject([{ id: 1 }, { id: 2 }]);
  });
});

describe('a batch without requests', () => {
  it('is accepted with 202', async () => {
    const answer = await post(box(), batch([notification, notification]), await session());
    expect([answer.status, answer.text]).toEqual([202, '']);
    expect((await post(box(), batch([notification]))).status).toBe(202);
  });

  it('has errors for what is no message', async () => {
    const answer = await post(box(), batch([notification, 1]), await session());
    expect([answer.status, JSON.parse(answer.text)]).toMatchObject([
      200,
      [{ id: null, error: { code: -32_600 } }],
    ]);
  });
});

describe('what is refused', () => {
  it.each([
    ['[]', -32_600],
    ['[1,', -32_700],
    [`[${'1,'.repeat(100)}1]`, -32_600],
  ])('%s as a whole, with one error', async (body, code) => {
    const answer = await post(box(), body, await session());
    expect([answer.status, answer.json()]).toMatchObject([400, { id: null, error: { code } }]);
  });

  it('elements that are no messages, with an error each', async () => {
    const answer = await post(box(), '[1,2,{"foo":"boo"}]', await session());
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toMatchObject([
      { id: null, error: { code: -32_600 } },
      { id: null, error: { code: -32_600 } },
      { id: null, error: { code: -32_600 } },
    ]);
  });

  it('initialize within a batch; the rest is served', async () => {
    const answer = await post(box(), batch([rpc(1, 'initialize', initializeParams), rpc(2, 'ping')]));
    expect(answer.headers['mcp-session-id']).toBeUndefined();
    expect(byId(JSON.parse(answer.text) as Json[])).toMatchObject([
      { id: 1, error: { code: -32_600, message: expect.stringContaining('alone') as unknown } },
      { id: 2, result: {} },
    ]);
  });

  it.each(['2025-06-18', '2025-11-25'])('batches of revision %s', async (revision) => {
    const headers = await session(revision);
    for (const claimed of [headers, { ...headers, 'mcp-protocol-version': revision }]) {
      const answer = await post(box(), batch([rpc(1, 'ping')]), claimed);
      expect([answer.status, answer.json()]).toMatchObject([400, { error: { code: -32_600 } }]);
      expect(answer.text).toContain('send one message at a time');
    }
  });

  it('batches of the modern era', async () => {
    const answer = await post(box(), batch([rpc(1, 'ping')]), { 'mcp-protocol-version': '2026-07-28' });
    expect([answer.status, answer.json()]).toMatchObject([400, { error: { code: -32_600 } }]);
  });

  it('batches of a session that is gone, with another one that works', async () => {
    const answer = await post(box(), batch([rpc(1, 'ping')]), { 'mcp-session-id': 'gone-long-ago' });
    expect([answer.status, answer.json()]).toMatchObject([404, { error: { code: -32_001 } }]);
    const headers = { 'mcp-session-id': String(answer.headers['mcp-session-id']) };
    expect((await post(box(), batch([rpc(1, 'ping')]), headers)).status).toBe(200);
    await send('DELETE', box(), { headers });
  });
});
