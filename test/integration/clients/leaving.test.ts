// Clients and gateways that leave in the middle of something: nothing stays behind, and nobody waits in silence.
import { describe, expect, it } from 'vitest';
import type { Core } from '../../../src/main/core/types.ts';
import { sharedPatchbay, startPatchbay } from '../../support/patchbay.ts';
import { freePort } from '../../support/ports.ts';
import { call, initializeParams, openSession, openStream, post, rpc } from '../../support/raw-mcp.ts';
import { mockServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

const patchbay = sharedPatchbay(() => ({
  mcpServers: { box: mockServer(), slow: mockServer(['--init-delay', '60000'], { session: 'isolated' }) },
}));
const box = (): URL => patchbay().endpoint('box');
const sessions = (): number => patchbay().core.state.get().gateway.sessions;

const inFlight = (core: Core): number =>
  core.state.get().servers.reduce((sum, server) => sum + server.inFlight, 0);

describe('a client that leaves', () => {
  it('during initialize leaves no session behind, and no child of its own', async () => {
    const before = sessions();
    const abort = new AbortController();
    const opening = fetch(patchbay().endpoint('slow'), {
      method: 'POST',
      signal: abort.signal,
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
      body: JSON.stringify(rpc(1, 'initialize', initializeParams)),
    });
    await until('the session', () => sessions() === before + 1);
    const children = (): number =>
      patchbay()
        .core.state.get()
        .servers.reduce((sum, { name, pids }) => sum + (name === 'slow' ? pids.length : 0), 0);
    await until('its child', () => children() === 1);
    abort.abort();
    await expect(opening).rejects.toThrow('abort');
    await until('its end', () => sessions() === before && children() === 0);
  });

  it('by DELETE in the middle of a call gets an error for the call', async () => {
    const session = await openSession(box());
    const answer = post(box(), call(7, 'never'), session);
    await until('the call to be under way', () => inFlight(patchbay().core) === 1);
    await fetch(box(), { method: 'DELETE', headers: session });
    expect(JSON.parse((await answer).text)).toMatchObject({
      id: 7,
      error: { data: { code: 'SESSION_UNKNOWN' } },
    });
  });
});

describe('two requests with one id', () => {
  it('the second is refused, the first is answered, also on /mcp before lists are known', async () => {
    for (const url of [box(), patchbay().endpoint()]) {
      const name = url.pathname === '/mcp' ? 'box__delay' : 'delay';
      const session = await openSession(url);
      const [first, second] = await Promise.all([
        post(url, call('same', name, { ms: 300 }), session),
        post(url, call('same', name, { ms: 300 }), session),
      ]);
      const texts = [first.text, second.text];
      expect(texts.filter((text) => text.includes('in flight already'))).toHaveLength(1);
      expect(texts.filter((text) => text.includes('"result"'))).toHaveLength(1);
    }
  });
});

describe('a gateway that stops', () => {
  it('lets calls under way end, and answers the others with an error that may be tried again', async () => {
    const other = await startPatchbay({ mcpServers: { box: mockServer() } });
    const url = other.endpoint('box');
    const session = await openSession(url);
    const listening = await openStream('GET', url, { headers: session });
    const quick = post(url, call(1, 'delay', { ms: 500 }), session);
    const endless = post(url, call(2, 'never'), session);
    await until('both calls', () => inFlight(other.core) === 2);
    await other.stop();
    expect((await quick).text).toContain('"result"');
    expect(JSON.parse((await endless).text)).toMatchObject({
      id: 2,
      error: { data: { code: 'GATEWAY_STOPPING', retryable: true } },
    });
    await listening.ended;
  });

  it.each(['stop', 'move'])('still hears the answer to the question of a call: %s', async (way) => {
    const other = await startPatchbay({ mcpServers: { box: mockServer() } });
    const url = other.endpoint('box');
    const params = { ...initializeParams, capabilities: { elicitation: {} } };
    const [session, idle] = [await openSession(url, params), await openSession(url)];
    const idleStream = await openStream('GET', url, { headers: idle });
    const stream = await openStream('POST', url, {
      body: call(1, 'ask', { method: 'elicitation/create' }),
      headers: session,
    });
    const question = await until('the question', () =>
      stream.messages().find(({ method }) => method === 'elicitation/create'),
    );
    const left =
      way === 'stop'
        ? other.stop()
        : other.configure({ gateway: { port: await freePort() }, mcpServers: { box: mockServer() } });
    await idleStream.ended;
    const refused = await post(url, call(2, 'echo'), session);
    expect(refused.json()).toMatchObject({ id: 2, error: { data: { code: 'GATEWAY_STOPPING' } } });
    const answer = { jsonrpc: '2.0', id: question['id'], result: { action: 'decline' } };
    expect((await post(url, answer, session)).status).toBe(202);
    await stream.ended;
    expect(stream.messages().at(-1)).toMatchObject({ id: 1, result: {} });
    await left;
    await until('the end', () =>
      fetch(url).then(
        () => false,
        () => true,
      ),
    );
  });
});
