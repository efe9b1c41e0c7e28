// What a session has asked for, and the limits of the gateway, when the configuration changes under it.
import { expect, it } from 'vitest';
import { startPatchbay } from '../../support/patchbay.ts';
import { call, initializeParams, openSession, openStream, post, rpc } from '../../support/raw-mcp.ts';
import { connectSdk } from '../../support/sdk-clients.ts';
import { mockServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

it('a server that was changed hears again what its sessions want: log level and subscriptions', async () => {
  const patchbay = await startPatchbay({ mcpServers: { box: mockServer() } });
  const client = await connectSdk('v1', patchbay.endpoint('box'));
  await client.setLevel('error');
  await client.subscribe('mock://poem');
  await patchbay.configure({ mcpServers: { box: mockServer(['--name', 'changed']) } });
  const info = await until('the new server', async () => {
    // A call that the change ends is an error.
    const structured = (await client.callTool('info').catch(() => null))?.structured;
    const isNew = (structured as { readonly name: unknown } | undefined)?.name === 'changed';
    return isNew ? structured : null;
  });
  expect(info).toMatchObject({ logLevel: 'error', subscriptions: ['mock://poem'] });
});

it('a changed size limit counts for the next message, on the same port and session', async () => {
  const patchbay = await startPatchbay({
    gateway: { maxMessageBytes: 4096 },
    mcpServers: { box: mockServer() },
  });
  const url = patchbay.endpoint('box');
  const headers = await openSession(url);
  const message = call(1, 'info', { padding: 'x'.repeat(8000) });
  const refused = await post(url, message, headers);
  expect([refused.status, refused.text]).toEqual([413, expect.stringContaining('4096')]);
  await patchbay.configure({ gateway: { maxMessageBytes: 65_536 }, mcpServers: { box: mockServer() } });
  const taken = await until('the new limit', async () => {
    const answer = await post(url, message, headers);
    return answer.status === 200 && answer;
  });
  expect(taken.json()).toMatchObject({ id: 1, result: {} });
});

it('an initialize that fails names no session, and a notification of that name opens none', async () => {
  const patchbay = await startPatchbay({ mcpServers: { box: mockServer(['--init-error']) } });
  const failed = await post(patchbay.endpoint('box'), rpc(1, 'initialize', initializeParams));
  expect(failed.json()).toMatchObject({ id: 1, error: { data: { server: 'box' } } });
  expect(failed.headers['mcp-session-id']).toBeUndefined();
  await post(patchbay.endpoint(), { jsonrpc: '2.0', method: 'initialize', params: initializeParams });
  expect(patchbay.core.state.get().gateway.sessions).toBe(0);
});

it('two streams of one session live side by side; the newest hears, the older one again after it', async () => {
  const patchbay = await startPatchbay({ mcpServers: { box: mockServer() } });
  const url = patchbay.endpoint('box');
  const headers = await openSession(url);
  const older = await openStream('GET', url, { headers });
  const newer = await openStream('GET', url, { headers });
  await post(url, call(1, 'notify', { kind: 'tools' }), headers);
  await until('the newest stream to hear', () =>
    newer.events.some(({ data }) => data.includes('list_changed')),
  );
  newer.cut();
  const heard = await until('the older stream to hear', async () => {
    await post(url, call(2, 'notify', { kind: 'tools' }), headers);
    return older.events.find(({ data }) => data.includes('list_changed'));
  });
  expect(heard.data).toContain('notifications/tools/list_changed');
});

it('an answer that is too large ends its call at once, and the session goes on', async () => {
  const patchbay = await startPatchbay({
    gateway: { maxMessageBytes: 4096 },
    mcpServers: { box: mockServer() },
  });
  const url = patchbay.endpoint('box');
  const headers = await openSession(url);
  const answer = await post(url, call('big one', 'big', { bytes: 10_000 }), headers);
  expect(answer.json()).toMatchObject({
    id: 'big one',
    error: { message: 'The answer of "box" to tools/call is larger than gateway.maxMessageBytes.' },
  });
  expect((await post(url, call(2, 'echo', { text: 'here' }), headers)).text).toContain('here');
});
