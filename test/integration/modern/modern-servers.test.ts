// The official clients of the legacy era on servers that know only the modern one: every feature, over both transports,
// alone and through /mcp.
import { ResourceNotFoundError } from '@modelcontextprotocol/client';
import { McpError } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, describe, expect, it } from 'vitest';
import { clashingUri } from '../../../src/main/core/relay/aggregate/clashing-uris.ts';
import {
  startConformanceServer,
  stdioConformanceServer,
  type ConformanceServer,
} from '../../support/conformance-server.ts';
import { sharedPatchbay } from '../../support/patchbay.ts';
import { connectSdk, sdkVersions, type Handlers, type SdkClient } from '../../support/sdk-clients.ts';
import { until } from '../../support/until.ts';

const remotes: ConformanceServer[] = [];
const patchbay = sharedPatchbay(async () => {
  const remote = await startConformanceServer('modern');
  remotes.push(remote);
  return { mcpServers: { remote: { url: remote.url }, local: stdioConformanceServer('modern') } };
});
afterAll(() => Promise.all(remotes.map((remote) => remote.stop())));

const ways = ['remote', 'local'].flatMap((server) =>
  [true, false].flatMap((isAlone) => sdkVersions.map((version) => ({ server, isAlone, version }))),
);

const answers: Handlers = {
  sampling: () => ({ role: 'assistant', model: 'none', content: { type: 'text', text: 'Paris' } }),
  elicitation: () => ({
    action: 'accept',
    content: { name: 'Ada', color: 'blue', username: 'ada', email: 'a@b' },
  }),
  roots: () => ({ roots: [{ uri: 'file:///work' }] }),
};

describe.each(ways)('a legacy client ($version) of the modern server $server, alone: $isAlone', (way) => {
  const { server, isAlone, version } = way;
  const prefix = isAlone ? '' : `${server}__`;
  const connect = (handlers: Handlers = {}): Promise<SdkClient> =>
    connectSdk(version, patchbay().endpoint(isAlone ? server : undefined), { handlers });
  const methodsHeard = ({ notifications }: SdkClient): string[] => notifications.map(({ method }) => method);

  it('lists, calls, reads, gets and completes', async () => {
    const client = await connect();
    await client.ping();
    await until('its tools', async () =>
      (await client.listTools()).some(({ name }) => name === `${prefix}test_simple_text`),
    );
    expect((await client.callTool(`${prefix}test_simple_text`)).text).toContain('simple text');
    expect((await client.listPrompts()).map(({ name }) => name)).toContain(`${prefix}test_simple_prompt`);
    expect((await client.listResources()).map(({ uri }) => uri)).toContain('test://static-text');
    expect((await client.listResourceTemplates()).length).toBeGreaterThan(0);
    const [content] = await client.readResource('test://template/7/data');
    expect(content?.text).toContain('Data for ID: 7');
    const [read] = await client.readResource('test://static-text');
    expect(read?.text).toContain('static text resource');
    const prompt = await client.getPrompt(`${prefix}test_prompt_with_arguments`, { arg1: 'x', arg2: 'y' });
    expect(JSON.stringify(prompt)).toContain("arg1='x'");
    const ref = { type: 'ref/prompt' as const, name: `${prefix}test_prompt_with_arguments` };
    const completed = await client.complete({ ref, argument: { name: 'arg1', value: 'par' } });
    expect(completed).toEqual(['paris', 'park', 'party']);
  });

  it('answers what the server asks for: its model, a form, a page, its roots, all at once and in rounds', async () => {
    const client = await connect(answers);
    const call = async (name: string, args = {}): Promise<string> =>
      (await client.callTool(`${prefix}${name}`, args)).text;
    expect(await call('test_sampling', { prompt: 'capital?' })).toBe('LLM response: Paris');
    expect(await call('test_elicitation', { message: 'who?' })).toContain('"username":"ada"');
    expect(await call('test_elicitation_url')).toBe('URL elicitation: action=accept');
    expect(await call('test_input_required_result_list_roots')).toBe('Roots: file:///work');
    expect(await call('test_input_required_result_multiple_inputs')).toBe('Paris Ada: file:///work');
    expect(await call('test_input_required_result_multi_round')).toBe('Ada likes blue');
    const prompt = await client.getPrompt(`${prefix}test_input_required_result_prompt`).catch(String);
    // This one asks for a member that the form does not fill in: it is asked again and again, and then given up.
    expect(JSON.stringify(prompt)).toMatch(/without end/);
  });

  it('is told what it lacks, and that a resource is not there, as it knows errors', async () => {
    const client = await connect();
    const lacking = client.callTool(`${prefix}test_missing_capability`);
    await expect(lacking).rejects.toMatchObject({ code: -32_021 });
    const missing = client.readResource(isAlone ? 'test://nowhere' : 'nowhere://at/all');
    // Version 2 makes an error of its own of that code.
    const isFitting = (error: unknown): boolean =>
      error instanceof ResourceNotFoundError || (error instanceof McpError && error.code === -32_002);
    await expect(missing).rejects.toSatisfy(isFitting);
  });

  it('hears progress of its own calls', async () => {
    const client = await connect();
    const calls = [1, 2, 3].map(async () => {
      const steps: number[] = [];
      await client.callTool(
        `${prefix}test_tool_with_progress`,
        {},
        { onprogress: ({ progress }) => void steps.push(progress) },
      );
      return steps;
    });
    expect(await Promise.all(calls)).toEqual([
      [0, 50, 100],
      [0, 50, 100],
      [0, 50, 100],
    ]);
  });

  it('gets log messages of the level that it set', async () => {
    const client = await connect();
    const logged = async (): Promise<number> => {
      const before = client.notifications.length;
      await client.callTool(`${prefix}test_tool_with_logging`);
      return methodsHeard(client)
        .slice(before)
        .filter((method) => method === 'notifications/message').length;
    };
    await client.setLevel('info');
    expect(await logged()).toBe(3);
    await client.setLevel('error');
    expect(await logged()).toBe(0);
  });

  it('hears of resources that it subscribed to, and of changed lists', async () => {
    const client = await connect();
    const trigger = (name: string): Promise<unknown> => client.callTool(`${prefix}test_trigger_${name}`);
    // Both servers have one of that URI; the first keeps it.
    const uri = 'test://watched-resource';
    const watched = isAlone || server === 'remote' ? uri : clashingUri(server, uri);
    const updates = (): number =>
      methodsHeard(client).filter((method) => method === 'notifications/resources/updated').length;
    await client.subscribe(watched);
    await trigger('resource_update');
    await until('the update', () => updates() === 1);
    await client.unsubscribe(watched);
    await trigger('resource_update');
    await client.subscribe(watched);
    await trigger('resource_update');
    await until('the second update', () => updates() >= 2);
    await trigger('tool_change');
    await until('the changed list', () => methodsHeard(client).includes('notifications/tools/list_changed'));
    expect(updates()).toBe(2);
    expect(client.errors).toEqual([]);
  });
});

describe('a modern server', () => {
  it('shows its era in the state', async () => {
    const client = await connectSdk('v1', patchbay().endpoint('local'));
    await client.ping();
    const eras = (): unknown[] =>
      patchbay()
        .core.state.get()
        .servers.map(({ name, era }) => [name, era]);
    await until('both to be known', () => JSON.stringify(eras()).split('modern').length === 3);
    expect(eras()).toEqual(
      expect.arrayContaining([
        ['local', 'modern'],
        ['remote', 'modern'],
      ]),
    );
  });
});
