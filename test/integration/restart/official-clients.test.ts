// The official clients, kept alive while Patchbay is stopped, or killed, and started again: they go on as if nothing had
// happened (S4.3).
import { describe, expect, it } from 'vitest';
import { configWith, mockEntry } from '../../support/mock-entry.ts';
import { restartable } from '../../support/restarts.ts';
import { connectSdk, sdkVersions, type SdkClient, type SdkVersion } from '../../support/sdk-clients.ts';
import { until } from '../../support/until.ts';

const config = configWith({ box: mockEntry() });
const methodsOf = (client: SdkClient): readonly string[] => client.notifications.map(({ method }) => method);
const updates = (client: SdkClient): readonly unknown[] =>
  client.notifications
    .filter(({ method }) => method === 'notifications/resources/updated')
    .map(({ params }) => params?.['uri']);

/** A client with everything that a restart must not lose, before and after. */
async function outliving(version: SdkVersion, url: URL, prefix: string) {
  const uri = `mock://${version}/${prefix}`;
  const client = await connectSdk(version, url, {
    handlers: { roots: () => ({ roots: [{ uri: 'file:///work', name: 'work' }] }) },
  });
  const id = client.sessionId();
  const call = (name: string, args: Record<string, unknown> = {}): Promise<string> =>
    client.callTool(`${prefix}${name}`, args).then(({ text }) => text);
  await client.setLevel('debug');
  await client.subscribe(uri);
  expect(await call('echo', { text: 'before' })).toBe('before');

  const goesOn = async (): Promise<void> => {
    expect(await call('echo', { text: 'after' })).toBe('after');
    expect(client.sessionId()).toBe(id);
    // It is told to look again, as soon as its own stream is back.
    await until('what to look at', () => updates(client).includes(uri));
    for (const kind of ['tools', 'resources', 'prompts'])
      expect(methodsOf(client)).toContain(`notifications/${kind}/list_changed`);
    const told = updates(client).length;
    await call('notify', { kind: 'updated', uri });
    await until('the update', () => updates(client).length > told);
    expect(new Set(updates(client))).toEqual(new Set([uri]));
    await call('notify', { kind: 'message', level: 'debug', data: 'quietly' });
    await until('the message', () => methodsOf(client).includes('notifications/message'));
    expect(JSON.parse(await call('info'))).toMatchObject({
      logLevel: 'debug',
      subscriptions: expect.arrayContaining([uri]) as string[],
    });
    // What it said of itself holds, too.
    expect(await call('ask', { method: 'roots/list' })).toContain('file:///work');
  };
  return { goesOn };
}

describe.each(['SIGTERM', 'SIGKILL'] as const)('over %s and a start', (signal) => {
  it('official clients go on in their sessions, with all that was in force', async () => {
    const patchbay = await restartable(config);
    const routes = [[patchbay.endpoint('box'), ''] as const, [patchbay.endpoint(), 'box__'] as const];
    const clients = await Promise.all(
      sdkVersions.flatMap((version) => routes.map(([url, prefix]) => outliving(version, url, prefix))),
    );
    await patchbay.restart(signal);
    await Promise.all(clients.map(({ goesOn }) => goesOn()));
    expect((await patchbay.program().state()).gateway.sessions).toBe(clients.length);
    expect(patchbay.program().stderr()).toBe('');
  });
});
