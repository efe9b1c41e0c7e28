// Two servers with the same resources behind `/mcp`: each is read, and listened to, under the URI that the merged list
// gives it, by clients of both eras.
import { describe, expect, it } from 'vitest';
import { allListed } from '../../support/all-listed.ts';
import { connectModern } from '../../support/modern-client.ts';
import { sharedPatchbay } from '../../support/patchbay.ts';
import { openSession, post, rpc } from '../../support/raw-mcp.ts';
import { connectSdk, sdkVersions } from '../../support/sdk-clients.ts';
import { mockServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

const patchbay = sharedPatchbay(() => ({
  mcpServers: { one: mockServer(['--name', 'one']), two: mockServer(['--name', 'two']) },
}));

it('every listed resource is answered under the URI that was asked for', async () => {
  const url = patchbay().endpoint();
  const session = await openSession(url);
  const listed = (await post(url, rpc(1, 'resources/list'), session)).json() as unknown as {
    result: { resources: { uri: string }[] };
  };
  const uris = listed.result.resources.map(({ uri }) => uri);
  expect(uris.some((uri) => uri.startsWith('patchbay://two/mock://'))).toBe(true);
  for (const uri of uris) {
    const read = (await post(url, rpc(2, 'resources/read', { uri }), session)).json() as unknown as {
      result: { contents: { uri: string }[] };
    };
    expect(read.result.contents.map((content) => content.uri)).toEqual([uri]);
  }
});

const counters = ['mock://counter', 'patchbay://two/mock://counter'] as const;

async function listening(kind: (typeof sdkVersions)[number] | 'modern') {
  await allListed(patchbay());
  const url = patchbay().endpoint();
  const heard: unknown[] = [];
  if (kind === 'modern') {
    const client = await connectModern(url, {
      prepare: (fresh) =>
        fresh.setNotificationHandler('notifications/resources/updated', ({ params }) => {
          heard.push(params.uri);
        }),
    });
    await client.listen({ resourceSubscriptions: [...counters] });
    const call = (name: string, args: Record<string, unknown>) => client.callTool({ name, arguments: args });
    return { heard: () => heard, call };
  }
  const client = await connectSdk(kind, url);
  for (const uri of counters) await client.subscribe(uri);
  const updates = () =>
    client.notifications.filter(({ method }) => method === 'notifications/resources/updated');
  return {
    heard: () => updates().map(({ params }) => params?.['uri']),
    call: (name: string, args: Record<string, unknown>) => client.callTool(name, args),
  };
}

describe.each([...sdkVersions, 'modern' as const])('a client, %s, that listens to both', (kind) => {
  it('hears of each under its own URI', async () => {
    const { heard, call } = await listening(kind);
    for (const server of ['two', 'one', 'two']) {
      const before = heard().length;
      await call(`${server}__notify`, { kind: 'updated', uri: 'mock://counter' });
      await until('the update', () => heard().length > before);
    }
    expect(heard()).toEqual([counters[1], counters[0], counters[1]]);
  });
});
