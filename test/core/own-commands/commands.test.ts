import { describe, expect, it } from 'vitest';
import { readHelp } from '../../../src/main/core/upstream/commands/help.ts';
import { ownUrl } from '../../support/announcements.ts';
import { commandStage } from '../../support/command-stage.ts';

describe('health', () => {
  it('tells how the gateway and its registration are', async () => {
    const { post, manager, proxy } = await commandStage();
    const registration = { enabled: true, registered: false, server_key: null, proxy_url: proxy.url };
    const expected = {
      success: true,
      data: {
        status: 'ok',
        version: '1.2.3',
        uptime: 123.45,
        components: {
          system: expect.objectContaining({ platform: process.platform }),
          process: expect.objectContaining({ pid: process.pid }),
          commands: { registered_count: 4 },
          proxy_registration: registration,
        },
      },
    };
    const request = { jsonrpc: '2.0', method: 'health', params: {}, id: 1 };
    expect(await post(request)).toEqual({ status: 200, body: { jsonrpc: '2.0', result: expected, id: 1 } });
    await manager.registerServer();
    Object.assign(registration, { registered: true, server_key: 'patchbay_1' });
    expect(await post(request, '/api/jsonrpc')).toMatchObject({ body: { result: expected } });
  });
});

describe('help', () => {
  it('describes all commands in the form that other gateways read', async () => {
    const { result } = await commandStage();
    const help = await result('help');
    const read = readHelp(help);
    expect(read).toMatchObject({ name: 'patchbay', version: '1.2.3' });
    expect(read?.commands.map(({ name }) => name).toSorted()).toEqual([
      'health',
      'help',
      'list_servers',
      'proxy_registration',
    ]);
    expect(read?.commands.find(({ name }) => name === 'proxy_registration')?.schema).toMatchObject({
      type: 'object',
      properties: { action: { enum: ['status', 'register', 'unregister'] }, server_url: { type: 'string' } },
    });
  });

  it('describes one command alone', async () => {
    const { result } = await commandStage();
    expect(await result('help', { cmdname: 'proxy_registration' })).toMatchObject({
      success: true,
      data: { cmdname: 'proxy_registration', info: { name: 'proxy_registration', params_count: 2 } },
    });
  });

  it('of a command that there is not names those that there are', async () => {
    const { post } = await commandStage();
    const { body } = await post({ jsonrpc: '2.0', method: 'help', params: { cmdname: 'shell' }, id: 1 });
    expect(body).toMatchObject({
      error: { code: -32_602, message: expect.stringContaining('list_servers') },
    });
  });
});

it('list_servers tells where servers are reached, not what they said', async () => {
  const { result } = await commandStage();
  const listed = await result('list_servers');
  expect(listed).toMatchObject({
    success: true,
    data: {
      count: 1,
      servers: [{ name: 'files', status: 'stopped', tools: 3, url: expect.stringContaining('/mcp/files') }],
    },
  });
  expect(JSON.stringify(listed)).not.toContain('s3cret');
});

describe('proxy_registration', () => {
  it('registers under the URL that is said, tells it, and withdraws', async () => {
    const { result, proxy } = await commandStage();
    const before = {
      enabled: true,
      registered: false,
      server_key: null,
      server_url: ownUrl,
      proxy_url: proxy.url,
    };
    expect(await result('proxy_registration', { action: 'status' })).toEqual({
      success: true,
      message: 'Not registered with the proxy',
      data: { registration_status: { ...before, server_id: 'patchbay' }, ...before },
    });
    const server_url = 'http://localhost:8000';
    const after = { ...before, registered: true, server_key: 'patchbay_1', server_url };
    const registration_status = { ...after, server_id: 'patchbay' };
    expect(await result('proxy_registration', { action: 'register', server_url })).toEqual({
      success: true,
      message: 'Registered with the proxy',
      data: { server_url, server_key: 'patchbay_1', registration_status },
    });
    expect((await proxy.heard('/register')).body).toMatchObject({ server_url });
    expect(await result('proxy_registration', { action: 'status' })).toMatchObject({
      data: { registration_status, ...after },
    });
    expect(await result('proxy_registration', { action: 'unregister' })).toEqual({
      success: true,
      message: 'Withdrawn from the proxy',
    });
    await proxy.heard('/unregister');
    expect(await result('proxy_registration')).toMatchObject({ data: { registered: false } });
    expect(await result('proxy_registration', { action: 'unregister' })).toMatchObject({ success: true });
  });

  it('register fails with the reason, and goes on in the background', async () => {
    const stage = await commandStage();
    await stage.proxy.stop();
    const request = { jsonrpc: '2.0', method: 'proxy_registration', params: { action: 'register' }, id: 7 };
    expect(await stage.post(request)).toEqual({
      status: 200,
      body: {
        jsonrpc: '2.0',
        id: 7,
        error: {
          code: -32_000,
          message: expect.stringContaining('nothing listens there'),
          data: { code: 'UPSTREAM_ERROR' },
        },
      },
    });
    await stage.proxy.start();
    await stage.passes(5000);
    await stage.reaches('registered');
  });

  it('is refused while it is disabled', async () => {
    const stage = await commandStage();
    stage.settings = { ...stage.settings, isEnabled: false };
    const request = { jsonrpc: '2.0', method: 'proxy_registration', params: { action: 'register' }, id: 7 };
    const { body } = await stage.post(request);
    expect(body).toMatchObject({ error: { code: -32_000, message: expect.stringContaining('disabled') } });
    expect(stage.proxy.posted).toEqual([]);
  });

  it.each([
    [{ action: 'explode' }, 'action'],
    [{ action: 'register', server_url: 'file:///etc/passwd' }, 'server_url'],
    [{ action: 'register', server_url: 7 }, 'server_url'],
    [{ action: 'register', proxy_url: 'http://evil.example' }, 'proxy_url'],
    [['status'], 'params'],
  ])('with %j is refused for %s', async (params, word) => {
    const { post, proxy } = await commandStage();
    const { body } = await post({ jsonrpc: '2.0', method: 'proxy_registration', params, id: 1 });
    expect(body).toMatchObject({ id: 1, error: { code: -32_602, message: expect.stringContaining(word) } });
    expect(proxy.posted).toEqual([]);
  });
});
