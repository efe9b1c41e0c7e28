import { describe, expect, it } from 'vitest';
import { managerStage, ownUrl } from '../../support/announcements.ts';
import { registered, scriptedProxy } from '../../support/scripted-proxy.ts';

const taken = {
  status: 400,
  body: {
    success: false,
    error: `Server with URL ${ownUrl} is already registered as patchbay_7`,
    error_code: 'REGISTRATION_ERROR',
    server_key: 'patchbay_7',
  },
};

describe('registering with a proxy', () => {
  it('says who we are, and shows the key', async () => {
    const proxy = await scriptedProxy();
    const { manager, logger } = managerStage({
      proxyUrl: proxy.url,
      serverName: 'Mine',
      description: 'What',
    });
    expect(manager.view.state).toBe('idle');
    expect(await manager.registerServer()).toBe(true);
    const { body } = await proxy.heard('/register');
    expect(body).toEqual({
      server_id: 'patchbay',
      server_url: ownUrl,
      server_name: 'Mine',
      description: 'What',
      capabilities: ['mcp', 'jsonrpc', 'health'],
      metadata: { protocol: 'http', host: '127.0.0.1', port: 3999 },
      uuid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/),
    });
    expect(manager.view).toMatchObject({ state: 'registered', serverKey: 'patchbay_1', problem: null });
    expect(manager.getRegistrationStatus()).toEqual({
      enabled: true,
      registered: true,
      server_key: 'patchbay_1',
      server_url: ownUrl,
      proxy_url: proxy.url,
      server_id: 'patchbay',
    });
    expect(logger.lines).toEqual([
      { level: 'info', text: `Registered with the proxy at ${proxy.url} as patchbay_1.` },
    ]);
  });

  it('takes "already registered" for success, goes on with heartbeats, and unregisters nothing', async () => {
    const proxy = await scriptedProxy();
    proxy.answer = ({ path }) => (path === '/register' ? taken : registered);
    const stage = managerStage({ proxyUrl: proxy.url });
    expect(await stage.manager.registerServer()).toBe(true);
    expect(stage.manager.view).toMatchObject({ state: 'registered', serverKey: 'patchbay_7' });
    await stage.passes(30_000);
    const { body } = await proxy.heard('/proxy/heartbeat');
    expect(body).toMatchObject({ server_id: 'patchbay', server_url: ownUrl, server_key: 'patchbay_7' });
    expect(proxy.posted.map(({ path }) => path)).toEqual(['/register', '/proxy/heartbeat']);
    const text = `Already registered with the proxy at ${proxy.url} as patchbay_7; going on with heartbeats.`;
    expect(stage.logger.lines).toEqual([{ level: 'info', text }]);
  });

  it('shows that a person has to approve us, until one has', async () => {
    const proxy = await scriptedProxy();
    const pending = { body: { success: true, server_key: 'patchbay_1', status: 'pending' } };
    proxy.answer = ({ path }, count) => {
      if (path === '/register') return pending;
      return { body: { success: true, ...(count === 1 ? { pending: true } : {}) } };
    };
    const stage = managerStage({ proxyUrl: proxy.url });
    await stage.manager.registerServer();
    expect(stage.manager.view).toMatchObject({ state: 'registered', isPending: true });
    await stage.passes(30_000);
    await proxy.heard('/proxy/heartbeat', 1);
    expect(stage.manager.view.isPending).toBe(true);
    await stage.passes(30_000);
    await proxy.heard('/proxy/heartbeat', 2);
    await expect.poll(() => stage.manager.view.isPending).toBe(false);
  });

  it('is known to the proxy as the same process each time, until it describes itself otherwise', async () => {
    const proxy = await scriptedProxy();
    const stage = managerStage({ proxyUrl: proxy.url });
    await stage.manager.registerServer();
    await stage.manager.registerServer();
    stage.settings = { ...stage.settings, description: 'Another one' };
    await stage.manager.registerServer();
    const uuids = proxy.posted.map(({ body }) => body['uuid']);
    expect(uuids).toHaveLength(3);
    expect(uuids[1]).toBe(uuids[0]);
    expect(uuids[2]).not.toBe(uuids[0]);
  });
});

describe('heartbeats', () => {
  it('come at the interval of the configuration, with the whole registration and the time', async () => {
    const proxy = await scriptedProxy();
    const stage = managerStage({ proxyUrl: proxy.url, heartbeatMs: 20_000 });
    await stage.manager.registerServer();
    for (const count of [1, 2, 3]) {
      const { lastHeardAt } = stage.manager.view;
      await stage.passes(20_000);
      const { body } = await proxy.heard('/proxy/heartbeat', count);
      expect(body).toMatchObject({ server_id: 'patchbay', server_url: ownUrl, server_name: 'Patchbay' });
      expect(body['timestamp']).toBe(stage.clock.now() / 1000);
      await expect.poll(() => stage.manager.view.lastHeardAt).toBe((lastHeardAt ?? 0) + 20_000);
    }
  });

  it('come as often as the proxy asks for, when that is more often', async () => {
    const proxy = await scriptedProxy();
    proxy.answer = () => ({
      body: { success: true, server_key: 'a_1', heartbeat: { interval: 10, lease: 30 } },
    });
    const stage = managerStage({ proxyUrl: proxy.url });
    await stage.manager.registerServer();
    await stage.passes(10_000);
    const { body } = await proxy.heard('/proxy/heartbeat');
    expect(body['server_key']).toBe('a_1');
  });

  it('register anew, under the key that is given then, where the proxy has forgotten us', async () => {
    const proxy = await scriptedProxy();
    proxy.answer = ({ path }, count) =>
      path === '/register'
        ? { body: { success: true, server_key: `patchbay_${count}` } }
        : { status: 404, body: { success: false, error: 'Who?', error_code: 'NOT_REGISTERED' } };
    const stage = managerStage({ proxyUrl: proxy.url });
    await stage.manager.registerServer();
    await stage.passes(30_000);
    await proxy.heard('/register', 2);
    await expect.poll(() => stage.manager.view.serverKey).toBe('patchbay_2');
    expect(stage.logger.lines.at(-1)).toEqual({
      level: 'info',
      text: `Registered with the proxy at ${proxy.url} as patchbay_2.`,
    });
  });

  it('of a proxy that knows none are no noise in the log', async () => {
    const proxy = await scriptedProxy();
    proxy.answer = ({ path }) => (path === '/register' ? taken : { status: 404, body: 'Not Found' });
    const stage = managerStage({ proxyUrl: proxy.url });
    await stage.manager.registerServer();
    for (const count of [2, 3, 4]) {
      await stage.passes(30_000);
      await proxy.heard('/register', count);
      await stage.reaches('registered');
    }
    expect(stage.logger.lines.filter(({ level }) => level !== 'debug')).toHaveLength(1);
  });
});

describe('withdrawing', () => {
  it('names the copy, and stays away', async () => {
    const proxy = await scriptedProxy();
    proxy.answer = ({ path }) =>
      path === '/unregister' ? { body: { success: true, unregistered: true } } : taken;
    const stage = managerStage({ proxyUrl: proxy.url });
    await stage.manager.registerServer();
    expect(await stage.manager.unregisterServer()).toBe(true);
    const { body } = await proxy.heard('/unregister');
    expect(body).toEqual({ server_id: 'patchbay', server_url: ownUrl, copy_number: 7 });
    expect(stage.manager.view).toMatchObject({ state: 'idle', serverKey: null });
    expect(stage.clock.pending()).toBe(0);
    expect(stage.logger.lines.at(-1)).toEqual({
      level: 'info',
      text: `Withdrawn from the proxy at ${proxy.url}.`,
    });
  });

  it('leaves alone what is registered at our URL under another id', async () => {
    const proxy = await scriptedProxy();
    proxy.answer = () => ({
      status: 400,
      body: { success: false, error: 'It is already registered as other_1' },
    });
    const stage = managerStage({ proxyUrl: proxy.url });
    await stage.manager.registerServer();
    expect(stage.manager.view.serverKey).toBe('other_1');
    expect(await stage.manager.unregisterServer()).toBe(true);
    expect(proxy.posted.map(({ path }) => path)).toEqual(['/register']);
  });

  it('happens at the end where the settings say so', async () => {
    for (const withdrawsAtStop of [true, false]) {
      const proxy = await scriptedProxy();
      const { manager } = managerStage({ proxyUrl: proxy.url, withdrawsAtStop });
      await manager.registerServer();
      await manager.close();
      const paths = proxy.posted.map(({ path }) => path);
      expect(paths).toEqual(withdrawsAtStop ? ['/register', '/unregister'] : ['/register']);
      expect(await manager.registerServer()).toBe(false);
    }
  });

  it('says so when the proxy does not take it', async () => {
    const proxy = await scriptedProxy();
    proxy.answer = ({ path }) =>
      path === '/unregister' ? { status: 500, body: { error: 'Disk full.' } } : registered;
    const stage = managerStage({ proxyUrl: proxy.url });
    await stage.manager.registerServer();
    expect(await stage.manager.unregisterServer()).toBe(false);
    expect(stage.logger.lines.at(-1)).toEqual({
      level: 'warn',
      text: `Not withdrawn. The proxy at ${proxy.url} refused with HTTP 500: Disk full.`,
    });
  });

  it('waits not long at the end for a proxy that says nothing', async () => {
    const proxy = await scriptedProxy();
    proxy.answer = ({ path }) => (path === '/unregister' ? null : registered);
    const stage = managerStage({ proxyUrl: proxy.url });
    await stage.manager.registerServer();
    const closing = stage.manager.close();
    await proxy.heard('/unregister');
    stage.clock.advance(2000);
    await closing;
    expect(stage.manager.view.state).toBe('idle');
  });

  it('also tells a proxy that was still asked when it came to the end', async () => {
    const proxy = await scriptedProxy();
    proxy.answer = ({ path }) => (path === '/register' ? null : registered);
    const { manager } = managerStage({ proxyUrl: proxy.url });
    const registering = manager.registerServer();
    await proxy.heard('/register');
    await manager.close();
    expect(await registering).toBe(false);
    const { body } = await proxy.heard('/unregister');
    expect(body).toEqual({ server_id: 'patchbay', server_url: ownUrl });
  });

  it('comes before another URL, id or proxy is registered', async () => {
    const proxy = await scriptedProxy();
    const stage = managerStage({ proxyUrl: proxy.url });
    await stage.manager.registerServer();
    stage.manager.setServerUrl('http://127.0.0.1:4000');
    await stage.manager.registerServer();
    stage.settings = { ...stage.settings, serverId: 'renamed' };
    await stage.manager.registerServer();
    expect(proxy.posted.map(({ path, body }) => [path, body['server_id'], body['server_url']])).toEqual([
      ['/register', 'patchbay', ownUrl],
      ['/unregister', 'patchbay', ownUrl],
      ['/register', 'patchbay', 'http://127.0.0.1:4000'],
      ['/unregister', 'patchbay', 'http://127.0.0.1:4000'],
      ['/register', 'renamed', 'http://127.0.0.1:4000'],
    ]);
  });
});
