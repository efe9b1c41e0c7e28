// A server whose tools change after they were accepted: shown, and under pinTools held back in both eras and on /mcp.
import { rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ToolListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { expect, it, onTestFinished } from 'vitest';
import { connectModern } from '../../support/modern-client.ts';
import { openPatchbay, type RunningPatchbay } from '../../support/patchbay.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { until } from '../../support/until.ts';

const server = resolve(import.meta.dirname, '../../fixtures/changing-server.mjs');
const inputSchema = { type: 'object' };
const first = [
  { name: 'read', description: 'Reads.', inputSchema },
  { name: 'stay', description: 'Stays.', inputSchema },
];
const later = [
  { name: 'read', description: 'Reads, and tells everybody.', inputSchema },
  { name: 'stay', description: 'Stays.', inputSchema },
  { name: 'fresh', description: 'New.', inputSchema },
];

interface Stage {
  readonly patchbay: RunningPatchbay;
  readonly offer: (tools: unknown) => Promise<void>;
  readonly again: () => Promise<RunningPatchbay>;
}

/** `pin` says where it is switched on. */
async function stage(pin: 'globally' | 'at the server' | null): Promise<Stage> {
  const dataDir = await tempFolder();
  const file = join(await tempFolder(), 'tools.json');
  await writeFile(file, JSON.stringify(first));
  const entry = {
    command: process.execPath,
    args: [server, file],
    ...(pin === 'at the server' ? { pinTools: true } : {}),
  };
  const config = { ...(pin === 'globally' ? { pinTools: true } : {}), mcpServers: { a: entry } };
  const start = async (): Promise<RunningPatchbay> => {
    const running = await openPatchbay(config, { dataDir });
    onTestFinished(() => running.stop());
    return running;
  };
  const patchbay = await start();
  await patchbay.core.commands.listTools({ server: 'a' });
  return {
    patchbay,
    again: start,
    offer: async (tools) => {
      await writeFile(file, JSON.stringify(tools));
      await patchbay.core.commands.restartServer({ name: 'a' });
    },
  };
}

const changed = ({ core }: RunningPatchbay): readonly string[] =>
  core.state.get().servers.find(({ name }) => name === 'a')?.changedTools ?? [];

async function legacy(url: URL): Promise<Client> {
  const client = new Client({ name: 'pins', version: '1' });
  await client.connect(new StreamableHTTPClientTransport(url));
  onTestFinished(() => client.close());
  return client;
}

it('shows what changed, and goes on offering it, where tools are not pinned', async () => {
  const { patchbay, offer } = await stage(null);
  await offer(later);
  await until('the change is seen', () => changed(patchbay).length > 0);
  expect(changed(patchbay)).toEqual(['read']);
  expect(patchbay.core.state.get().servers.find(({ name }) => name === 'a')?.summary).toContain(
    '1 tool changed since accepted',
  );
  const client = await legacy(patchbay.endpoint('a'));
  expect((await client.listTools()).tools).toHaveLength(3);
  const review = await patchbay.core.commands.reviewTools({ name: 'a' });
  expect(review.changes[0]?.before).toContain('"Reads."');
  expect(review.changes[0]?.after).toContain('tells everybody');
});

it.each(['globally', 'at the server'] as const)(
  'holds back what is new or changed when pinned %s',
  async (pin) => {
    const { patchbay, offer } = await stage(pin);
    await offer(later);
    await until('the change is seen', () => changed(patchbay).length === 2);
    const clients = [
      { client: await legacy(patchbay.endpoint('a')), prefix: '' },
      { client: await legacy(patchbay.endpoint()), prefix: 'a__' },
      { client: await connectModern(patchbay.endpoint('a')), prefix: '' },
      { client: await connectModern(patchbay.endpoint()), prefix: 'a__' },
    ];
    const listed = async ({ client, prefix }: (typeof clients)[number]): Promise<readonly string[]> =>
      (await client.listTools()).tools
        .map(({ name }) => name)
        .filter((name) => name.startsWith(prefix) && !name.startsWith('patchbay'))
        .map((name) => name.slice(prefix.length));
    for (const one of clients) {
      expect(await listed(one)).toEqual(['stay']);
      await expect(one.client.callTool({ name: `${one.prefix}read` })).rejects.toThrow(
        /held back|no tool|Unknown/i,
      );
      await expect(one.client.callTool({ name: `${one.prefix}fresh` })).rejects.toThrow(
        /held back|no tool|Unknown/i,
      );
      expect(await one.client.callTool({ name: `${one.prefix}stay` })).toMatchObject({
        content: [{ text: 'ran stay' }],
      });
    }
    const { digest } = await patchbay.core.commands.reviewTools({ name: 'a' });
    await patchbay.core.commands.acceptTools({ name: 'a', digest });
    expect(changed(patchbay)).toEqual([]);
    for (const one of clients) {
      expect(await listed(one)).toEqual(['read', 'stay', 'fresh']);
      expect(await one.client.callTool({ name: `${one.prefix}fresh` })).toMatchObject({
        content: [{ text: 'ran fresh' }],
      });
    }
    const audit = await patchbay.core.commands.readAudit({ limit: 100 });
    expect(audit.map(({ action }) => action)).toContain('tools accepted');
  },
);

it('remembers over restarts what was accepted', async () => {
  const { patchbay, offer, again } = await stage('globally');
  await patchbay.stop();
  await rm(join(patchbay.dataDir, 'run.json'), { force: true });
  await offer(later).catch(() => undefined);
  const next = await again();
  await next.core.commands.startServer({ name: 'a' });
  await until('the change is seen', () => changed(next).length === 2);
  const client = await legacy(next.endpoint('a'));
  expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['stay']);
});

it('tells who is connected when tools are held back, and when they are accepted', async () => {
  const { patchbay, offer } = await stage('globally');
  const heard = new Map<string, number>();
  const hears = (who: string) => (): void => void heard.set(who, (heard.get(who) ?? 0) + 1);
  for (const [who, url] of [
    ['session of the server', patchbay.endpoint('a')],
    ['session of all', patchbay.endpoint()],
  ] as const) {
    const client = await legacy(url);
    client.setNotificationHandler(ToolListChangedNotificationSchema, hears(who));
    await client.listTools();
  }
  for (const [who, url] of [
    ['subscription to the server', patchbay.endpoint('a')],
    ['subscription to all', patchbay.endpoint()],
  ] as const) {
    const client = await connectModern(url);
    client.setNotificationHandler('notifications/tools/list_changed', hears(who));
    await client.listTools();
    await client.listen({ toolsListChanged: true });
  }
  const everybodyHears = async (act: () => Promise<unknown>): Promise<void> => {
    heard.clear();
    await act();
    await until('all four hear of it', () => heard.size === 4);
  };
  await everybodyHears(() => offer(later));
  const { digest } = await patchbay.core.commands.reviewTools({ name: 'a' });
  await everybodyHears(() => patchbay.core.commands.acceptTools({ name: 'a', digest }));
  expect(Math.max(...heard.values())).toBe(1);
});
