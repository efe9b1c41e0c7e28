// The official stdio clients of both versions, by way of one bridge, on servers of every kind (S3.3).
import { Client as ModernClient } from '@modelcontextprotocol/client';
import { StdioClientTransport as ModernStdio } from '@modelcontextprotocol/client/stdio';
import { expect, it, onTestFinished } from 'vitest';
import { startCommandServer } from '../../fixtures/command-server.ts';
import { startSdkServer } from '../../fixtures/sdk-http-server.ts';
import { startSdkSseServer } from '../../fixtures/sdk-sse-server.ts';
import { bridgeFile, connectBridge } from '../../support/bridge.ts';
import { stdioConformanceServer } from '../../support/conformance-server.ts';
import { textOf } from '../../support/modern-client.ts';
import { startPatchbay } from '../../support/patchbay.ts';
import { announce } from '../../support/registrations.ts';
import { mockServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

/** A tool of each server with what it is given and what it says. */
const calls = [
  ['child__echo', { text: 'to a child' }, 'to a child'],
  ['modern__test_simple_text', {}, 'simple text'],
  ['http__echo', { text: 'over HTTP' }, 'over HTTP'],
  ['stream__echo', { text: 'over SSE' }, 'over SSE'],
  ['commands__echo', { message: 'as a command' }, 'as a command'],
  ['registered__echo', { text: 'registered' }, 'registered'],
  ['patchbay__list_servers', {}, 'child'],
] as const;

it('reach children of both eras, URLs of both transports, registered servers, commands and the built-in one', async () => {
  const [http, registered, sse, commands] = await Promise.all([
    startSdkServer(),
    startSdkServer({ name: 'registered' }),
    startSdkSseServer(),
    startCommandServer({ form: '6.x' }),
  ]);
  onTestFinished(async () => {
    await Promise.all([http.stop(), registered.stop(), sse.stop(), commands.close()]);
  });
  const patchbay = await startPatchbay({
    mcpServers: {
      child: mockServer(),
      modern: stdioConformanceServer('modern'),
      http: { url: http.url },
      stream: { type: 'sse', url: sse.url },
    },
  });
  await announce(patchbay.url, 'commands', commands.url);
  await announce(patchbay.url, 'registered', registered.url);

  const words = ['--data-dir', patchbay.dataDir];
  const { client: first } = await connectBridge(words);
  const [legacy, modern] = (['legacy', 'modern'] as const).map((era) => {
    const mode = era === 'modern' ? { pin: '2026-07-28' } : 'legacy';
    const client = new ModernClient(
      { name: `${era}-stdio`, version: '1.0.0' },
      { versionNegotiation: { mode } },
    );
    onTestFinished(() => client.close());
    return client;
  });
  const start = () =>
    new ModernStdio({ command: process.execPath, args: [bridgeFile, ...words], stderr: 'ignore' });
  await Promise.all([legacy?.connect(start()), modern?.connect(start())]);
  for (const client of [first, legacy, modern]) {
    const names = calls.map(([name]) => name);
    await until('all tools', async () => {
      const listed = (await client?.listTools())?.tools.map(({ name }) => name) ?? [];
      return names.every((name) => listed.includes(name));
    });
    for (const [name, args, said] of calls)
      expect([name, textOf(await client?.callTool({ name, arguments: args }))]).toEqual([
        name,
        expect.stringContaining(said),
      ]);
  }
});
