// Tools with other names: listed and called by them in both eras, on /mcp and on /mcp/:server, and under narrowed tokens.
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ToolListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { expect, it, onTestFinished } from 'vitest';
import type { ToolRules } from '../../../src/shared/config-schema.ts';
import { connectModern, textOf } from '../../support/modern-client.ts';
import { startPatchbay, type ConfigInput, type RunningPatchbay } from '../../support/patchbay.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { until } from '../../support/until.ts';

const server = resolve(import.meta.dirname, '../../fixtures/changing-server.mjs');
const inputSchema = { type: 'object' };
const offered = [
  { name: 'read', description: 'Reads.', inputSchema, annotations: { readOnlyHint: true } },
  { name: 'write', description: 'Writes.', inputSchema },
  { name: 'delete', description: 'Deletes.', inputSchema },
];

interface Stage {
  readonly patchbay: RunningPatchbay;
  readonly config: (tools: ToolRules) => ConfigInput;
}

async function stage(tools: ToolRules, mode: 'none' | 'token' = 'none'): Promise<Stage> {
  const file = join(await tempFolder(), 'tools.json');
  await writeFile(file, JSON.stringify(offered));
  const config = (rules: ToolRules): ConfigInput => ({
    auth: { mode },
    mcpServers: { a: { command: process.execPath, args: [server, file], tools: rules } },
  });
  const patchbay = await startPatchbay(config(tools));
  await patchbay.core.commands.listTools({ server: 'a' });
  return { patchbay, config };
}

async function legacy(url: URL, token?: string): Promise<Client> {
  const client = new Client({ name: 'rename', version: '1' });
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  await client.connect(new StreamableHTTPClientTransport(url, { requestInit: { headers } }));
  onTestFinished(() => client.close());
  return client;
}

const view = ({ core }: RunningPatchbay) => core.state.get().servers.find(({ name }) => name === 'a');

it('lists and calls tools by their new names in both eras, alone and among all', async () => {
  const { patchbay } = await stage({ rename: { read: 'look', write: 'read' }, deny: ['delete'] });
  const clients = [
    { client: await legacy(patchbay.endpoint('a')), prefix: '' },
    { client: await legacy(patchbay.endpoint()), prefix: 'a__' },
    { client: await connectModern(patchbay.endpoint('a')), prefix: '' },
    { client: await connectModern(patchbay.endpoint()), prefix: 'a__' },
  ];
  for (const { client, prefix } of clients) {
    const { tools } = await client.listTools();
    const own = tools.filter(({ name }) => name.startsWith(prefix) && !name.startsWith('patchbay'));
    expect(own.map(({ name, description }) => [name.slice(prefix.length), description])).toEqual([
      ['look', 'Reads.'],
      ['read', 'Writes.'],
    ]);
    expect(textOf(await client.callTool({ name: `${prefix}look` }))).toBe('ran read');
    expect(textOf(await client.callTool({ name: `${prefix}read` }))).toBe('ran write');
    // By its own name, which no other tool has.
    expect(textOf(await client.callTool({ name: `${prefix}write` }))).toBe('ran write');
    await expect(client.callTool({ name: `${prefix}delete` })).rejects.toThrow(/not allowed/);
  }
  expect((await patchbay.core.commands.listTools({ server: 'a' })).map(({ name }) => name)).toEqual([
    'look',
    'read',
  ]);
  const called = await patchbay.core.commands.callTool({ server: 'a', tool: 'read', arguments: {} });
  expect(textOf(called.result)).toBe('ran write');
});

it('keeps a token that may only read to the tools that are meant, whatever they are called', async () => {
  const { patchbay } = await stage({ rename: { read: 'write', write: 'read' } }, 'token');
  const { token } = await patchbay.core.commands.createToken({
    name: 'reader',
    expires: '1d',
    scopes: ['tools:read'],
  });
  for (const [url, prefix] of [
    [patchbay.endpoint('a'), ''],
    [patchbay.endpoint(), 'a__'],
  ] as const) {
    const client = await legacy(url, token);
    const names = (await client.listTools()).tools.map(({ name }) => name);
    expect(names.filter((name) => !name.startsWith('patchbay'))).toEqual([`${prefix}write`]);
    expect(textOf(await client.callTool({ name: `${prefix}write` }))).toBe('ran read');
    await expect(client.callTool({ name: `${prefix}read` })).rejects.toThrow(/may change something|Unknown/);
  }
});

it('tells who is connected when names change, without starting the server anew', async () => {
  const { patchbay, config } = await stage({});
  const heard = new Map<string, number>();
  const hears = (who: string) => (): void => void heard.set(who, (heard.get(who) ?? 0) + 1);
  for (const url of [patchbay.endpoint('a'), patchbay.endpoint()]) {
    const client = await legacy(url);
    client.setNotificationHandler(ToolListChangedNotificationSchema, hears(`legacy ${url.pathname}`));
    await client.listTools();
    const modern = await connectModern(url);
    modern.setNotificationHandler('notifications/tools/list_changed', hears(`modern ${url.pathname}`));
    await modern.listTools();
    await modern.listen({ toolsListChanged: true });
  }
  const pids = view(patchbay)?.pids;
  await patchbay.configure(config({ rename: { read: 'look' } }));
  await until('all four hear of it', () => heard.size === 4);
  expect(view(patchbay)?.pids).toEqual(pids);
});

it('leaves a tool its name where another one has the new name, and says so', async () => {
  const { patchbay, config } = await stage({ rename: { read: 'write', write: 'delete' } });
  expect(view(patchbay)?.nameClashes).toEqual([
    { tool: 'write', name: 'delete' },
    { tool: 'read', name: 'write' },
  ]);
  const client = await legacy(patchbay.endpoint('a'));
  expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['read', 'write', 'delete']);
  expect(textOf(await client.callTool({ name: 'write' }))).toBe('ran write');
  const { lines } = { lines: await patchbay.core.commands.readLogs({ after: -1, limit: 500 }) };
  expect(lines.map(({ text }) => text).join('\n')).toContain(
    'The tool "write" of "a" cannot be called "delete": another tool of the server has that name.',
  );
  await patchbay.configure(config({ rename: { read: 'write', write: 'delete' }, deny: ['delete'] }));
  await until('the names are free', () => view(patchbay)?.nameClashes === undefined);
  expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['write', 'delete']);
});
