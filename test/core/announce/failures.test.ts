import { assert, integer, property } from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openHttpProxy } from '../../../src/main/core/announce/http-proxy.ts';
import { pauseAfter } from '../../../src/main/core/announce/pauses.ts';
import type { FindAddresses } from '../../../src/main/core/http-guards/guarded-connector.ts';
import { managerStage, sampleSettings } from '../../support/announcements.ts';
import { registered, scriptedProxy } from '../../support/scripted-proxy.ts';

describe('a proxy that is not there', () => {
  it('is tried again after waits that double, with warnings, then an error, and then for ever', async () => {
    const proxy = await scriptedProxy();
    await proxy.stop();
    const stage = managerStage({ proxyUrl: proxy.url, retryAttempts: 3, retryDelayMs: 5000 });
    const registering = stage.manager.registerServer();
    const waits = [5000, 10_000, 20_000, 40_000, 60_000, 60_000];
    for (const waitMs of waits) {
      const startedAt = stage.clock.now();
      await expect.poll(() => stage.manager.view.retryAt).toBe(startedAt + waitMs);
      expect(stage.manager.view.state).toBe('retrying');
      await stage.passes(waitMs);
    }
    expect(await registering).toBe(false);
    const reason = `The proxy at ${proxy.url} cannot be reached: nothing listens there. See whether it runs, and whether proxy_registration.proxy_url is right.`;
    expect(stage.manager.problem).toBe(reason);
    await expect.poll(() => stage.logger.lines.length).toBeGreaterThanOrEqual(6);
    expect(stage.logger.lines.slice(0, 6)).toEqual([
      { level: 'warn', text: `The registration failed, attempt 1 of 4. ${reason} Trying again in 5 s.` },
      { level: 'warn', text: `The registration failed, attempt 2 of 4. ${reason} Trying again in 10 s.` },
      { level: 'warn', text: `The registration failed, attempt 3 of 4. ${reason} Trying again in 20 s.` },
      {
        level: 'error',
        text: `The registration failed 4 times; it is tried on and on. ${reason} Trying again in 40 s.`,
      },
      { level: 'debug', text: `${reason} Trying again in 60 s.` },
      { level: 'debug', text: `${reason} Trying again in 60 s.` },
    ]);
  });

  it('is registered with as soon as it is there', async () => {
    const proxy = await scriptedProxy();
    await proxy.stop();
    const stage = managerStage({ proxyUrl: proxy.url, retryAttempts: 0 });
    expect(await stage.manager.registerServer()).toBe(false);
    await proxy.start();
    await stage.passes(5000);
    await stage.reaches('registered');
    expect(stage.manager.view).toMatchObject({ problem: null, retryAt: null, serverKey: 'patchbay_1' });
  });

  it('that went away is reported to again when it comes back, without registering where it knows us', async () => {
    const proxy = await scriptedProxy();
    const stage = managerStage({ proxyUrl: proxy.url });
    await stage.manager.registerServer();
    await proxy.stop();
    await stage.passes(30_000);
    await stage.reaches('retrying');
    expect(stage.manager.getRegistrationStatus()).toMatchObject({
      registered: false,
      server_key: 'patchbay_1',
    });
    await proxy.start();
    await stage.passes(5000);
    await stage.reaches('registered');
    expect(proxy.posted.map(({ path }) => path)).toEqual(['/register', '/proxy/heartbeat']);
    expect(stage.logger.lines.slice(-2)).toEqual([
      { level: 'warn', text: expect.stringContaining('The heartbeat failed, attempt 1 of 4. ') },
      { level: 'info', text: `The proxy at ${proxy.url} answers again.` },
    ]);
  });

  it('that says nothing is given up after registration_timeout', async () => {
    const proxy = await scriptedProxy();
    proxy.answer = (_posted, count) => (count === 1 ? null : registered);
    const stage = managerStage({ proxyUrl: proxy.url, timeoutMs: 30_000 });
    const registering = stage.manager.registerServer();
    await proxy.heard('/register');
    await stage.passes(30_000);
    await stage.reaches('retrying');
    expect(stage.manager.problem).toContain('did not answer within 30 s');
    await stage.passes(5000);
    expect(await registering).toBe(true);
  });

  it('is not found under a name that there is not', async () => {
    const stage = managerStage({ proxyUrl: 'http://proxy.invalid:3004' });
    void stage.manager.registerServer();
    await stage.reaches('retrying');
    expect(stage.manager.problem).toMatch(/its host name (is unknown|could not be looked up)/);
  });
});

describe('a proxy whose name stands for', () => {
  const proxyUrl = 'http://proxy.example:3004';

  it.each(['169.254.169.254', 'fe80::1', 'fd00:ec2::254', '100.100.100.200'])(
    'the forbidden address %s is not connected to, with TLS or without',
    async (address) => {
      const family = address.includes(':') ? 6 : 4;
      const find: FindAddresses = (_host, _options, callback) =>
        callback(null, [
          { address: '127.0.0.1', family: 4 },
          { address, family },
        ]);
      const tls = { verify: 'none', caFile: undefined, certFile: undefined, keyFile: undefined } as const;
      for (const settings of [{ proxyUrl }, { proxyUrl: proxyUrl.replace('http', 'https'), tls }]) {
        const proxy = openHttpProxy(sampleSettings(settings), find);
        onTestFinished(() => proxy.close());
        await expect(proxy.post('/register', {}, new AbortController().signal)).rejects.toThrow(
          `cannot be reached: ${address} is a link-local or cloud metadata address, which is never called.`,
        );
      }
    },
  );

  it('another address at each connection is judged each time', async () => {
    const { url, posted } = await scriptedProxy();
    let address = '127.0.0.1';
    const find: FindAddresses = (_host, _options, callback) => callback(null, [{ address, family: 4 }]);
    const settings = sampleSettings({ proxyUrl: url.replace('127.0.0.1', 'proxy.example') });
    const post = async (): Promise<unknown> => {
      const proxy = openHttpProxy(settings, find);
      onTestFinished(() => proxy.close());
      return proxy.post('/register', {}, new AbortController().signal);
    };
    expect(await post()).toMatchObject({ status: 200 });
    address = '169.254.169.254';
    await expect(post()).rejects.toThrow('never called');
    expect(posted).toHaveLength(1);
  });
});

describe('a proxy that leads elsewhere', () => {
  it.each([301, 302, 303, 307, 308])('with %i is not followed', async (status) => {
    const [proxy, elsewhere] = [await scriptedProxy(), await scriptedProxy()];
    proxy.answer = () => ({ status, body: '', headers: { location: `${elsewhere.url}/register` } });
    const stage = managerStage({ proxyUrl: proxy.url, token: 'the-token' });
    expect(await stage.manager.registerServer('one attempt')).toBe(false);
    expect(stage.manager.problem).toContain(`refused with HTTP ${status}`);
    expect(elsewhere.posted).toEqual([]);
  });
});

describe('a proxy that refuses', () => {
  it('is quoted in the log once, as an error, and asked again', async () => {
    const proxy = await scriptedProxy();
    proxy.answer = (_posted, count) =>
      count < 4
        ? {
            status: 400,
            body: { success: false, error: '"server_url" is not wanted here.', field: 'server_url' },
          }
        : registered;
    const stage = managerStage({ proxyUrl: proxy.url });
    const registering = stage.manager.registerServer();
    for (const waitMs of [5000, 10_000, 20_000]) {
      const startedAt = stage.clock.now();
      await expect.poll(() => stage.manager.view.retryAt).toBe(startedAt + waitMs);
      await stage.passes(waitMs);
    }
    expect(await registering).toBe(true);
    const told = stage.logger.lines.filter(({ level }) => level !== 'debug');
    expect(told).toEqual([
      {
        level: 'error',
        text: `The registration was refused. The proxy at ${proxy.url} refused with HTTP 400: "server_url" is not wanted here. Trying again in 5 s.`,
      },
      { level: 'info', text: `Registered with the proxy at ${proxy.url} as patchbay_1.` },
    ]);
  });

  it('that is something else altogether is shown with what it says', async () => {
    const proxy = await scriptedProxy();
    proxy.answer = () => ({ status: 200, body: '<html>Welcome</html>' });
    const stage = managerStage({ proxyUrl: proxy.url });
    expect(await stage.manager.registerServer('one attempt')).toBe(false);
    expect(stage.manager.problem).toBe(
      `The proxy at ${proxy.url} refused with HTTP 200: <html>Welcome</html>`,
    );
  });
});

describe('settings that are wrong', () => {
  it.each([
    [{ proxyUrl: 'localhost:3004' }, 'proxy_url" is "localhost:3004"'],
    [{ proxyUrl: 'ftp://localhost' }, 'proxy_url"'],
    [{ proxyUrl: '' }, 'proxy_url" is empty'],
    [{ proxyUrl: 'http://169.254.169.254/' }, 'never called'],
    [{ proxyUrl: 'http://someone:s3cret@localhost:3004' }, 'holds credentials'],
    [{ serverId: 'no blanks' }, 'server_id" is "no blanks"'],
    [{ serverId: 'register' }, 'server_id" is "register"'],
    [{ serverId: '' }, 'server_id" is ""'],
  ])('%j: a warning, and nothing is tried', async (settings, words) => {
    const stage = managerStage(settings);
    expect(await stage.manager.registerServer()).toBe(false);
    expect(stage.manager.view).toMatchObject({
      state: 'misconfigured',
      problem: expect.stringContaining(words),
    });
    expect(stage.logger.lines).toEqual([{ level: 'warn', text: expect.stringContaining(words) }]);
    expect(stage.clock.pending()).toBe(0);
    expect(JSON.stringify([stage.manager.view, stage.logger.lines])).not.toContain('s3cret');
  });

  it('a proxy that is this gateway itself is not asked', async () => {
    const proxy = await scriptedProxy();
    const stage = managerStage({ proxyUrl: proxy.url }, { isOwnUrl: ({ url }) => url === proxy.url });
    expect(await stage.manager.registerServer()).toBe(false);
    expect(stage.manager.problem).toContain('this gateway itself');
    expect(proxy.posted).toEqual([]);
  });

  it('a URL of ours that cannot be called is not announced', async () => {
    const proxy = await scriptedProxy();
    const stage = managerStage({ proxyUrl: proxy.url });
    stage.manager.setServerUrl('not a URL');
    expect(await stage.manager.registerServer()).toBe(false);
    expect(stage.manager.problem).toContain('"server_url"');
  });

  it('that is disabled is said to whoever asks, and changes nothing', async () => {
    const proxy = await scriptedProxy();
    const stage = managerStage({ proxyUrl: proxy.url, isEnabled: false });
    expect(stage.manager.view.state).toBe('off');
    expect(await stage.manager.registerServer()).toBe(false);
    expect(stage.logger.lines).toEqual([{ level: 'warn', text: expect.stringContaining('is disabled') }]);
    expect(await stage.manager.unregisterServer()).toBe(true);
    expect(proxy.posted).toEqual([]);
  });

  it('warns of a URL of this machine alone for a proxy on another one', async () => {
    const stage = managerStage({ proxyUrl: 'http://proxy.invalid:3004' });
    void stage.manager.registerServer();
    await stage.reaches('retrying');
    expect(stage.logger.lines[0]).toEqual({
      level: 'warn',
      text: expect.stringContaining('another machine'),
    });
  });
});

it('pauses double from retry_delay, never end, and are never so short that a proxy is flooded', () => {
  assert(
    property(
      integer({ min: 0, max: 20 }),
      integer({ min: 0, max: 600_000 }),
      integer({ min: 1, max: 1000 }),
      (retryAttempts, retryDelayMs, failures) => {
        const pauseMs = pauseAfter(failures, { retryAttempts, retryDelayMs });
        const longestMs = Math.max(60_000, retryDelayMs);
        const doubledMs = Math.min(longestMs, retryDelayMs * 2 ** (failures - 1));
        const leastMs = failures > retryAttempts ? 5000 : 0;
        expect(pauseMs).toBe(Math.max(doubledMs, leastMs));
        expect(pauseMs).toBeLessThanOrEqual(longestMs);
      },
    ),
  );
});
