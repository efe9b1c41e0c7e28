// One client instance, a real stop and start of the server, as port conflicts, updates and crashes bring them about: no
// panic, no 500, and whatever the client was told before, it can go on (S4.3).
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StreamableHTTPClientTransport as TransportV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { textOf } from '../../support/modern-client.ts';
import { configWith, mockEntry } from '../../support/mock-entry.ts';
import { restartable } from '../../support/restarts.ts';
import { until } from '../../support/until.ts';

const config = configWith({ box: mockEntry() });

/** A client that writes down every answer to its POSTs, and gives up listening after a short time. */
async function watchedClient(url: URL) {
  const statuses: number[] = [];
  const heard: string[] = [];
  const transport = new TransportV1(url, {
    fetch: async (target, init) => {
      const answer = await fetch(target, init);
      if (init?.method === 'POST') statuses.push(answer.status);
      return answer;
    },
    reconnectionOptions: {
      initialReconnectionDelay: 10,
      maxReconnectionDelay: 10,
      reconnectionDelayGrowFactor: 1,
      maxRetries: 0,
    },
  });
  const client = new ClientV1({ name: 'outliving', version: '1.0.0' });
  client.fallbackNotificationHandler = ({ method }) => Promise.resolve(void heard.push(method));
  onTestFinished(() => client.close());
  await client.connect(transport);
  const echo = async (text: string): Promise<string> =>
    textOf(await client.callTool({ name: 'echo', arguments: { text } }));
  return { client, transport, echo, statuses, heard };
}

const all = (statuses: readonly number[], status: number): boolean =>
  statuses.every((answered) => answered === status);

describe('a client that outlives the server', () => {
  it('goes on in its session; while the server is down it gets an error, nothing worse', async () => {
    const patchbay = await restartable(config);
    const { transport, echo, statuses } = await watchedClient(patchbay.endpoint('box'));
    const { sessionId } = transport;
    expect(await echo('before')).toBe('before');
    statuses.length = 0;
    for (const signal of ['SIGTERM', 'SIGKILL', 'SIGTERM'] as const) {
      await patchbay.stop(signal);
      await expect(echo('down')).rejects.toThrow('fetch failed');
      await patchbay.start();
      expect(await echo(signal)).toBe(signal);
    }
    expect(transport.sessionId).toBe(sessionId);
    expect([statuses.length, all(statuses, 200)]).toEqual([3, true]);
  });

  it('is told of a fresh session where its own is forgotten, takes it up, and goes on', async () => {
    const patchbay = await restartable(config);
    const { transport, echo, statuses } = await watchedClient(patchbay.endpoint('box'));
    const { sessionId } = transport;
    await echo('before');
    await patchbay.stop('SIGTERM');
    // Even the key is gone: nothing tells this installation from another one.
    for (const file of ['sessions.journal', 'install-key']) await rm(join(patchbay.home.dataDir, file));
    await patchbay.start();
    statuses.length = 0;
    await expect(echo('stale')).rejects.toThrow('Session not found');
    const fresh = transport.sessionId;
    expect(fresh).not.toBe(sessionId);
    const after = await Promise.all(Array.from({ length: 10 }, (_, index) => echo(`after ${index}`)));
    expect(after).toEqual(Array.from({ length: 10 }, (_, index) => `after ${index}`));
    expect(transport.sessionId).toBe(fresh);
    expect([statuses[0], all(statuses.slice(1), 200)]).toEqual([404, true]);
    expect(patchbay.program().stderr()).toBe('');
  });

  it(
    'and no longer listens, since it gave up while the server was down, hears with its next answers',
    { timeout: 60_000 },
    async () => {
      const patchbay = await restartable(config);
      const { client, echo, heard } = await watchedClient(patchbay.endpoint('box'));
      await client.subscribeResource({ uri: 'mock://a' });
      await patchbay.restart('SIGKILL');
      await until(
        'what it is to look at',
        async () => (await echo('on')) === 'on' && heard.includes('notifications/resources/updated'),
        30_000,
      );
      expect(heard).toEqual([
        'notifications/tools/list_changed',
        'notifications/resources/list_changed',
        'notifications/prompts/list_changed',
        'notifications/resources/updated',
      ]);
      await client.callTool({ name: 'notify', arguments: { kind: 'updated', uri: 'mock://a' } });
      await until('the update', async () => (await echo('on')) === 'on' && heard.length === 5);
    },
  );
});
