// What servers ask of clients: each question goes to the one session that it concerns, and its answer finds back.
import { describe, expect, it } from 'vitest';
import { sharedPatchbay } from '../../support/patchbay.ts';
import { call, openSession, openStream, post, rpc, type Json } from '../../support/raw-mcp.ts';
import { connectSdk, sdkVersions, type SdkVersion } from '../../support/sdk-clients.ts';
import { mockServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

const patchbay = sharedPatchbay(() => ({ mcpServers: { one: mockServer(), two: mockServer() } }));

/** A client that answers with its own name, and remembers how often it was asked. */
async function namedClient(version: SdkVersion, name: string, server?: string) {
  const asked: unknown[] = [];
  const client = await connectSdk(version, patchbay().endpoint(server), {
    handlers: {
      elicitation: (params) => {
        asked.push(params);
        return { action: 'accept', content: { name } };
      },
      roots: () => ({ roots: [{ uri: `file:///${name}` }] }),
    },
  });
  return { client, asked };
}

describe.each(sdkVersions)('questions of a server to clients, %s', (version) => {
  it('are answered by the session from whose call they arose, among many', async () => {
    const clients = await Promise.all(
      Array.from({ length: 8 }, (_, index) => namedClient(version, `client-${index}`, 'one')),
    );
    // One call at a time: with several in flight a shared server's question is the newest one's.
    for (const [index, { client }] of clients.entries()) {
      const outcome = await client.callTool('ask', { method: 'elicitation/create' });
      expect(outcome.text).toContain(`client-${index}"`);
    }
    expect(clients.map(({ asked }) => asked.length)).toEqual(clients.map(() => 1));
  });

  it('are never put to another session: a call of one that cannot answer gets an error', async () => {
    const able = await namedClient(version, 'able', 'one');
    await able.client.ping();
    const unable = await connectSdk(version, patchbay().endpoint('one'));
    for (const method of ['elicitation/create', 'roots/list']) {
      const { structured } = await unable.callTool('ask', { method });
      expect(structured).toMatchObject({ error: { code: -32_601 } });
    }
    expect(able.asked).toEqual([]);
  });

  it('of two servers with the same ids do not get mixed up on /mcp', async () => {
    const { client, asked } = await namedClient(version, 'both');
    const outcomes = await Promise.all(
      ['one', 'two', 'one', 'two'].map((server) =>
        client.callTool(`${server}__ask`, { method: 'elicitation/create' }),
      ),
    );
    for (const { structured } of outcomes)
      expect(structured).toEqual({ result: { action: 'accept', content: { name: 'both' } } });
    expect(asked).toHaveLength(4);
  });
});

describe('an open question', () => {
  const capabilities = { elicitation: {} };
  const params = { protocolVersion: '2025-11-25', capabilities, clientInfo: { name: 'raw', version: '1' } };
  const openQuestion = async (server: string) => {
    const url = patchbay().endpoint(server);
    const headers = await openSession(url, params);
    const body = call(1, 'ask', { method: 'elicitation/create' });
    const stream = await openStream('POST', url, { body, headers });
    const question = await until('the question', () =>
      stream.messages().find(({ method }) => method === 'elicitation/create'),
    );
    return { url, headers, stream, question };
  };

  it('comes with the answer to the call, is answered by a POST, and the call goes on', async () => {
    const { url, headers, stream, question } = await openQuestion('one');
    const answer: Json = { jsonrpc: '2.0', id: question['id'], result: { action: 'decline' } };
    expect((await post(url, answer, headers)).status).toBe(202);
    // Once answered, it is nobody's any more.
    expect((await post(url, answer, headers)).status).toBe(202);
    await stream.ended;
    expect(stream.messages().at(-1)).toMatchObject({
      id: 1,
      result: { structuredContent: { result: { action: 'decline' } } },
    });
  });

  it('is answered with an error when its session ends', async () => {
    const { headers, url, stream } = await openQuestion('one');
    const other = await openSession(url);
    const ended = await fetch(url, { method: 'DELETE', headers });
    expect(ended.status).toBe(200);
    await stream.ended;
    // The call that asked ends as well, with an error rather than silence.
    expect(stream.messages().at(-1)).toMatchObject({ id: 1, error: { data: { code: 'SESSION_UNKNOWN' } } });
    expect((await post(url, call(2, 'echo', { text: 'others go on' }), other)).text).toContain(
      'others go on',
    );
  });

  it('is taken back when the server dies', async () => {
    const { url, stream, question } = await openQuestion('two');
    const other = await openSession(url);
    await post(url, call(9, 'crash'), other);
    await stream.ended;
    expect(stream.messages().at(-1)).toMatchObject({ id: 1, error: { data: { server: 'two' } } });
    const withdrawn = stream.messages().find(({ method }) => method === 'notifications/cancelled');
    expect(withdrawn?.['params']).toMatchObject({ requestId: question['id'] });
  });

  it('that nobody asked is not answered for', async () => {
    const url = patchbay().endpoint('one');
    const headers = await openSession(url);
    expect((await post(url, { jsonrpc: '2.0', id: 'mock-1', result: {} }, headers)).status).toBe(202);
    expect((await post(url, rpc(1, 'ping'), headers)).status).toBe(200);
  });
});
