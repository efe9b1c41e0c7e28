// The official clients, kept alive while Patchbay is stopped, or killed, and started again: they go on as if nothing had
// happened (S4.3).
import { describe, expect, it } from 'vitest';
import { configWith, mockEntry } from '../../support/mock-entry.ts';
import { restartable } from '../../support/restarts.ts';
import { connectSdk, sdkVersions, type SdkClient } from '../../support/sdk-clients.ts';
import { until } from '../../support/until.ts';

const config = configWith({ box: mockEntry() });
const cases = sdkVersions.flatMap((version) =>
  (['SIGTERM', 'SIGKILL'] as const).map((signal) => ({ version, signal })),
);

const methodsOf = (client: SdkClient): readonly string[] => client.notifications.map(({ method }) => method);
const updates = (client: SdkClient): readonly unknown[] =>
  client.notifications
    .filter(({ method }) => method === 'notifications/resources/updated')
    .map(({ params }) => params?.['uri']);

describe.each(cases)('an official client, $version, over $signal and a start', ({ version, signal }) => {
  it.each(['box', undefined])('goes on in its session, with all that was in force, on %s', async (server) => {
    const patchbay = await restartable(config);
    const tool = (name: string): string => (server === undefined ? `box__${name}` : name);
    const roots = [{ uri: 'file:///work', name: 'work' }];
    const client = await connectSdk(version, patchbay.endpoint(server), {
      handlers: { roots: () => ({ roots }) },
    });
    const id = client.sessionId();
    await client.setLevel('debug');
    const [resource] = await client.listResources();
    const uri = resource?.uri ?? '';
    await client.subscribe(uri);
    expect((await client.callTool(tool('echo'), { text: 'before' })).text).toBe('before');

    await patchbay.restart(signal);
    expect((await client.callTool(tool('echo'), { text: 'after' })).text).toBe('after');
    expect(client.sessionId()).toBe(id);
    // It is told to look again, as soon as its own stream is back.
    await until('what to look at', () => updates(client).includes(uri));
    for (const kind of ['tools', 'resources', 'prompts'])
      expect(methodsOf(client)).toContain(`notifications/${kind}/list_changed`);

    const told = updates(client).length;
    await client.callTool(tool('notify'), { kind: 'updated', uri });
    await until('the update', () => updates(client).length > told);
    await client.callTool(tool('notify'), { kind: 'message', level: 'debug', data: 'quietly' });
    await until('the message', () => methodsOf(client).includes('notifications/message'));
    const info = JSON.parse((await client.callTool(tool('info'))).text) as {
      readonly logLevel: string;
      readonly subscriptions: readonly string[];
    };
    expect([info.logLevel, info.subscriptions]).toEqual(['debug', [uri]]);
    // What it said of itself holds, too.
    expect((await client.callTool(tool('ask'), { method: 'roots/list' })).text).toContain('file:///work');
    expect(patchbay.program().stderr()).toBe('');
  });
});
