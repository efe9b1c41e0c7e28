// `/mcp` with servers that get in each other's way: one that never rests, one that has very many tools, one that dies during
// a call. The others' clients, of both eras, hardly notice.
import { describe, expect, it } from 'vitest';
import { allListed } from '../../support/all-listed.ts';
import { connectModern, textOf } from '../../support/modern-client.ts';
import { startPatchbay, type ConfigInput } from '../../support/patchbay.ts';
import { connectSdk, sdkVersions } from '../../support/sdk-clients.ts';
import { extensionServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

type Kind = (typeof sdkVersions)[number] | 'modern';

async function stage(kind: Kind, mcpServers: ConfigInput['mcpServers']) {
  const patchbay = await startPatchbay({ mcpServers });
  await allListed(patchbay);
  const url = patchbay.endpoint();
  const changes = { count: 0 };
  if (kind !== 'modern') {
    const client = await connectSdk(kind, url);
    return {
      patchbay,
      told: () =>
        client.notifications.filter(({ method }) => method === 'notifications/tools/list_changed').length,
      listTools: () => client.listTools(),
      call: async (name: string) => (await client.callTool(name)).text,
    };
  }
  const client = await connectModern(url, {
    prepare: (fresh) =>
      fresh.setNotificationHandler('notifications/tools/list_changed', () => {
        changes.count++;
      }),
  });
  await client.listen({ toolsListChanged: true });
  return {
    patchbay,
    told: () => changes.count,
    listTools: async () => (await client.listTools(undefined, { cacheMode: 'refresh' })).tools,
    call: async (name: string) => textOf(await client.callTool({ name, arguments: {} })),
  };
}

describe.each([...sdkVersions, 'modern' as const])('a client, %s, beside others’ mischief', (kind) => {
  it('is told now and then of a list that never rests, and of the newest at last', async () => {
    const { call, told, listTools } = await stage(kind, {
      restless: extensionServer(['--name', 'restless', '--restless']),
      calm: extensionServer(['--name', 'calm']),
    });
    const begun = Number(await call('restless__changes'));
    await until('many changes', async () => Number(await call('restless__changes')) > begun + 400, 60_000);
    expect(await call('calm__changes')).toBe('0');
    expect(told()).toBeGreaterThan(0);
    expect(told()).toBeLessThan(40);
    const names = (await listTools()).map(({ name }) => name);
    expect(names.filter((name) => name.startsWith('restless__now-'))).toHaveLength(1);
    expect(names).toContain('calm__show');
  });

  it('lists tens of thousands of tools, each once, and calls the last of them', async () => {
    const { call, listTools } = await stage(kind, {
      vast: extensionServer(['--name', 'vast', '--tools', '15000']),
      small: extensionServer(['--name', 'small']),
    });
    const names = (await listTools()).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => name.startsWith('vast__many-'))).toHaveLength(15_000);
    expect(names).toContain('small__show');
    expect(await call('vast__many-15000')).toContain('vast: many-15000');
  });

  it('hears who died during its call; the other’s call goes on, and the next one of the dead', async () => {
    const { call } = await stage(kind, {
      mortal: extensionServer(['--name', 'mortal']),
      other: extensionServer(['--name', 'other']),
    });
    const [dead, alive] = await Promise.allSettled([call('mortal__die'), call('other__show')]);
    expect(dead).toMatchObject({ status: 'rejected' });
    expect(String(dead.status === 'rejected' && dead.reason)).toContain('"mortal"');
    expect(alive).toMatchObject({ status: 'fulfilled' });
    expect(await call('mortal__refresh-mortal')).toContain('mortal: refresh-mortal');
  });
});
