// Servers of JSON-RPC commands, which know nothing of MCP: registered, their commands are tools.
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  startCommandServer,
  type CommandServer,
  type CommandServerOptions,
  type Form,
} from '../../fixtures/command-server.ts';
import { startPatchbay, type RunningPatchbay } from '../../support/patchbay.ts';
import { announce, registrationAt } from '../../support/registrations.ts';
import { connectModern, textOf } from '../../support/modern-client.ts';
import { connectSdk, sdkVersions } from '../../support/sdk-clients.ts';
import { openMcpSession } from '../../support/mcp-session.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { until } from '../../support/until.ts';

const commandNames = ['echo', 'whoami', 'plain', 'refuse', 'crash', 'vague', 'hang'];

async function commands(
  form: Form,
  options: Omit<CommandServerOptions, 'form'> = {},
): Promise<CommandServer> {
  const server = await startCommandServer({ form, ...options });
  onTestFinished(() => server.close());
  return server;
}

/** Resolves when its tools are known. */
async function known(patchbay: RunningPatchbay, key: string): Promise<void> {
  await until(`the tools of ${key}`, () =>
    patchbay.core.state.get().servers.some(({ name, tools }) => name === key && tools !== null),
  );
}

describe.each(['3.x', '6.x'] as const)('a command server of the form %s', (form) => {
  it.each(sdkVersions)('offers its commands as tools to the SDK client %s', async (version) => {
    const patchbay = await startPatchbay({ gateway: { toolTimeoutSeconds: 1 } });
    const server = await commands(form);
    const key = await announce(patchbay.url, 'adapter', server.url);
    await known(patchbay, key);

    const client = await connectSdk(version, patchbay.endpoint('adapter'));
    expect(client.serverName()).toBe(`commands ${form}`);
    const tools = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(commandNames);

    const echoed = await client.callTool('echo', { message: 'hello', extra: 1 });
    expect(echoed.structured).toEqual({ success: true, data: { params: { message: 'hello', extra: 1 } } });
    expect(JSON.parse(echoed.text)).toEqual(echoed.structured);
    expect(await client.callTool('plain', {})).toMatchObject({
      text: 'just a text',
      structured: { result: 'just a text' },
    });
    expect(await client.callTool('refuse', {})).toMatchObject({ isError: true, text: 'No, not today' });
    expect(await client.callTool('crash', {})).toMatchObject({ isError: true, text: 'It broke' });
    await expect(client.callTool('hang', {})).rejects.toThrow(/did not answer tools\/call within 1 s/);
    expect(await client.callTool('whoami', {})).toMatchObject({ isError: false });

    const all = await connectSdk(version, patchbay.endpoint());
    const names = (await all.listTools()).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(commandNames.map((name) => `adapter__${name}`)));
    expect((await all.callTool('adapter__echo', { message: 'hi' })).isError).toBe(false);
    expect(await all.callTool('adapter__refuse', {})).toMatchObject({ isError: true, text: 'No, not today' });
    await expect(all.callTool('adapter__hang', {})).rejects.toThrow(/did not answer tools\/call within 1 s/);
  });

  it('offers its commands as tools to the SDK client v2 in the modern era', async () => {
    const patchbay = await startPatchbay({ gateway: { toolTimeoutSeconds: 1 } });
    const server = await commands(form);
    await known(patchbay, await announce(patchbay.url, 'adapter', server.url));
    for (const [endpoint, prefix] of [
      [patchbay.endpoint('adapter'), ''],
      [patchbay.endpoint(), 'adapter__'],
    ] as const) {
      const client = await connectModern(endpoint);
      const { tools } = await client.listTools();
      expect(tools.map(({ name }) => name)).toEqual(
        expect.arrayContaining(commandNames.map((name) => `${prefix}${name}`)),
      );
      const call = async (name: string, args = {}) =>
        client.callTool({ name: `${prefix}${name}`, arguments: args });
      expect((await call('vague', { any: [1] })).structuredContent).toEqual({
        success: true,
        data: { params: { any: [1] } },
      });
      for (const [name, text] of [
        ['refuse', 'No, not today'],
        ['crash', 'It broke'],
      ] as const) {
        const answer = await call(name);
        expect([answer.isError, textOf(answer)]).toEqual([true, text]);
      }
      await expect(call('hang')).rejects.toThrow(/did not answer tools\/call within 1 s/);
    }
  });
});

it('shows schemas as new servers give them, and makes them of what old servers tell when asked', async () => {
  const patchbay = await startPatchbay({});
  const [old, young] = [await commands('3.x'), await commands('6.x')];
  await known(patchbay, await announce(patchbay.url, 'old', old.url));
  await known(patchbay, await announce(patchbay.url, 'young', young.url));
  const tools = await patchbay.core.commands.listTools({});
  const echo = (server: string) => tools.find((tool) => tool.server === server && tool.name === 'echo');
  expect(echo('young_1')).toMatchObject({
    description: 'Gives back what it gets.',
    inputSchema: { type: 'object', required: ['message'], additionalProperties: true },
  });
  expect(echo('old_1')).toMatchObject({
    description: 'Gives back what it gets.',
    inputSchema: { type: 'object', properties: { message: { type: 'string' } }, required: ['message'] },
  });
});

it('takes any object for a command of which nothing is said', async () => {
  const patchbay = await startPatchbay({});
  for (const form of ['3.x', '6.x'] as const) {
    const { url } = await commands(form);
    const key = await announce(patchbay.url, `form-${form}`, url);
    await known(patchbay, key);
    const tools = await patchbay.core.commands.listTools({ server: key });
    const vague = tools.find(({ name }) => name === 'vague');
    expect(vague?.inputSchema).toEqual({ type: 'object' });
  }
});

it('is asked about all its commands at once where it takes batches', async () => {
  const patchbay = await startPatchbay({});
  const server = await commands('6.x', { takesBatches: true });
  const key = await announce(patchbay.url, 'adapter', server.url);
  await known(patchbay, key);
  expect(new Set(server.batches)).toEqual(new Set([commandNames.length]));
  const tools = await patchbay.core.commands.listTools({ server: key });
  expect(tools.map(({ name }) => name)).toEqual(commandNames);
  expect(tools[0]?.inputSchema).toEqual({
    type: 'object',
    properties: { message: { type: 'string' } },
    required: ['message'],
  });
});

it('that failed one call is looked at, and good again by itself', async () => {
  const patchbay = await startPatchbay({});
  const server = await commands('6.x');
  const key = await announce(patchbay.url, 'adapter', server.url);
  await known(patchbay, key);
  const session = await openMcpSession(patchbay.endpoint(key).href);
  server.failNext();
  await expect(session.call('whoami')).rejects.toThrow(/"adapter_1" answered HTTP 500/);
  const status = () => patchbay.core.state.get().servers.find(({ name }) => name === key)?.status;
  expect(status()).toBe('failed');
  await until('it to be ready', () => status() === 'ready');
  expect(server.calls).toEqual([]);
  expect(await session.data('whoami')).toEqual({ success: true, data: { name: 'commands' } });
});

it('says what it speaks, and tells sessions when a command that it does not know shows that others came', async () => {
  const patchbay = await startPatchbay({});
  const server = await commands('6.x');
  const key = await announce(patchbay.url, 'adapter', server.url);
  await known(patchbay, key);
  expect(await registrationAt(patchbay.url, key)).toMatchObject({ kind: 'commands', status: 'healthy' });

  const session = await openMcpSession(patchbay.endpoint(key).href);
  const all = await openMcpSession(patchbay.endpoint().href);
  expect(await all.toolNames()).not.toContain('adapter__late');
  const [heard, heardByAll] = [await session.listen(), await all.listen()];
  server.add('late');
  expect(await session.call('missing')).toMatchObject({ isError: true });
  await until('the news', () => heard.includes('notifications/tools/list_changed'));
  await until('the news for all', () => heardByAll.includes('notifications/tools/list_changed'));
  expect(await session.toolNames()).toContain('late');
  expect(await all.toolNames()).toContain('adapter__late');
});

it('finds a server that registered before it listened', async () => {
  const patchbay = await startPatchbay({});
  const first = await startCommandServer({ form: '3.x' });
  await first.close();
  const key = await announce(patchbay.url, 'slow', first.url);
  await expect(openMcpSession(patchbay.endpoint(key).href)).rejects.toThrow(/not known yet/);
  await commands('3.x', { port: first.port });
  await known(patchbay, key);
  const session = await openMcpSession(patchbay.endpoint(key).href);
  expect(await session.toolNames()).toContain('echo');
});

it('is there again after a restart of Patchbay, without registering again', async () => {
  const server = await commands('6.x');
  const dataDir = await tempFolder();
  const patchbay = await startPatchbay({}, { dataDir });
  const key = await announce(patchbay.url, 'adapter', server.url);
  await known(patchbay, key);
  await patchbay.stop();
  const again = await startPatchbay({}, { dataDir });
  expect(await registrationAt(again.url, key)).toMatchObject({ server_url: server.url, kind: 'commands' });
  const session = await openMcpSession(again.endpoint('adapter').href);
  expect(await session.data('whoami')).toEqual({ success: true, data: { name: 'commands' } });
});
