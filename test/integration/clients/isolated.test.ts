// `"session": "isolated"`: every client session has a child of its own, opened with what that client said of itself.
import { describe, expect, it } from 'vitest';
import { startPatchbay } from '../../support/patchbay.ts';
import { connectSdk, sdkVersions, type SdkClient } from '../../support/sdk-clients.ts';
import { mockServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

interface Info {
  readonly pid: number;
  readonly client: { readonly clientInfo: { readonly name: string }; readonly capabilities: object };
}
const infoOf = async (client: SdkClient, tool = 'info'): Promise<Info> =>
  (await client.callTool(tool)).structured as Info;

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe.each(sdkVersions)('an isolated server with clients of %s', (version) => {
  it('has a child for each session, that ends with it', async () => {
    const patchbay = await startPatchbay({ mcpServers: { box: mockServer([], { session: 'isolated' }) } });
    const roots = () => ({ roots: [] });
    const [first, second, third] = await Promise.all([
      connectSdk(version, patchbay.endpoint('box')),
      connectSdk(version, patchbay.endpoint('box'), { handlers: { roots } }),
      connectSdk(version, patchbay.endpoint()),
    ]);
    const infos = [await infoOf(first), await infoOf(second), await infoOf(third, 'box__info')];
    expect(new Set(infos.map(({ pid }) => pid)).size).toBe(3);
    expect(infos[0]?.client).toMatchObject({ clientInfo: { name: 'patchbay-test' }, capabilities: {} });
    expect(infos[1]?.client.capabilities).toEqual({ roots: { listChanged: true } });
    expect((await infoOf(first)).pid).toBe(infos[0]?.pid);
    const shown = () => patchbay.core.state.get().servers.find(({ name }) => name === 'box')?.pids ?? [];
    expect(shown()).toEqual(expect.arrayContaining(infos.map(({ pid }) => pid)));

    await first.endSession();
    await until('the first child to end', () => !isAlive(infos[0]?.pid ?? 0));
    expect((await infoOf(second)).pid).toBe(infos[1]?.pid);
    await third.endSession();
    await until('the third child to end', () => !isAlive(infos[2]?.pid ?? 0));
    await until('the state to say so', () => shown().length === 1);
  });

  it('starts another child for a session whose child crashed', async () => {
    const patchbay = await startPatchbay({ mcpServers: { box: mockServer([], { session: 'isolated' }) } });
    const client = await connectSdk(version, patchbay.endpoint('box'));
    const { pid } = await infoOf(client);
    await expect(client.callTool('crash')).rejects.toThrow('"box" ended before it answered');
    expect((await infoOf(client)).pid).not.toBe(pid);
  });
});
