// The address for messages that an HTTP+SSE server names: where it may lead, and where never.
import { describe, expect, it } from 'vitest';
import { endpointEvent, startBystander, startRudeSseServer } from '../../fixtures/rude-sse-server.ts';
import { startPatchbay, type ConfigInput } from '../../support/patchbay.ts';
import { initializeParams, openSession, post, rpc } from '../../support/raw-mcp.ts';

const behind = (url: string, gateway: ConfigInput['gateway'] = {}) =>
  startPatchbay({ gateway, mcpServers: { rude: { type: 'sse', url } } });

describe('the address for messages', () => {
  it.each([
    ['/post?s=1', '/post?s=1'],
    ['post?s=2', '/post?s=2'],
    ['?s=3', '/sse?s=3'],
    ['ORIGIN/elsewhere?s=4', '/elsewhere?s=4'],
  ])('may be written as %s', async (reference, path) => {
    const server = await startRudeSseServer({
      begin: (origin) => endpointEvent(reference.replace('ORIGIN', origin)),
    });
    const patchbay = await behind(server.url);
    expect((await post(patchbay.endpoint('rude'), rpc(1, 'tools/list'))).json()).toMatchObject({
      result: {},
    });
    expect(new Set(server.posted.map((each) => each.path))).toEqual(new Set([path]));
  });

  it.each(['ORIGIN/post', '//HOST/post', 'http://', 'file:///post'])(
    'of another origin (%s) is refused, and nothing is sent there',
    async (reference) => {
      const { origin, heard } = await startBystander();
      const address = reference.replace('ORIGIN', origin).replace('//HOST', origin.slice('http:'.length));
      const server = await startRudeSseServer({ begin: () => endpointEvent(address) });
      const patchbay = await behind(server.url);
      const answer = await post(patchbay.endpoint('rude'), rpc(1, 'tools/list'));
      expect(answer.text).toContain('wants messages sent to');
      expect([heard, server.posted]).toEqual([[], []]);
    },
  );

  it('that never comes is a timeout', async () => {
    const server = await startRudeSseServer({ begin: () => ': nothing\n\n' });
    const patchbay = await behind(server.url, { requestTimeoutSeconds: 0.4 });
    const answer = await post(patchbay.endpoint('rude'), rpc(1, 'tools/list'));
    expect(answer.json()).toMatchObject({ error: { data: { code: 'SERVER_TIMEOUT', server: 'rude' } } });
  });

  it('that does not come at first is had from the next stream', async () => {
    const state = { isMute: true };
    const server = await startRudeSseServer({
      begin: () => (state.isMute ? ':\n\n' : endpointEvent('/post')),
    });
    const patchbay = await behind(server.url, { requestTimeoutSeconds: 0.4 });
    const url = patchbay.endpoint('rude');
    const opening = await post(url, rpc(0, 'initialize', initializeParams));
    expect(opening.json()).toMatchObject({ error: { data: { code: 'SERVER_TIMEOUT' } } });
    state.isMute = false;
    await openSession(url);
  });
});
