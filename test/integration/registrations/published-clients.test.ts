// Servers written in Python, as the published package registers them at a whole gateway: exact bodies on the wire, and the
// cases of a server that is registered already (S0.1, S0.3).
import { describe, expect, it, onTestFinished } from 'vitest';
import { startCommandServer, type CommandServer, type Form } from '../../fixtures/command-server.ts';
import { openMcpSession } from '../../support/mcp-session.ts';
import { startPatchbay, type RunningPatchbay } from '../../support/patchbay.ts';
import { listServers, newClient, oldClient } from '../../support/published-clients.ts';
import { registrationAt } from '../../support/registrations.ts';
import { until } from '../../support/until.ts';

const serverId = 'code-analysis-server';
const key = `${serverId}_1`;
const uuid = '0f0e0d0c-0b0a-4908-8706-050403020100';

async function adapter(form: Form, port = 0): Promise<CommandServer> {
  const server = await startCommandServer({ form, port });
  onTestFinished(() => server.close());
  return server;
}

async function toolsOf(patchbay: RunningPatchbay, server = serverId): Promise<readonly string[]> {
  await until(`the tools of ${server}`, () =>
    patchbay.core.state.get().registrations.servers.some(({ id, tools }) => id === server && tools !== null),
  );
  return (await openMcpSession(patchbay.endpoint(server).href)).toolNames();
}

const registered = (url: string) => ({
  success: true,
  server_key: key,
  server_url: url,
  message: `Server registered as ${key}`,
  heartbeat: { interval: 30, lease: 90 },
});
const taken = (url: string) => ({
  success: false,
  error: `Server with URL ${url} is already registered as ${key}`,
  error_code: 'REGISTRATION_ERROR',
  server_key: key,
});
const unregistered = { success: true, unregistered: true, message: `Server ${key} unregistered` };

describe('a server of version 3', () => {
  it('registers, reports, becomes tools, and leaves with the copy number of its key', async () => {
    const patchbay = await startPatchbay({});
    const { url } = await adapter('3.x');
    const client = oldClient({ proxyUrl: patchbay.url, serverId, serverUrl: url });
    expect(await client.register()).toBe(true);
    expect(client.serverKey).toBe(key);
    expect(await client.beat()).toBe(true);
    expect(await toolsOf(patchbay)).toContain('echo');
    expect(await client.unregister()).toBe(true);
    expect(client.exchanges).toEqual([
      { path: '/register', status: 200, body: registered(url) },
      { path: '/heartbeat', status: 200, body: { success: true, status: 'ok', server_key: key } },
      { path: '/unregister', status: 200, body: unregistered },
    ]);
    expect((await listServers(patchbay.url)).body).toEqual({ success: true, count: 0, servers: [] });
  });

  it('that restarts cannot read why it is refused, and is in use all the same', async () => {
    const patchbay = await startPatchbay({});
    const { url } = await adapter('3.x');
    const self = { proxyUrl: patchbay.url, serverId, serverUrl: url };
    await oldClient(self).register();
    await toolsOf(patchbay);
    const again = oldClient(self);
    expect(await again.register()).toBe(false);
    expect(again.exchanges.map(({ body }) => body)).toEqual(Array(3).fill(taken(url)));
    expect(again.complaints).toHaveLength(3);
    const session = await openMcpSession(patchbay.endpoint(serverId).href);
    expect(await session.data('whoami')).toEqual({ success: true, data: { name: 'commands' } });
  });

  it('registers again by itself when its heartbeat is refused: the gateway has lost it', async () => {
    const patchbay = await startPatchbay({});
    const { url } = await adapter('3.x');
    const client = oldClient({ proxyUrl: patchbay.url, serverId, serverUrl: url });
    await client.register();
    await patchbay.core.commands.removeRegistration({ key });
    expect(await client.beat()).toBe(true);
    expect(client.exchanges.map(({ path, status }) => `${path} ${status}`)).toEqual([
      '/register 200',
      '/heartbeat 404',
      '/register 200',
    ]);
  });
});

describe('a server of version 6', () => {
  it('registers, reports, becomes tools, is listed, and leaves without a copy number', async () => {
    const patchbay = await startPatchbay({});
    const { url } = await adapter('6.x');
    const client = newClient({ proxyUrl: patchbay.url, serverId, serverUrl: url }, uuid);
    expect(await client.register()).toEqual(registered(url));
    await client.beat();
    expect(client.exchanges.at(-1)).toEqual({
      path: '/proxy/heartbeat',
      status: 200,
      body: { success: true, status: 'ok', server_key: key },
    });
    expect(await toolsOf(patchbay)).toContain('echo');
    const entry = {
      server_key: key,
      server_id: serverId,
      copy_number: 1,
      server_url: url,
      server_name: serverId,
      description: null,
      capabilities: ['jsonrpc', 'health'],
      metadata: { protocol: 'http', host: '127.0.0.1' },
      uuid,
      status: 'healthy',
      kind: 'commands',
      registered_at: expect.any(String) as string,
      last_heartbeat: expect.any(String) as string,
      lease_remaining: expect.any(Number) as number,
      problem: null,
    };
    expect(await client.list()).toEqual({ success: true, count: 1, servers: [entry] });
    expect((await listServers(patchbay.url)).body).toEqual({ success: true, count: 1, servers: [entry] });
    expect(await client.health()).toMatchObject({ status: 'ok', servers: { [key]: 'ready' } });
    expect(await client.unregister()).toEqual(unregistered);
    expect(await client.unregister()).toEqual({
      success: true,
      unregistered: false,
      message: 'No such server is registered',
    });
    expect(await client.list()).toEqual({ success: true, count: 0, servers: [] });
  });

  it('is registered again by its heartbeat when the gateway has lost it', async () => {
    const patchbay = await startPatchbay({});
    const { url } = await adapter('6.x');
    const client = newClient({ proxyUrl: patchbay.url, serverId, serverUrl: url }, uuid);
    await client.beat();
    expect(await registrationAt(patchbay.url, key)).toMatchObject({
      server_url: url,
      uuid,
      registered: true,
    });
  });

  it('waits for a person when it is on another machine, and is told so', async () => {
    const patchbay = await startPatchbay({});
    const serverUrl = 'https://172.28.0.1:15000';
    const client = newClient({ proxyUrl: patchbay.url, serverId, serverUrl }, uuid);
    const answer = {
      ...registered(serverUrl),
      message: `Server registered as ${key}, waiting for approval`,
      status: 'pending',
    };
    expect(await client.register()).toEqual(answer);
    await client.beat();
    expect(await registrationAt(patchbay.url, key)).toMatchObject({ status: 'pending' });
    await patchbay.core.commands.approveRegistration({ key });
    await expect(client.register()).rejects.toThrow(`already registered as ${key}`);
    expect(client.exchanges.find(({ status }) => status === 400)?.body).toEqual(taken(serverUrl));
  });
});

describe('a server that is registered already', () => {
  it('restarts, is refused, unregisters and registers again, with its tools in use all the time', async () => {
    const patchbay = await startPatchbay({});
    const first = await adapter('6.x');
    const self = { proxyUrl: patchbay.url, serverId, serverUrl: first.url };
    await newClient(self, uuid).register();
    const offered = await toolsOf(patchbay);
    const [alone, all] = [
      await openMcpSession(patchbay.endpoint(serverId).href),
      await openMcpSession(patchbay.endpoint().href),
    ];
    await first.close();
    await adapter('6.x', first.port);
    const again = newClient(self, uuid);
    await expect(again.register()).rejects.toThrow(
      `Registration failed: "Server with URL ${first.url} is already registered as ${key}"`,
    );
    expect(again.exchanges).toEqual([
      { path: '/register', status: 400, body: taken(first.url) },
      { path: '/unregister', status: 200, body: unregistered },
      { path: '/register', status: 200, body: registered(first.url) },
    ]);
    await again.beat();
    expect(await alone.toolNames()).toEqual(offered);
    expect(await all.data(`${serverId}__whoami`)).toEqual({ success: true, data: { name: 'commands' } });
    expect((await again.list())['count']).toBe(1);
  });

  it('has a second instance at its URL: both go on under one key', async () => {
    const patchbay = await startPatchbay({});
    const { url } = await adapter('6.x');
    const self = { proxyUrl: patchbay.url, serverId, serverUrl: url };
    const instances = [newClient(self, uuid), newClient(self, uuid)] as const;
    await instances[0].register();
    await expect(instances[1].register()).rejects.toThrow('already registered');
    for (const instance of instances) await instance.beat();
    const keys = instances.map(({ exchanges }) => exchanges.at(-1)?.body['server_key']);
    expect(keys).toEqual([key, key]);
    expect(await toolsOf(patchbay)).toContain('echo');
  });

  it('of another process, by its UUID, is revived under its old key', async () => {
    const patchbay = await startPatchbay({});
    const { url } = await adapter('6.x');
    const self = { proxyUrl: patchbay.url, serverId, serverUrl: url };
    await newClient(self, uuid).register();
    const other = newClient(self, 'ffffffff-0b0a-4908-8706-050403020100');
    expect(await other.register()).toEqual({
      ...registered(url),
      message: `Server registered again as ${key}`,
      revived: true,
    });
  });
});
