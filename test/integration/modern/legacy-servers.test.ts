// The official client of the modern era on servers that know only the legacy one: every feature, alone and through /mcp.
import { describe, expect, it, onTestFinished } from 'vitest';
import { startSdkServer } from '../../fixtures/sdk-http-server.ts';
import { connectModern, textOf } from '../../support/modern-client.ts';
import { sharedPatchbay, startPatchbay } from '../../support/patchbay.ts';
import { everythingServer, mockServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

const patchbay = sharedPatchbay(() => ({
  mcpServers: { everything: everythingServer(), mock: mockServer() },
}));

const ways = [
  ['on its own route', true],
  ['on /mcp', false],
] as const;

/** Where a server's route is, and how its names begin there. */
function way(isAlone: boolean, server: string): { url: URL; prefix: string } {
  return isAlone
    ? { url: patchbay().endpoint(server), prefix: '' }
    : { url: patchbay().endpoint(), prefix: `${server}__` };
}

describe.each(ways)('a modern client of a legacy server on stdio, %s', (_way, isAlone) => {
  it('discovers, lists, calls, reads, gets and completes', async () => {
    const { url, prefix } = way(isAlone, 'mock');
    const client = await connectModern(url);
    expect(client.getNegotiatedProtocolVersion()).toBe('2026-07-28');
    expect(client.getServerVersion()?.name).toBe(isAlone ? 'mock' : 'patchbay');
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain(`${prefix}echo`);
    expect((await client.listPrompts()).prompts.map(({ name }) => name)).toContain(`${prefix}review`);
    expect((await client.listResources()).resources.map(({ uri }) => uri)).toContain('mock://poem');
    expect((await client.listResourceTemplates()).resourceTemplates.length).toBeGreaterThan(0);
    const echoed = await client.callTool({ name: `${prefix}echo`, arguments: { text: 'Grüße 🙂' } });
    expect(textOf(echoed)).toBe('Grüße 🙂');
    const { contents } = await client.readResource({ uri: 'mock://poem' });
    expect(contents).toMatchObject([{ text: 'Zażółć gęślą jaźń' }]);
    const prompt = await client.getPrompt({ name: `${prefix}review`, arguments: { language: 'perl' } });
    expect(JSON.stringify(prompt.messages)).toContain('perl');
    const { completion } = await client.complete({
      ref: { type: 'ref/prompt', name: `${prefix}review` },
      argument: { name: 'language', value: 'p' },
    });
    expect(completion.values).toEqual(['python', 'perl', 'php']);
  });

  it('hears of errors in the terms of its era', async () => {
    const { url, prefix } = way(isAlone, 'mock');
    const client = await connectModern(url);
    await expect(client.readResource({ uri: 'mock://nowhere' })).rejects.toMatchObject({ code: -32_602 });
    await expect(client.callTool({ name: `${prefix}no_such_tool` })).rejects.toMatchObject({ code: -32_602 });
    const failed = await client.callTool({ name: `${prefix}fail`, arguments: { text: 'broken' } });
    expect([failed.isError, textOf(failed)]).toEqual([true, 'broken']);
  });

  it('hears progress in order, then the answer', async () => {
    const { url, prefix } = way(isAlone, 'mock');
    const client = await connectModern(url);
    const heard: number[] = [];
    const result = await client.callTool(
      { name: `${prefix}progress`, arguments: { steps: 10 } },
      { onprogress: ({ progress }) => void heard.push(progress) },
    );
    expect([textOf(result), heard]).toEqual(['did 10 steps', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]]);
  });

  it('hears log messages of the level that it names in the request, and none else', async () => {
    const { url, prefix } = way(isAlone, 'mock');
    const heard: unknown[] = [];
    const client = await connectModern(url, {
      prepare: (made) =>
        made.setNotificationHandler('notifications/message', ({ params }) => void heard.push(params.data)),
    });
    const log = async (data: string, logLevel?: string) =>
      client.callTool({
        name: `${prefix}notify`,
        arguments: { kind: 'message', level: 'warning', data },
        ...(logLevel === undefined ? {} : { _meta: { 'io.modelcontextprotocol/logLevel': logLevel } }),
      });
    await log('unasked');
    await log('wanted', 'info');
    await log('too quiet', 'error');
    expect(heard).toEqual(['wanted']);
  });

  it('answers elicitation, sampling and roots as its call goes on', async () => {
    const { url, prefix } = way(isAlone, 'mock');
    const client = await connectModern(url, {
      capabilities: { elicitation: { form: {}, url: {} }, sampling: { tools: {} }, roots: {} },
      prepare: (made) => {
        made.setRequestHandler('elicitation/create', ({ params }) => ({
          action: 'accept',
          content: { name: params.mode === 'url' ? params.url : params.message },
        }));
        made.setRequestHandler('sampling/createMessage', ({ params }) => ({
          role: 'assistant',
          model: 'none',
          content: { type: 'text', text: `with ${params.tools?.length ?? 0} tools` },
        }));
        made.setRequestHandler('roots/list', () => ({ roots: [{ uri: 'file:///home' }] }));
      },
    });
    const ask = async (method: string, params?: unknown) =>
      textOf(
        await client.callTool({
          name: `${prefix}ask`,
          arguments: { method, ...(params === undefined ? {} : { params }) },
        }),
      );
    expect(await ask('elicitation/create')).toContain('Your name?');
    const visit = { mode: 'url', message: 'Visit', url: 'https://example.test/', elicitationId: 'e' };
    expect(await ask('elicitation/create', visit)).toContain('https://example.test/');
    expect(await ask('roots/list')).toContain('file:///home');
    const sampling = {
      messages: [{ role: 'user', content: { type: 'text', text: 'Hi' } }],
      maxTokens: 5,
      tools: [{ name: 't', inputSchema: { type: 'object' } }],
    };
    expect(await ask('sampling/createMessage', sampling)).toContain('with 1 tools');
  });

  it('is not asked what it cannot answer, and the server may cope with that', async () => {
    const { url, prefix } = way(isAlone, 'mock');
    const client = await connectModern(url, { capabilities: { roots: {} } });
    const asked = client.callTool({ name: `${prefix}ask`, arguments: { method: 'elicitation/create' } });
    expect(textOf(await asked)).toMatch(/elicitation/);
  });

  it('cancels by leaving, which the server hears', async () => {
    const { url, prefix } = way(isAlone, 'mock');
    const client = await connectModern(url);
    const abort = new AbortController();
    const cancelledCalls = async (): Promise<number> => {
      const info = JSON.parse(textOf(await client.callTool({ name: `${prefix}info` }))) as {
        cancelled: unknown[];
      };
      return info.cancelled.length;
    };
    const before = await cancelledCalls();
    const call = client.callTool(
      { name: `${prefix}progress`, arguments: { steps: 1, hold: true } },
      { signal: abort.signal, onprogress: () => abort.abort() },
    );
    await expect(call).rejects.toThrow(/abort/i);
    await until('the cancellation', async () => (await cancelledCalls()) > before);
    expect(await cancelledCalls()).toBe(before + 1);
  });

  it('listens for resources and list changes', async () => {
    const { url, prefix } = way(isAlone, 'mock');
    const heard: string[] = [];
    const client = await connectModern(url, {
      prepare: (made) => {
        made.setNotificationHandler(
          'notifications/resources/updated',
          ({ params }) => void heard.push(params.uri),
        );
        made.setNotificationHandler('notifications/tools/list_changed', () => void heard.push('tools'));
      },
    });
    const subscription = await client.listen({
      toolsListChanged: true,
      resourceSubscriptions: ['mock://poem'],
    });
    expect(subscription.honoredFilter).toMatchObject({
      toolsListChanged: true,
      resourceSubscriptions: ['mock://poem'],
    });
    const notify = (args: Record<string, unknown>) =>
      client.callTool({ name: `${prefix}notify`, arguments: args });
    await notify({ kind: 'updated', uri: 'mock://counter' });
    await notify({ kind: 'updated', uri: 'mock://poem' });
    await until('the update', () => heard.includes('mock://poem'));
    if (isAlone) {
      await notify({ kind: 'tools' });
      await until('the list change', () => heard.includes('tools'));
    }
    await subscription.close();
    expect(heard).not.toContain('mock://counter');
  });
});

describe('a modern client of the reference server', () => {
  it('uses it all: long operations, structured content, sampling, elicitation', async () => {
    const client = await connectModern(patchbay().endpoint('everything'), {
      capabilities: { elicitation: { form: {}, url: {} }, sampling: {}, roots: {} },
      prepare: (made) => {
        made.setRequestHandler('elicitation/create', () => ({ action: 'decline' }));
        made.setRequestHandler('roots/list', () => ({ roots: [] }));
        made.setRequestHandler('sampling/createMessage', () => ({
          role: 'assistant',
          model: 'none',
          content: { type: 'text', text: 'sampled' },
        }));
      },
    });
    const names = (await client.listTools()).tools.map(({ name }) => name);
    expect(names).toContain('echo');
    const sum = await client.callTool({ name: 'get-sum', arguments: { a: 2, b: 3 } });
    expect(textOf(sum)).toContain('5');
    const long = await client.callTool(
      { name: 'trigger-long-running-operation', arguments: { duration: 0.2, steps: 2 } },
      { onprogress: () => undefined },
    );
    expect(textOf(long)).toContain('completed');
    const sampled = await client.callTool({
      name: 'trigger-sampling-request',
      arguments: { prompt: 'p', maxTokens: 5 },
    });
    expect(textOf(sampled)).toContain('sampled');
    const declined = await client.callTool({ name: 'trigger-elicitation-request' });
    expect(textOf(declined).toLowerCase()).toContain('decline');
  });

  it('is asked to visit a URL first, then the call goes through', async () => {
    const visited: unknown[] = [];
    const client = await connectModern(patchbay().endpoint('everything'), {
      capabilities: { elicitation: { url: {} } },
      prepare: (made) =>
        made.setRequestHandler('elicitation/create', ({ params }) => {
          visited.push(params.mode === 'url' ? params.url : params);
          return { action: 'accept' };
        }),
    });
    const result = await client.callTool({
      name: 'trigger-url-elicitation',
      arguments: { url: 'https://example.test/sign-in', errorPath: true },
    });
    // The first comes with an error of the 2025 era (-32042), the second is a question.
    expect(visited).toHaveLength(2);
    expect(result.isError ?? false).toBe(false);
  });
});

describe.each(ways)('a modern client of a legacy server behind a URL, %s', (_way, isAlone) => {
  async function setUp() {
    const server = await startSdkServer({});
    onTestFinished(() => server.stop());
    const running = await startPatchbay({ mcpServers: { remote: { url: server.url } } });
    const url = running.endpoint(isAlone ? 'remote' : undefined);
    return { server, url, prefix: isAlone ? '' : 'remote__' };
  }

  it('calls, hears progress, answers questions, listens', async () => {
    const { server, url, prefix } = await setUp();
    const heard: string[] = [];
    const client = await connectModern(url, {
      capabilities: { elicitation: {}, sampling: {}, roots: {} },
      prepare: (made) => {
        made.setRequestHandler('elicitation/create', () => ({ action: 'accept', content: { name: 'Ada' } }));
        made.setRequestHandler('roots/list', () => ({ roots: [{ uri: 'file:///r' }] }));
        made.setRequestHandler('sampling/createMessage', () => ({
          role: 'assistant',
          model: 'none',
          content: { type: 'text', text: 'said' },
        }));
        made.setNotificationHandler('notifications/tools/list_changed', () => void heard.push('tools'));
      },
    });
    const call = async (name: string, args: Record<string, unknown> = {}) =>
      textOf(await client.callTool({ name: `${prefix}${name}`, arguments: args }));
    const steps: number[] = [];
    await client.callTool(
      { name: `${prefix}progress`, arguments: { steps: 5 } },
      { onprogress: ({ progress }) => void steps.push(progress) },
    );
    expect(steps).toEqual([1, 2, 3, 4, 5]);
    expect(await call('ask_elicitation')).toContain('Ada');
    expect(await call('ask_sampling')).toContain('said');
    // This one comes on the session's own stream, which names no call.
    expect(await call('ask_roots')).toContain('file:///r');
    const subscription = await client.listen({ toolsListChanged: true });
    await call('add_tool', { name: 'newcomer' });
    await until('the list change', () => heard.length > 0);
    await subscription.close();
    expect(server.sessions().length).toBeGreaterThan(0);
  });
});
