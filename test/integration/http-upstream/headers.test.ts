// What a server behind a URL gets to see of the request: what is configured for it, and nothing of the client's own.
import { describe, expect, it, onTestFinished } from 'vitest';
import { startSdkServer } from '../../fixtures/sdk-http-server.ts';
import { startPatchbay } from '../../support/patchbay.ts';
import { connectSdk, sdkVersions } from '../../support/sdk-clients.ts';
import { until } from '../../support/until.ts';

describe.each(sdkVersions)('requests of a client, %s, to a server behind a URL', (version) => {
  it('carry the configured headers, variables expanded, and none of the client’s', async () => {
    const server = await startSdkServer();
    onTestFinished(() => server.stop());
    const patchbay = await startPatchbay(
      {
        mcpServers: {
          remote: {
            type: 'http',
            url: '${REMOTE_URL}',
            headers: { Authorization: 'Bearer ${REMOTE_TOKEN}', 'X-Team': '${TEAM:-none}' },
          },
        },
      },
      { env: { REMOTE_URL: server.url, REMOTE_TOKEN: 'secret-1' } },
    );
    const headers = { authorization: 'Bearer of-the-client', cookie: 'a=b', 'x-client': 'private' };
    const client = await connectSdk(version, patchbay.endpoint('remote'), { headers });
    await client.callTool('echo', { text: 'x' });
    await until('the stream', () => server.seen.some(({ method }) => method === 'GET'));
    await client.endSession();
    await until('the end', () => server.seen.some(({ method }) => method === 'DELETE'));
    for (const seen of server.seen) {
      expect(seen.headers).toMatchObject({ authorization: 'Bearer secret-1', 'x-team': 'none' });
      expect(seen.headers).not.toHaveProperty('cookie');
      expect(seen.headers).not.toHaveProperty('x-client');
      expect(seen.headers.host).toBe(new URL(server.url).host);
    }
    const call = server.seen.find(({ rpcMethod }) => rpcMethod === 'tools/call');
    expect(call?.headers).toMatchObject({
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2025-11-25',
    });
    expect(call?.headers['mcp-session-id']).not.toBe(client.sessionId());
  });

  it('never show the configured secrets in state, lists or errors', async () => {
    const server = await startSdkServer();
    onTestFinished(() => server.stop());
    server.refuse({ status: 401, body: 'wrong token: secret-in-config' });
    const patchbay = await startPatchbay({
      mcpServers: {
        remote: { url: `${server.url}?key=secret-in-url`, headers: { 'X-Api-Key': 'secret-in-config' } },
      },
    });
    await expect(connectSdk(version, patchbay.endpoint('remote'))).rejects.toThrow('HTTP 401');
    const shown = JSON.stringify([
      patchbay.core.state.get(),
      patchbay.core.logs.read({ after: -1, limit: 1000 }),
    ]);
    expect(shown).not.toContain('secret-in-url');
    expect(shown).not.toContain('secret-in-config');
  });
});
