// Servers that register themselves at a running gateway: what stands behind their URLs, who may join, several copies.
import { describe, expect, it, onTestFinished } from 'vitest';
import { startCommandServer, type CommandServer } from '../../fixtures/command-server.ts';
import { startSdkServer } from '../../fixtures/sdk-http-server.ts';
import { startSdkSseServer } from '../../fixtures/sdk-sse-server.ts';
import { openMcpSession } from '../../support/mcp-session.ts';
import { startPatchbay, type RunningPatchbay } from '../../support/patchbay.ts';
import { announce, registrationAt, tell } from '../../support/registrations.ts';
import { mockServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

async function commands(name: string, port = 0): Promise<CommandServer> {
  const server = await startCommandServer({ form: '6.x', name, port });
  onTestFinished(() => server.close());
  return server;
}

const views = (patchbay: RunningPatchbay) => patchbay.core.state.get().registrations.servers;

async function known(patchbay: RunningPatchbay, key: string): Promise<void> {
  await until(`the tools of ${key}`, () =>
    views(patchbay).some((one) => one.key === key && one.tools !== null),
  );
}

describe('what stands behind a URL', () => {
  it('is found when it is MCP, at the URL or below it', async () => {
    const patchbay = await startPatchbay({});
    const server = await startSdkServer({ name: 'exact' });
    onTestFinished(() => server.stop());
    const key = await announce(patchbay.url, 'direct', server.url);
    const below = await announce(patchbay.url, 'below', new URL('/', server.url).href);
    await known(patchbay, key);
    await known(patchbay, below);
    expect(views(patchbay).map(({ kind, state }) => ({ kind, state }))).toEqual([
      { kind: 'mcp', state: 'healthy' },
      { kind: 'mcp', state: 'healthy' },
    ]);
    const session = await openMcpSession(patchbay.endpoint('below').href);
    expect(await session.toolNames()).not.toEqual([]);
  });

  it('is found when it is MCP over HTTP+SSE', async () => {
    const patchbay = await startPatchbay({});
    const server = await startSdkSseServer();
    onTestFinished(() => server.stop());
    const key = await announce(patchbay.url, 'old', new URL('/', server.url).href);
    await known(patchbay, key);
    expect(views(patchbay)).toMatchObject([{ kind: 'sse', state: 'healthy' }]);
  });

  it('is looked for again when another program listens there', async () => {
    const patchbay = await startPatchbay({});
    const first = await startCommandServer({ form: '3.x' });
    const key = await announce(patchbay.url, 'changing', first.url);
    await known(patchbay, key);
    await first.close();
    const next = await startSdkServer({ port: first.port });
    onTestFinished(() => next.stop());
    const session = await openMcpSession(patchbay.endpoint(key).href);
    await expect(session.call('whoami')).rejects.toThrow(/HTTP 404/);
    await until('the other kind', () => views(patchbay).some(({ kind }) => kind === 'mcp'), 20_000);
    await until('its tools', async () => {
      const now = await openMcpSession(patchbay.endpoint(key).href);
      return (await now.toolNames()).length > 0;
    });
  });
});

describe('who joins', () => {
  it('is not this gateway itself', async () => {
    const { url } = await startPatchbay({});
    for (const own of [url, url.replace('127.0.0.1', 'LOCALHOST'), `${url}/mcp`]) {
      const { status, body } = await tell(url, '/register', { server_id: 'loop', server_url: own });
      expect({ status, field: body['field'] }).toEqual({ status: 400, field: 'server_url' });
    }
  });

  it('waits for a person where everybody has to, and is called by nobody until then', async () => {
    const patchbay = await startPatchbay({ registration: { approval: 'manual' } });
    const server = await commands('waiting');
    const key = await announce(patchbay.url, 'guest', server.url);
    expect(views(patchbay)).toMatchObject([{ key, state: 'pending', kind: null, tools: null }]);
    await expect(openMcpSession(patchbay.endpoint(key).href)).rejects.toThrow(/waits for approval/);
    expect(await (await openMcpSession(patchbay.endpoint().href)).toolNames()).not.toContain('guest__echo');

    expect(await patchbay.core.commands.approveRegistration({ key })).toMatchObject({
      key,
      state: 'healthy',
    });
    await known(patchbay, key);
    expect(await (await openMcpSession(patchbay.endpoint().href)).toolNames()).toContain('guest__echo');

    expect(await patchbay.core.commands.removeRegistration({ key })).toEqual({ removed: key });
    await expect(openMcpSession(patchbay.endpoint(key).href)).rejects.toThrow(/There is no server/);
    await expect(patchbay.core.commands.removeRegistration({ key })).rejects.toMatchObject({
      code: 'NOT_REGISTERED',
    });
  });

  it('leaves a configured server its name', async () => {
    const patchbay = await startPatchbay({ mcpServers: { files: mockServer() } });
    const server = await commands('guest');
    const key = await announce(patchbay.url, 'files', server.url);
    await known(patchbay, key);
    expect(await (await openMcpSession(patchbay.endpoint('files').href)).toolNames()).not.toContain('whoami');
    expect(await (await openMcpSession(patchbay.endpoint(key).href)).toolNames()).toContain('whoami');
    const all = await openMcpSession(patchbay.endpoint().href);
    expect(await all.data(`${key}__whoami`)).toEqual({ success: true, data: { name: 'guest' } });
  });
});

describe('several copies of one id', () => {
  const whoami = async (session: Awaited<ReturnType<typeof openMcpSession>>, tool = 'whoami') =>
    ((await session.data(tool))['data'] as { name: string }).name;

  it('share new sessions; the sessions of one that dies go on with another', async () => {
    const patchbay = await startPatchbay({});
    const [first, second] = [await commands('first'), await commands('second')];
    for (const { url } of [first, second]) await known(patchbay, await announce(patchbay.url, 'twin', url));

    const sessions = await Promise.all(
      Array.from({ length: 4 }, () => openMcpSession(patchbay.endpoint('twin').href)),
    );
    const answers = await Promise.all(sessions.map((session) => whoami(session)));
    expect([...answers].sort()).toEqual(['first', 'first', 'second', 'second']);
    // Each stays where it is.
    expect(await Promise.all(sessions.map((session) => whoami(session)))).toEqual(answers);

    await first.close();
    for (const session of sessions) expect(await whoami(session)).toBe('second');
    await until('the first to be known as gone', () =>
      views(patchbay).some(({ key, state }) => key === 'twin_1' && state !== 'healthy'),
    );
  });

  it('of MCP servers take over each other’s sessions too, opened anew', async () => {
    const patchbay = await startPatchbay({});
    const [first, second] = [await startSdkServer(), await startSdkServer()];
    onTestFinished(async () => {
      await Promise.all([first.stop(), second.stop()]);
    });
    for (const { url } of [first, second]) await known(patchbay, await announce(patchbay.url, 'pair', url));
    const sessions = [
      await openMcpSession(patchbay.endpoint('pair').href),
      await openMcpSession(patchbay.endpoint('pair').href),
    ];
    const offered = await Promise.all(sessions.map((session) => session.toolNames()));
    await first.stop();
    expect(await Promise.all(sessions.map((session) => session.toolNames()))).toEqual(offered);
  });

  it('are one server under /mcp', async () => {
    const patchbay = await startPatchbay({});
    for (const name of ['first', 'second']) {
      const { url } = await commands(name);
      await known(patchbay, await announce(patchbay.url, 'twin', url));
    }
    const all = await openMcpSession(patchbay.endpoint().href);
    const names = (await all.toolNames()).filter((name) => name.endsWith('__whoami'));
    expect(names).toEqual(['twin__whoami']);
    expect(await whoami(all, 'twin__whoami')).toMatch(/first|second/);
  });

  it('end a call that has begun with an error that names the copy, and say when none is left', async () => {
    const patchbay = await startPatchbay({});
    const only = await commands('only');
    await known(patchbay, await announce(patchbay.url, 'single', only.url));
    const session = await openMcpSession(patchbay.endpoint('single').href);
    const hanging = session.call('hang');
    await until('the call', () => only.calls.includes('hang'));
    await Promise.all([expect(hanging).rejects.toThrow(/"single_1" cannot be reached/), only.close()]);
    await expect(session.call('whoami')).rejects.toThrow(/"single_1" cannot be reached/);
    await commands('only', only.port);
    expect(await whoami(session)).toBe('only');
  });
});

it('shows when the last heartbeat came and how long the lease lasts', async () => {
  const patchbay = await startPatchbay({});
  const server = await commands('alive');
  const body = { server_id: 'alive', server_url: server.url };
  const key = await announce(patchbay.url, 'alive', server.url);
  expect(views(patchbay)[0]?.lastHeartbeatAt).toBeNull();
  await tell(patchbay.url, '/proxy/heartbeat', { ...body, timestamp: Date.now() / 1000 });
  await known(patchbay, key);
  const [view] = views(patchbay);
  expect(view?.lastHeartbeatAt).toBeGreaterThan(0);
  expect(view?.leaseEndsAt).toBeGreaterThan(Date.now());
  expect(await registrationAt(patchbay.url, key)).toMatchObject({ status: 'healthy' });
});
