// A Patchbay that announces itself to another one, both in this process: what clients of the other see, what changes of the
// configuration do, and /cmd on the real gateway.
import { describe, expect, it } from 'vitest';
import type { AnnouncementState } from '../../../src/shared/announcement.ts';
import { openMcpSession } from '../../support/mcp-session.ts';
import { startPatchbay, type ConfigInput, type RunningPatchbay } from '../../support/patchbay.ts';
import { tell } from '../../support/registrations.ts';
import { mockServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

type Section = NonNullable<ConfigInput['proxy_registration']>;

function announcing(proxyUrl: string, more: Section = {}): ConfigInput {
  return {
    mcpServers: { mock: mockServer() },
    proxy_registration: { enabled: true, proxy_url: proxyUrl, server_id: 'inner', retry_delay: 0.1, ...more },
  };
}

async function reaches(patchbay: RunningPatchbay, state: AnnouncementState): Promise<void> {
  await until(`the state ${state}`, () => patchbay.core.state.get().announcement.state === state);
}

/** Keys and states at the proxy. */
const registrations = (proxy: RunningPatchbay): readonly string[] =>
  proxy.core.state.get().registrations.servers.map(({ key, state, url }) => `${key} ${state} ${url}`);

describe('a Patchbay at another one', () => {
  it('is registered under its address, and its servers are there for the clients of the other', async () => {
    const proxy = await startPatchbay({});
    const inner = await startPatchbay(announcing(proxy.url));
    await reaches(inner, 'registered');
    expect(registrations(proxy)).toEqual([`inner_1 healthy ${inner.url}`]);
    const session = await openMcpSession(proxy.endpoint().href);
    await until('the tools', async () => (await session.toolNames()).includes('inner__mock__echo'));
    expect(await session.call('inner__mock__echo', { message: 'hello' })).toMatchObject({
      content: [{ type: 'text' }],
    });
    const alone = await openMcpSession(proxy.endpoint('inner').href);
    expect(await alone.toolNames()).toContain('mock__echo');
  });

  it('is withdrawn when it stops, or is told to', async () => {
    const proxy = await startPatchbay({});
    const inner = await startPatchbay(announcing(proxy.url));
    await reaches(inner, 'registered');
    const command = (action: string) =>
      tell(inner.url, '/cmd', { jsonrpc: '2.0', method: 'proxy_registration', params: { action }, id: 1 });
    expect((await command('unregister')).body).toMatchObject({ result: { success: true } });
    expect(registrations(proxy)).toEqual([]);
    expect(inner.core.state.get().announcement.state).toBe('idle');
    expect((await command('register')).body).toMatchObject({
      result: { success: true, data: { server_key: 'inner_1', server_url: inner.url } },
    });
    expect(registrations(proxy)).toHaveLength(1);
    await inner.stop();
    expect(registrations(proxy)).toEqual([]);
  });

  it('stays on the list when it is not to withdraw, and is the same one afterwards', async () => {
    const proxy = await startPatchbay({});
    const config = announcing(proxy.url, { auto_unregister_on_shutdown: false });
    const first = await startPatchbay(config);
    await reaches(first, 'registered');
    const { port } = new URL(first.url);
    await first.stop();
    expect(registrations(proxy)).toHaveLength(1);
    const second = await startPatchbay({ ...config, gateway: { port: Number(port) } });
    await reaches(second, 'registered');
    expect(second.core.state.get().announcement.serverKey).toBe('inner_1');
    expect(registrations(proxy)).toEqual([`inner_1 healthy ${second.url}`]);
  });

  it('starts at once when nobody is there to register with', async () => {
    const { url } = await startPatchbay(announcing('http://127.0.0.1:9'));
    expect((await fetch(`${url}/health`)).status).toBe(200);
  });
});

describe('a changed configuration', () => {
  it('registers, registers elsewhere, describes anew, and withdraws', async () => {
    const [one, other] = [await startPatchbay({}), await startPatchbay({})];
    const inner = await startPatchbay({});
    expect(inner.core.state.get().announcement.state).toBe('off');
    await inner.configure(announcing(one.url));
    await until('the first proxy', () => registrations(one).length === 1);
    await inner.configure(announcing(one.url, { description: 'Described anew' }));
    await until('the description', () => {
      const [server] = one.core.state.get().registrations.servers;
      return server?.description === 'Described anew' && server.key === 'inner_1';
    });
    await inner.configure(announcing(other.url, { server_id: 'moved' }));
    await until('the other proxy', () => registrations(other).length === 1);
    expect(registrations(one)).toEqual([]);
    await inner.configure({});
    await until('nobody', () => registrations(other).length === 0);
    await reaches(inner, 'off');
  });

  it('of the port registers the new address, and not the old one beside it', async () => {
    const proxy = await startPatchbay({});
    const inner = await startPatchbay(announcing(proxy.url));
    await reaches(inner, 'registered');
    const [before] = registrations(proxy);
    const spare = await startPatchbay({});
    const port = Number(new URL(spare.url).port);
    await spare.stop();
    await inner.configure({ ...announcing(proxy.url), gateway: { port } });
    const after = `inner_1 healthy http://127.0.0.1:${port}`;
    await until('the new address', () => registrations(proxy).includes(after));
    expect(registrations(proxy)).toEqual([after]);
    expect(before).not.toBe(after);
  });

  it('that names the gateway itself is told, and nothing is registered', async () => {
    const inner = await startPatchbay({});
    await inner.configure(announcing(inner.url));
    await reaches(inner, 'misconfigured');
    expect(inner.core.state.get().announcement.problem).toContain('this gateway itself');
    expect(registrations(inner)).toEqual([]);
  });
});
