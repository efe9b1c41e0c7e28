// The modern era byte by byte through a whole gateway: request states, ids, refusals, and what ends with the gateway.
import { describe, expect, it } from 'vitest';
import { sharedPatchbay, startPatchbay } from '../../support/patchbay.ts';
import { modernCall, modernHeaders, modernRpc } from '../../support/modern-edge.ts';
import { call, openSession, openStream, post, rpc, type Headers, type Json } from '../../support/raw-mcp.ts';
import { claimMeta } from '../../support/scripted-legacy-server.ts';
import { mockServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

const patchbay = sharedPatchbay(() => ({ mcpServers: { one: mockServer(), two: mockServer() } }));

const able = claimMeta({ roots: {}, elicitation: {} });
const askRoots = (id: unknown, more: Json = {}, name = 'ask'): Json =>
  rpc(id, 'tools/call', { name, arguments: { method: 'roots/list' }, ...more, _meta: able });

/** A call that is parked; its requestState. */
async function parked(url: URL, name = 'ask'): Promise<Json> {
  const answer = await post(url, askRoots(1, {}, name), modernHeaders('tools/call', name));
  const result = answer.json()['result'] as Json;
  expect(result).toMatchObject({
    resultType: 'input_required',
    inputRequests: { 'question-1': { method: 'roots/list' } },
  });
  return result;
}

const inputResponses = { 'question-1': { roots: [{ uri: 'file:///mine' }] } };

describe('a requestState', () => {
  it('brings back its call once, whatever connection it comes on', async () => {
    const url = patchbay().endpoint('one');
    const { requestState } = await parked(url);
    const again = askRoots('again', { requestState, inputResponses });
    const answer = await post(url, again, modernHeaders('tools/call', 'ask'));
    expect(answer.json()).toMatchObject({ id: 'again', result: { resultType: 'complete' } });
    expect(answer.text).toContain('file:///mine');
    const used = await post(url, again, modernHeaders('tools/call', 'ask'));
    expect([used.status, (used.json()['error'] as Json)['code']]).toEqual([200, -32_602]);
  });

  it('is refused when another server, another request or nobody gave it', async () => {
    const url = patchbay().endpoint('one');
    const { requestState } = await parked(url);
    const headers = modernHeaders('tools/call', 'ask');
    const elsewhere = await post(
      patchbay().endpoint('two'),
      askRoots(2, { requestState, inputResponses }),
      headers,
    );
    const otherwise = await post(
      url,
      askRoots(3, { requestState, inputResponses, arguments: { method: 'elicitation/create' } }),
      headers,
    );
    const forged = `${String(requestState).slice(0, -4)}AAAA`;
    const changed = await post(url, askRoots(4, { requestState: forged, inputResponses }), headers);
    for (const answer of [elsewhere, otherwise, changed])
      expect(answer.json()).toMatchObject({ error: { code: -32_602 } });
    const right = await post(url, askRoots(5, { requestState, inputResponses }), headers);
    expect(right.json()).toMatchObject({ id: 5, result: { resultType: 'complete' } });
  });

  it('works through /mcp', async () => {
    const url = patchbay().endpoint();
    const { requestState } = await parked(url, 'one__ask');
    const again = askRoots(2, { requestState, inputResponses }, 'one__ask');
    const answer = await post(url, again, modernHeaders('tools/call', 'one__ask'));
    expect(answer.text).toContain('file:///mine');
  });
});

describe('many clients with the same id', () => {
  it('each get their own answer, 50 at once, over both routes', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const name = index % 2 === 0 ? 'echo' : 'one__echo';
        const { body, headers } = modernCall(7, name, { text: `text ${index}` });
        return post(patchbay().endpoint(index % 2 === 0 ? 'one' : undefined), body, headers);
      }),
    );
    for (const [index, answer] of answers.entries()) {
      expect(answer.json()).toMatchObject({ id: 7, result: { content: [{ text: `text ${index}` }] } });
    }
  });

  it.each(['"text"', '9007199254740993123', '0', '-1', '1.5e3'])('gets %s back as written', async (id) => {
    const { body, headers } = modernCall('ID', 'echo', { text: 'x' });
    const text = JSON.stringify(body).replace('"ID"', id);
    const answer = await post(patchbay().endpoint('one'), text, headers);
    expect(answer.text).toContain(`"id":${id},`);
  });
});

describe('both eras', () => {
  it('live side by side on one route and one server', async () => {
    const url = patchbay().endpoint('one');
    const session = await openSession(url);
    const { body, headers } = modernCall(1, 'echo', { text: 'modern' });
    const [legacy, modern] = await Promise.all([
      post(url, call(1, 'echo', { text: 'legacy' }), session),
      post(url, body, headers),
    ]);
    expect(legacy.text).toContain('legacy');
    expect((legacy.json()['result'] as Json)['resultType']).toBeUndefined();
    expect(modern.json()).toMatchObject({ result: { resultType: 'complete' } });
  });
});

describe('a modern request through the gateway', () => {
  it('is refused for a foreign Origin or Host before anything else', async () => {
    const { body, headers } = modernCall(1, 'echo');
    const odd: readonly Headers[] = [{ origin: 'https://evil.test' }, { host: 'evil.test' }];
    for (const each of odd)
      expect((await post(patchbay().endpoint(), body, { ...headers, ...each })).status).toBe(403);
  });

  it('is told that a server does not exist, is disabled, or a tool is not allowed', async () => {
    const running = await startPatchbay({
      mcpServers: {
        off: mockServer([], { disabled: true }),
        strict: mockServer([], { tools: { deny: ['env'] } }),
      },
    });
    const { body, headers } = modernCall(1, 'env');
    expect((await post(running.endpoint('nowhere'), body, headers)).status).toBe(404);
    expect((await post(running.endpoint('off'), body, headers)).text).toContain('disabled');
    expect((await post(running.endpoint('strict'), body, headers)).json()).toMatchObject({
      error: { code: -32_602 },
    });
    const list = modernRpc(2, 'tools/list');
    expect((await post(running.endpoint('strict'), list.body, list.headers)).text).not.toContain('"env"');
  });

  it('ends with the gateway: subscriptions get their result, parked calls are given up', async () => {
    const running = await startPatchbay({ mcpServers: { one: mockServer() } });
    const url = running.endpoint('one');
    await parked(url);
    const { body, headers } = modernRpc('sub', 'subscriptions/listen', {
      notifications: { resourceSubscriptions: ['mock://poem'] },
    });
    const stream = await openStream('POST', url, { body, headers });
    await until('the acknowledgement', () => stream.messages().length > 0);
    await running.stop();
    await stream.ended;
    expect(stream.messages().map((message) => message['id'] ?? message['method'])).toEqual([
      'notifications/subscriptions/acknowledged',
      'sub',
    ]);
  });
});
