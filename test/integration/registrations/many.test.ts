// Registered servers among others: many at once, odd ids, one that leaves and comes back.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { startCommandServer, type CommandServer } from '../../fixtures/command-server.ts';
import { openMcpSession } from '../../support/mcp-session.ts';
import { startPatchbay, type RunningPatchbay } from '../../support/patchbay.ts';
import { announce } from '../../support/registrations.ts';
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

/** Many command servers on one port, a path each, that answer after a moment. */
async function startCrowd(): Promise<{ readonly url: string; readonly most: () => number }> {
  let atOnce = 0;
  let most = 0;
  const result = {
    success: true,
    data: { commands: { echo: { name: 'echo', schema: { type: 'object' } } } },
  };
  const server = createServer((request, response) => {
    most = Math.max(most, ++atOnce);
    response.on('close', () => atOnce--);
    const isOurs = request.method === 'POST' && request.url?.endsWith('/api/jsonrpc') === true;
    request.resume().on('end', () => {
      setTimeout(() => {
        response.writeHead(isOurs ? 200 : 404, { 'content-type': 'application/json' });
        response.end(JSON.stringify(isOurs ? { jsonrpc: '2.0', id: 1, result } : {}));
      }, 5);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, most: () => most };
}

it('is called under its own name, whatever ids others choose', async () => {
  const patchbay = await startPatchbay({});
  // The key of the one is the id of the other.
  for (const id of ['twin_1', 'twin']) {
    const { url } = await commands(id);
    await known(patchbay, await announce(patchbay.url, id, url));
  }
  const all = await openMcpSession(patchbay.endpoint().href);
  const names = (await all.toolNames()).filter((name) => name.endsWith('__whoami'));
  expect([...names].sort()).toEqual(['twin_1_1__whoami', 'twin__whoami']);
  for (const [tool, name] of [
    ['twin__whoami', 'twin'],
    ['twin_1_1__whoami', 'twin_1'],
  ] as const) {
    expect(await all.data(tool)).toEqual({ success: true, data: { name } });
  }
  expect(await (await openMcpSession(patchbay.endpoint('twin_1').href)).data('whoami')).toEqual({
    success: true,
    data: { name: 'twin' },
  });
});

it('is looked at a few at once, however many register', async () => {
  const patchbay = await startPatchbay({});
  const crowd = await startCrowd();
  const keys = await Promise.all(
    Array.from({ length: 80 }, (_, index) => announce(patchbay.url, `one-${index}`, `${crowd.url}/${index}`)),
  );
  await until('all to be known', () => views(patchbay).every(({ tools }) => tools === 1), 30_000);
  expect(views(patchbay)).toHaveLength(keys.length);
  // Sixteen have their turn; the end of a session may still be on its way.
  expect(crowd.most()).toBeLessThanOrEqual(32);
});

it('counts an answered call as a sign of life', async () => {
  const patchbay = await startPatchbay({});
  const server = await commands('busy');
  const key = await announce(patchbay.url, 'busy', server.url);
  await known(patchbay, key);
  const session = await openMcpSession(patchbay.endpoint(key).href);
  const leaseEndsAt = (): number => views(patchbay)[0]?.leaseEndsAt ?? 0;
  const before = leaseEndsAt();
  await until('a longer lease', async () => {
    await session.call('whoami');
    return leaseEndsAt() > before;
  });
  expect(views(patchbay)[0]).toMatchObject({ state: 'healthy', lastHeartbeatAt: null });
});

it('is offline when it leaves, which alarms nobody, and comes back by itself', async () => {
  const patchbay = await startPatchbay({ registration: { leaseSeconds: 2 } });
  const server = await commands('dev');
  const key = await announce(patchbay.url, 'dev', server.url);
  await known(patchbay, key);
  const all = await openMcpSession(patchbay.endpoint().href);
  expect(await all.toolNames()).toContain('dev__whoami');
  const state = () => views(patchbay)[0]?.state;
  await server.close();
  await until('it to be offline', () => state() === 'offline', 20_000);
  const view = () => patchbay.core.state.get().servers.find(({ name }) => name === key);
  await until('its view', () => view()?.problem?.code === 'SERVER_OFFLINE');
  expect(view()).toMatchObject({
    status: 'failed',
    summary: expect.stringMatching(/^"dev_1" is offline\./) as string,
  });
  expect((await fetch(`${patchbay.url}/health/${key}`)).status).toBe(503);
  expect(await all.toolNames()).not.toContain('dev__whoami');
  await expect(openMcpSession(patchbay.endpoint('dev').href)).rejects.toThrow(/"dev_1" is offline/);
  await commands('dev', server.port);
  await until('it to be back', () => state() === 'healthy', 20_000);
  await until('its tools', async () => (await all.toolNames()).includes('dev__whoami'));
  expect(await all.data('dev__whoami')).toEqual({ success: true, data: { name: 'dev' } });
});
