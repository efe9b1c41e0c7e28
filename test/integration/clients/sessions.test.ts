// Sessions over plain HTTP: lost ones, ended ones, none at all, and many requests at once on a new one.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sharedPatchbay, startPatchbay } from '../../support/patchbay.ts';
import { connectSdk, sdkVersions } from '../../support/sdk-clients.ts';
import { call, initializeParams, openSession, post, rpc, send } from '../../support/raw-mcp.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { mockServer } from '../../support/test-servers.ts';

const patchbay = sharedPatchbay(() => ({ mcpServers: { box: mockServer(), other: mockServer() } }));
const box = (): URL => patchbay().endpoint('box');
const lost = {
  'mcp-session-id': '11111111-2222-4333-8444-555555555555',
  'mcp-protocol-version': '2025-11-25',
};

describe('a session that is gone', () => {
  it('is answered with 404, and with a fresh one that works at once, without initialize', async () => {
    for (const url of [box(), patchbay().endpoint()]) {
      const refused = await post(url, rpc(1, 'tools/list'), lost);
      expect(refused.status).toBe(404);
      expect(refused.json()).toMatchObject({ error: { code: -32_001 } });
      expect(refused.text).toContain('Session not found');
      const fresh = String(refused.headers['mcp-session-id']);
      expect(fresh).not.toBe(lost['mcp-session-id']);
      const name = url.pathname === '/mcp' ? 'box__echo' : 'echo';
      const answer = await post(url, call(2, name, { text: 'at once' }), {
        ...lost,
        'mcp-session-id': fresh,
      });
      expect(answer.status).toBe(200);
      expect(answer.text).toContain('at once');
    }
  });

  it.each(sdkVersions)('costs an official client, %s, one call where all was forgotten', async (version) => {
    const dataDir = await tempFolder();
    const first = await startPatchbay({ mcpServers: { box: mockServer() } }, { dataDir });
    const port = Number(new URL(first.url).port);
    const client = await connectSdk(version, first.endpoint('box'));
    await client.callTool('echo');
    await first.stop();
    await rm(join(dataDir, 'sessions.journal'));
    await startPatchbay({ gateway: { port }, mcpServers: { box: mockServer() } }, { dataDir });
    // Version 1 takes up the fresh session; version 2 stays with its own, which is taken at its second coming.
    await expect(client.callTool('echo')).rejects.toThrow('Session not found');
    expect((await client.callTool('echo', { text: 'on again' })).text).toBe('on again');
  });

  it('is not taken from whoever made up its id, however often it comes', async () => {
    const headers = { ...lost, 'mcp-session-id': 'made-up' };
    for (let round = 0; round < 3; round++)
      expect((await post(box(), rpc(1, 'ping'), headers)).status).toBe(404);
  });

  it('belongs to its own route only', async () => {
    const session = await openSession(box());
    expect((await post(patchbay().endpoint('other'), rpc(1, 'ping'), session)).status).toBe(404);
    expect((await post(patchbay().endpoint(), rpc(1, 'ping'), session)).status).toBe(404);
    expect((await post(box(), rpc(1, 'ping'), session)).status).toBe(200);
  });

  it('is told to a GET as well', async () => {
    const answer = await send('GET', box(), { headers: { ...lost, accept: 'text/event-stream' } });
    expect(answer.status).toBe(404);
    expect(answer.text).toContain('Session not found');
  });
});

describe('DELETE', () => {
  it('ends a session; afterwards it is unknown', async () => {
    const session = await openSession(box());
    expect((await send('DELETE', box(), { headers: session })).status).toBe(200);
    expect((await post(box(), rpc(1, 'ping'), session)).status).toBe(404);
    expect((await post(box(), rpc(1, 'ping'), session)).status).toBe(404);
    expect((await send('DELETE', box(), { headers: session })).status).toBe(404);
  });

  it('needs to know which', async () => {
    expect((await send('DELETE', box())).status).toBe(400);
  });
});

describe('a client that knows nothing of sessions', () => {
  it('is served message by message, with JSON', async () => {
    const answer = await post(box(), call(1, 'echo', { text: 'old friend' }), { accept: '*/*' });
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.headers['mcp-session-id']).toBeUndefined();
    expect(answer.text).toContain('old friend');
    const withProgress = await post(box(), call(2, 'progress', { steps: 2 }, { progressToken: 1 }));
    expect(withProgress.json()).toMatchObject({ id: 2, result: {} });
    expect((await post(patchbay().endpoint(), rpc(3, 'tools/list'))).json()).toMatchObject({
      id: 3,
      result: {},
    });
    expect((await post(box(), rpc(undefined, 'notifications/initialized'))).status).toBe(202);
  });

  it('leaves no session behind', async () => {
    const before = patchbay().core.state.get().gateway.sessions;
    await Promise.all(Array.from({ length: 5 }, (_, id) => post(box(), call(id, 'echo'))));
    expect(patchbay().core.state.get().gateway.sessions).toBe(before);
  });

  it('needs a session once it says a protocol version, as new clients do', async () => {
    const answer = await post(box(), rpc(1, 'ping'), { 'mcp-protocol-version': '2025-06-18' });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('Mcp-Session-Id');
  });
});

describe('older ways of writing', () => {
  it('X-Session-Id means Mcp-Session-Id', async () => {
    const session = await openSession(box());
    const answer = await post(box(), call(1, 'echo', { text: 'x' }), {
      'x-session-id': session['mcp-session-id'] ?? '',
    });
    expect(answer.headers['mcp-session-id']).toBe(session['mcp-session-id']);
    expect(answer.text).toContain('"x"');
  });

  it('a slash at the end means the same route', async () => {
    for (const path of ['/mcp/', '/mcp/box/']) {
      const url = `${patchbay().url}${path}`;
      const session = await openSession(url);
      expect((await post(url.slice(0, -1), rpc(1, 'ping'), session)).status).toBe(200);
    }
  });

  it.each(['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'])(
    'revision %s is spoken with clients that ask for it',
    async (protocolVersion) => {
      for (const url of [box(), patchbay().endpoint(), patchbay().endpoint('patchbay')]) {
        const answer = await post(url, rpc(0, 'initialize', { ...initializeParams, protocolVersion }));
        expect(answer.json()).toMatchObject({ id: 0, result: { protocolVersion } });
      }
    },
  );

  it('an unknown revision is answered with the newest that has sessions', async () => {
    for (const url of [box(), patchbay().endpoint()]) {
      const params = { ...initializeParams, protocolVersion: '2031-01-01' };
      const answer = await post(url, rpc(0, 'initialize', params));
      expect(answer.json()).toMatchObject({ result: { protocolVersion: '2025-11-25' } });
    }
  });
});

describe('fifty first requests of one session at once', () => {
  it('are all answered; none comes too early, whether the server runs already or not', async () => {
    const running = await startPatchbay({ mcpServers: { slow: mockServer(['--init-delay', '150']) } });
    for (const url of [running.endpoint('slow'), running.endpoint()]) {
      const opened = await post(url, rpc(1, 'ping'), lost);
      const session = { ...lost, 'mcp-session-id': String(opened.headers['mcp-session-id']) };
      const name = url.pathname === '/mcp' ? 'slow__echo' : 'echo';
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, id) => post(url, call(id, name, { text: `text ${id}` }), session)),
      );
      for (const [id, answer] of answers.entries()) {
        expect(answer.json()).toMatchObject({ id, result: { content: [{ text: `text ${id}` }] } });
      }
      expect(new Set(answers.map(({ headers }) => headers['mcp-session-id']))).toHaveProperty('size', 1);
    }
    await running.core.commands.stopServer({ name: 'slow' });
    const session = await openSession(running.endpoint());
    await running.core.commands.stopServer({ name: 'slow' });
    const again = await Promise.all(
      Array.from({ length: 50 }, (_, id) => post(running.endpoint(), call(id, 'slow__echo'), session)),
    );
    expect(again.every((answer) => answer.status === 200 && 'result' in answer.json())).toBe(true);
  });
});

describe('the number of sessions', () => {
  it('is limited, with an error that says how to raise it', async () => {
    const running = await startPatchbay({ gateway: { maxSessions: 2 }, mcpServers: {} });
    const url = running.endpoint();
    const first = await openSession(url);
    await openSession(url);
    const refused = await post(url, rpc(0, 'initialize', initializeParams));
    expect(refused.status).toBe(503);
    expect(refused.text).toContain('gateway.maxSessions');
    await send('DELETE', url, { headers: first });
    await openSession(url);
  });

  it('is not used up by clients that come back with a session that is gone', async () => {
    const running = await startPatchbay({ gateway: { maxSessions: 3 }, mcpServers: {} });
    const url = running.endpoint();
    for (let round = 0; round < 20; round++) {
      const lost = { 'mcp-session-id': `lost-${round}` };
      expect((await post(url, rpc(1, 'ping'), lost)).status).toBe(404);
      const headers = { 'mcp-session-id': `also-lost-${round}`, accept: 'text/event-stream' };
      expect((await send('GET', url, { headers })).status).toBe(404);
    }
    expect(running.core.state.get().gateway.sessions).toBe(0);
    await openSession(url);
  });
});
