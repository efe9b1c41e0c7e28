// Programs that only know stdio, by way of mcp-remote: each of its transport strategies, and the modern era.
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
  LoggingMessageNotificationSchema,
  ResourceUpdatedNotificationSchema,
  ToolListChangedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, it } from 'vitest';
import { connectMcpRemote } from '../../support/mcp-remote.ts';
import { textOf } from '../../support/modern-client.ts';
import { openPatchbay, sharedPatchbay } from '../../support/patchbay.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { mockServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

const patchbay = sharedPatchbay(() => ({ mcpServers: { box: mockServer() } }));
const inFlight = (): number =>
  patchbay()
    .core.state.get()
    .servers.reduce((sum, server) => sum + server.inFlight, 0);

const streamable = 'StreamableHTTPClientTransport';
const sse = 'SSEClientTransport';

interface Way {
  readonly path: string;
  readonly words: readonly string[];
  /** The transport that it ends up with. */
  readonly speaks: string;
}

const ways: readonly Way[] = [
  { path: '/mcp/box', words: ['--transport', 'http-only'], speaks: streamable },
  { path: '/mcp/box', words: ['--transport', 'sse-only'], speaks: sse },
  { path: '/mcp/box', words: ['--transport', 'sse-first'], speaks: sse },
  { path: '/mcp/box', words: ['--protocol', 'auto'], speaks: streamable },
  { path: '/mcp', words: [], speaks: streamable },
  { path: '/mcp', words: ['--transport', 'sse-first'], speaks: streamable },
  { path: '/mcp', words: ['--protocol', 'auto'], speaks: streamable },
  { path: '/sse', words: [], speaks: sse },
];

describe.each(ways)('mcp-remote $words on $path', ({ path, words, speaks }) => {
  const url = (): URL => new URL(path, patchbay().url);
  const prefix = path === '/mcp/box' ? '' : 'box__';
  const isModern = words.includes('auto');

  it('connects without signing in, lists, calls, reads and gets prompts', async () => {
    const remote = await connectMcpRemote(url(), words);
    const { client } = remote;
    expect(client.getServerVersion()?.name).toBe(prefix === '' ? 'mock' : 'patchbay');
    expect(remote.log()).toContain(`Connected to remote server using ${speaks}`);
    await until('the tools', async () =>
      (await client.listTools()).tools.some(({ name }) => name === `${prefix}echo`),
    );
    const echoed = await client.callTool({ name: `${prefix}echo`, arguments: { text: 'Grüße 🙂' } });
    expect(textOf(echoed)).toBe('Grüße 🙂');
    const refused = await client.callTool({ name: `${prefix}fail`, arguments: { text: 'no luck' } });
    expect(refused).toMatchObject({ isError: true, content: [{ text: 'no luck' }] });
    await expect(client.callTool({ name: `${prefix}nope` })).rejects.toThrow('nope');
    expect((await client.listResources()).resources.map(({ uri }) => uri)).toContain('mock://poem');
    expect((await client.readResource({ uri: 'mock://poem' })).contents).toHaveLength(1);
    expect((await client.listPrompts()).prompts.map(({ name }) => name)).toContain(`${prefix}review`);
    const prompt = await client.getPrompt({ name: `${prefix}review`, arguments: { language: 'Rust' } });
    expect(JSON.stringify(prompt.messages)).toContain('Rust');
    expect(await remote.keptFiles()).toEqual([]);
  });

  it('is asked within its calls, hears progress and what it subscribed to, and cancels', async () => {
    const heard: unknown[] = [];
    const { client } = await connectMcpRemote(url(), words, {
      capabilities: { sampling: {}, roots: {}, elicitation: {} },
      prepare: (each) => {
        each.setRequestHandler(CreateMessageRequestSchema, () => ({
          model: 'm',
          role: 'assistant',
          content: { type: 'text', text: 'a sampled word' },
        }));
        each.setRequestHandler(ElicitRequestSchema, () => ({ action: 'accept', content: { name: 'Ada' } }));
        each.setRequestHandler(ListRootsRequestSchema, () => ({ roots: [{ uri: 'file:///of/stdio' }] }));
        const note = ({ params }: { params?: Record<string, unknown> | undefined }): void =>
          void heard.push(params?.['data'] ?? params?.['uri'] ?? 'tools');
        each.setNotificationHandler(LoggingMessageNotificationSchema, note);
        each.setNotificationHandler(ResourceUpdatedNotificationSchema, note);
        each.setNotificationHandler(ToolListChangedNotificationSchema, note);
      },
    });
    const call = async (tool: string, args: Record<string, unknown>): Promise<string> =>
      textOf(await client.callTool({ name: `${prefix}${tool}`, arguments: args }));
    await until('the tools', async () => (await client.listTools()).tools.length > 5);
    expect(await call('ask', { method: 'sampling/createMessage' })).toContain('a sampled word');
    expect(await call('ask', { method: 'elicitation/create' })).toContain('Ada');
    expect(await call('ask', { method: 'roots/list' })).toContain('file:///of/stdio');

    await client.setLoggingLevel('info');
    await call('notify', { kind: 'message', data: 'by the way' });
    await until('the log message', () => heard.includes('by the way'));
    await client.subscribeResource({ uri: 'mock://poem' });
    // In the modern era it answers a subscription itself, and asks for it later.
    await until('the update', async () => {
      await call('notify', { kind: 'updated', uri: 'mock://poem' });
      return heard.includes('mock://poem');
    });
    if (prefix === '') {
      await call('notify', { kind: 'tools' });
      await until('the changed list', () => heard.includes('tools'));
    }

    const steps: number[] = [];
    const abort = new AbortController();
    const held = client.callTool(
      { name: `${prefix}progress`, arguments: { steps: 5, hold: true } },
      undefined,
      { signal: abort.signal, onprogress: ({ progress }) => void steps.push(progress) },
    );
    const outcome = held.catch((error: unknown) => String(error));
    await until('all progress', () => steps.length === 5);
    expect(steps).toEqual([1, 2, 3, 4, 5]);
    await until('the call', () => inFlight() > 0);
    abort.abort('enough');
    expect(await outcome).toContain('enough');
    // In the modern era only leaving cancels (2026-07-28, basic/patterns/cancellation), and it stays.
    if (!isModern) await until('the end of the call', () => inFlight() === 0);
  });
});

describe('mcp-remote', () => {
  it('goes on after a stop and start of Patchbay', async () => {
    const dataDir = await tempFolder();
    const config = { mcpServers: { box: mockServer() } };
    const first = await openPatchbay(config, { dataDir });
    const port = Number(new URL(first.url).port);
    const { client } = await connectMcpRemote(first.endpoint('box'), ['--transport', 'http-only']);
    expect(textOf(await client.callTool({ name: 'echo', arguments: { text: 'before' } }))).toBe('before');
    await first.stop();
    const second = await openPatchbay({ ...config, gateway: { port } }, { dataDir });
    try {
      expect(textOf(await client.callTool({ name: 'echo', arguments: { text: 'after' } }))).toBe('after');
    } finally {
      await second.stop();
    }
  });
});
