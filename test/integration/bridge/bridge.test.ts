// The stdio bridge with the official clients: everything that passes over HTTP passes through it, and the gateway may come
// late, go and come back meanwhile (S3.3).
import { Client as ModernClient } from '@modelcontextprotocol/client';
import { StdioClientTransport as ModernStdio } from '@modelcontextprotocol/client/stdio';
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ResourceUpdatedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bridgeFile, connectBridge, startBridge } from '../../support/bridge.ts';
import { textOf } from '../../support/modern-client.ts';
import { configWith, mockEntry } from '../../support/mock-entry.ts';
import { sharedPatchbay, startPatchbay } from '../../support/patchbay.ts';
import { rpc } from '../../support/raw-mcp.ts';
import { restartable } from '../../support/restarts.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { mockServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

const patchbay = sharedPatchbay(() => ({ mcpServers: { box: mockServer() } }));
const servers = () => patchbay().core.state.get().servers;
const inFlight = (): number => servers().reduce((sum, server) => sum + server.inFlight, 0);
const line = (message: unknown): string => JSON.stringify(message);

describe.each([
  { words: ['box'], prefix: '' },
  { words: [], prefix: 'box__' },
])('a client through bridge $words', ({ words, prefix }) => {
  const inFolder = (): readonly string[] => [...words, '--data-dir', patchbay().dataDir];

  it('lists, calls, reads, is asked within its calls, and hears progress and updates', async () => {
    const heard: unknown[] = [];
    const { client } = await connectBridge(inFolder(), { sampling: {}, elicitation: {} }, (each) => {
      each.setRequestHandler(CreateMessageRequestSchema, () => ({
        model: 'm',
        role: 'assistant',
        content: { type: 'text', text: 'a sampled word' },
      }));
      each.setRequestHandler(ElicitRequestSchema, () => ({ action: 'accept', content: { name: 'Ada' } }));
      each.setNotificationHandler(
        ResourceUpdatedNotificationSchema,
        ({ params }) => void heard.push(params.uri),
      );
    });
    const call = async (tool: string, args: Record<string, unknown>): Promise<string> =>
      textOf(await client.callTool({ name: `${prefix}${tool}`, arguments: args }));
    await until('the tools', async () => (await client.listTools()).tools.length > 5);
    expect(await call('echo', { text: 'Grüße 🙂' })).toBe('Grüße 🙂');
    const large = 'x'.repeat(2_000_000);
    expect((await call('echo', { text: large })).length).toBe(large.length);
    expect(await call('ask', { method: 'sampling/createMessage' })).toContain('a sampled word');
    expect(await call('ask', { method: 'elicitation/create' })).toContain('Ada');
    expect((await client.readResource({ uri: 'mock://poem' })).contents).toHaveLength(1);
    await client.subscribeResource({ uri: 'mock://poem' });
    await call('notify', { kind: 'updated', uri: 'mock://poem' });
    await until('the update', () => heard.includes('mock://poem'));
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
    await until('the end of the call', () => inFlight() === 0);
    await expect(client.callTool({ name: `${prefix}nope` })).rejects.toThrow('nope');
  });

  it('of the modern era speaks that all the way', async () => {
    const client = new ModernClient(
      { name: 'modern-stdio', version: '1.0.0' },
      { capabilities: { elicitation: {} }, versionNegotiation: { mode: { pin: '2026-07-28' } } },
    );
    client.setRequestHandler('elicitation/create', () => ({ action: 'accept', content: { name: 'Ada' } }));
    onTestFinished(() => client.close());
    await client.connect(
      new ModernStdio({ command: process.execPath, args: [bridgeFile, ...inFolder()], stderr: 'ignore' }),
    );
    const call = async (tool: string, args: Record<string, unknown>): Promise<string> =>
      textOf(await client.callTool({ name: `${prefix}${tool}`, arguments: args }));
    await until('the tools', async () => (await client.listTools()).tools.length > 5);
    expect(await call('echo', { text: 'modern' })).toBe('modern');
    expect(await call('ask', { method: 'elicitation/create' })).toContain('Ada');
  });
});

describe('a bridge', () => {
  it('that is started before the gateway waits for it, and says nothing meanwhile', async () => {
    const dataDir = await tempFolder();
    const bridge = startBridge(['box', '--data-dir', dataDir]);
    bridge.say(line(rpc(1, 'ping')));
    bridge.say(line(rpc(2, 'tools/call', { name: 'echo', arguments: { text: 'early' } })));
    await until('that it waits', () => bridge.log().includes('Patchbay does not run'));
    expect(bridge.output()).toBe('');
    await startPatchbay({ mcpServers: { box: mockServer() } }, { dataDir });
    await until('both answers', () => bridge.output().split('\n').length === 3);
    expect(bridge.output()).toContain('"early"');
    bridge.kill('SIGTERM');
    expect(await bridge.ended).toBe(0);
  });

  it('goes on over five restarts of the gateway, killed or stopped, with the client noticing nothing', async () => {
    const gateway = await restartable(configWith({ box: mockEntry() }));
    const updates: string[] = [];
    const { client } = await connectBridge(['box', '--data-dir', gateway.home.dataDir], {}, (each) => {
      each.setNotificationHandler(
        ResourceUpdatedNotificationSchema,
        ({ params }) => void updates.push(params.uri),
      );
    });
    await client.subscribeResource({ uri: 'mock://poem' });
    for (let round = 0; round < 5; round++) {
      await gateway.stop(round % 2 === 0 ? 'SIGKILL' : 'SIGTERM');
      // Said while nobody is there.
      const early = client.callTool({ name: 'echo', arguments: { text: `early ${round}` } });
      await gateway.start();
      expect(textOf(await early)).toBe(`early ${round}`);
      updates.length = 0;
      await until('updates', async () => {
        await client.callTool({ name: 'notify', arguments: { kind: 'updated', uri: 'mock://poem' } });
        return updates.length > 0;
      });
    }
  });

  it('ends with its client: when that says nothing more, once all is answered, or is gone', async () => {
    const words = ['box', '--data-dir', patchbay().dataDir];
    const polite = startBridge(words);
    polite.say(line(rpc(1, 'tools/call', { name: 'echo', arguments: { text: 'last' } })));
    polite.endInput();
    expect(await polite.ended).toBe(0);
    expect(JSON.parse(polite.output())).toMatchObject({ id: 1, result: { content: [{ text: 'last' }] } });
    const told = startBridge(words);
    told.say(line(rpc(1, 'ping')));
    await until('an answer', () => told.output() !== '');
    told.kill('SIGTERM');
    expect(await told.ended).toBe(0);
    await until('no session is left', async () => {
      const health = (await (await fetch(`${patchbay().url}/health`)).json()) as {
        readonly sessions: number;
      };
      return health.sessions === 0;
    });
  });

  it('answers what is no message, and goes on', async () => {
    const bridge = startBridge(['box', '--data-dir', patchbay().dataDir]);
    bridge.say('hello');
    bridge.say('{"jsonrpc":"1.0"}');
    bridge.say(line(rpc(7, 'ping')));
    bridge.endInput();
    expect(await bridge.ended).toBe(0);
    const answers = bridge
      .output()
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text) as { readonly id: unknown });
    expect(answers.map(({ id }) => id)).toEqual([null, null, 7]);
  });

  it('says what is wrong with its words', async () => {
    const bridge = startBridge(['a', 'b']);
    expect(await bridge.ended).toBe(2);
    expect(bridge.log()).toContain('Usage: bridge [SERVER]');
    const odd = startBridge(['--url', 'nowhere']);
    expect(await odd.ended).toBe(2);
    expect(odd.log()).toContain('--url is "nowhere"');
  });
});
