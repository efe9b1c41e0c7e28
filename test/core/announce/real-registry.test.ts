// Our own registration against the registry of another Patchbay: the cases of S0, and what only that proxy says.
import { expect, it } from 'vitest';
import { managerStage, ownUrl } from '../../support/announcements.ts';
import { serveRegistry } from '../../support/registry-stage.ts';

it('a server that registers again is told so by the registry, and is registered', async () => {
  const { url, registry } = await serveRegistry();
  const stage = managerStage({ proxyUrl: url });
  expect(await stage.manager.registerServer()).toBe(true);
  expect(await stage.manager.registerServer()).toBe(true);
  expect(stage.manager.view).toMatchObject({ state: 'registered', serverKey: 'patchbay_1' });
  expect(stage.logger.lines.map(({ level, text }) => `${level} ${text.split(' with ')[0] ?? ''}`)).toEqual([
    'info Registered',
    'info Already registered',
  ]);
  expect(registry.servers.all()).toHaveLength(1);
});

it('two instances of one URL are one record, which both keep alive', async () => {
  const { url, registry } = await serveRegistry();
  const [one, other] = [managerStage({ proxyUrl: url }), managerStage({ proxyUrl: url })];
  expect(await one.manager.registerServer()).toBe(true);
  expect(await other.manager.registerServer()).toBe(true);
  for (const { manager } of [one, other])
    expect(manager.view).toMatchObject({ state: 'registered', serverKey: 'patchbay_1' });
  await one.passes(30_000);
  await expect.poll(() => registry.servers.heartbeatCount).toBe(1);
  await other.passes(30_000);
  await expect.poll(() => registry.servers.heartbeatCount).toBe(2);
  expect(registry.servers.all()).toHaveLength(1);
});

it('a registry that has forgotten us has us back with the next heartbeat', async () => {
  const face = await serveRegistry();
  const { url, registry } = face;
  const stage = managerStage({ proxyUrl: url });
  await stage.manager.registerServer();
  await face.post('/unregister', { server_id: 'patchbay', server_url: ownUrl });
  expect(registry.servers.all()).toEqual([]);
  await stage.passes(30_000);
  await expect.poll(() => registry.servers.find('patchbay_1')?.record.url).toBe(ownUrl);
  expect(stage.manager.view.state).toBe('registered');
});

it('we wait where a person has to approve us, and hear when one has', async () => {
  const { url, registry } = await serveRegistry({ settings: { approval: 'manual' } });
  const stage = managerStage({ proxyUrl: url });
  await stage.manager.registerServer();
  expect(stage.manager.view).toMatchObject({ state: 'registered', isPending: true });
  expect(stage.logger.lines[0]?.text).toContain('until a person approves it');
  await stage.passes(30_000);
  await expect.poll(() => registry.servers.heartbeatCount).toBe(1);
  expect(stage.manager.view.isPending).toBe(true);
  await registry.servers.approve('patchbay_1');
  await stage.passes(30_000);
  await expect.poll(() => stage.manager.view.isPending).toBe(false);
});

it('a URL that another id has is taken over for known, and left to it at the end', async () => {
  const face = await serveRegistry();
  const { url, registry } = face;
  await face.post('/register', { server_id: 'other', server_url: ownUrl });
  const stage = managerStage({ proxyUrl: url });
  expect(await stage.manager.registerServer()).toBe(true);
  expect(stage.manager.view.serverKey).toBe('other_1');
  await stage.passes(30_000);
  await stage.manager.unregisterServer();
  expect(registry.servers.find('other_1')).toBeDefined();
});

it('registration that is switched off is quoted, and tried on until it is switched on', async () => {
  const { url, settings } = await serveRegistry({ settings: { isEnabled: false } });
  const stage = managerStage({ proxyUrl: url });
  expect(await stage.manager.registerServer('one attempt')).toBe(false);
  expect(stage.logger.lines).toEqual([
    { level: 'error', text: expect.stringContaining('Registration is switched off here') },
  ]);
  settings.isEnabled = true;
  await stage.passes(5000);
  await stage.reaches('registered');
});
