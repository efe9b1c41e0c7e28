// The official clients against the official reference server, on a route of its own.
import { describe, expect, it } from 'vitest';
import { sharedPatchbay } from '../../support/patchbay.ts';
import { connectSdk, sdkVersions, type Handlers } from '../../support/sdk-clients.ts';
import { everythingServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

const patchbay = sharedPatchbay(() => ({ mcpServers: { everything: everythingServer() } }));

describe.each(sdkVersions)('an official client, %s, on a server of its own route', (version) => {
  const connect = (handlers: Handlers = {}) =>
    connectSdk(version, patchbay().endpoint('everything'), { handlers });

  it('connects and learns who the server is', async () => {
    const client = await connect();
    expect(client.serverName()).toBe('mcp-servers/everything');
    expect(client.instructions()).toContain('Everything');
    expect(client.capabilities()).toMatchObject({ tools: {}, resources: { subscribe: true }, logging: {} });
    expect(client.sessionId()).toBeTypeOf('string');
    await client.ping();
  });

  it('lists tools, resources, templates and prompts under their own names', async () => {
    const client = await connect();
    const tools = (await client.listTools()).map(({ name }) => name);
    expect(tools).toEqual(expect.arrayContaining(['echo', 'get-sum', 'trigger-long-running-operation']));
    const resources = (await client.listResources()).map(({ uri }) => uri);
    expect(resources).toContain('demo://resource/static/document/features.md');
    const templates = (await client.listResourceTemplates()).map(({ uriTemplate }) => uriTemplate);
    expect(templates).toContain('demo://resource/dynamic/text/{resourceId}');
    const prompts = (await client.listPrompts()).map(({ name }) => name);
    expect(prompts).toEqual(expect.arrayContaining(['simple-prompt', 'args-prompt', 'completable-prompt']));
  });

  it('calls tools, and gets text, images and structured content', async () => {
    const client = await connect();
    expect((await client.callTool('echo', { message: 'Grüße 🙂' })).text).toBe('Echo: Grüße 🙂');
    expect((await client.callTool('get-sum', { a: 2, b: 40 })).text).toContain('42');
    const image = await client.callTool('get-tiny-image');
    expect(image.content.map(({ type }) => type)).toContain('image');
    const weather = await client.callTool('get-structured-content', { location: 'Chicago' });
    expect(weather.structured).toEqual({ temperature: 36, conditions: 'Light rain / drizzle', humidity: 82 });
    const links = await client.callTool('get-resource-links', { count: 2 });
    expect(links.content.filter(({ type }) => type === 'resource_link')).toHaveLength(2);
  });

  it('passes on what a tool or the server refuses', async () => {
    const client = await connect();
    const refused = await client
      .callTool('get-sum', { a: 'no number', b: 1 })
      .catch((error: unknown) => error);
    expect(JSON.stringify(refused instanceof Error ? refused.message : refused)).toContain('expected number');
    await expect(client.readResource('demo://resource/nowhere')).rejects.toThrow('not found');
  });

  it('hears progress of a long call, in order, before its answer', async () => {
    const client = await connect();
    const heard: number[] = [];
    const outcome = await client.callTool(
      'trigger-long-running-operation',
      { duration: 0.05, steps: 5 },
      { onprogress: ({ progress }) => heard.push(progress) },
    );
    expect(outcome.text).toContain('completed');
    expect(heard).toEqual([1, 2, 3, 4, 5]);
  });

  it('cancels a call, and goes on', async () => {
    const client = await connect();
    const abort = new AbortController();
    const progressed = Promise.withResolvers<void>();
    const call = client.callTool(
      'trigger-long-running-operation',
      { duration: 30, steps: 3000 },
      { signal: abort.signal, onprogress: () => progressed.resolve() },
    );
    const outcome = call.catch((error: unknown) => String(error));
    await progressed.promise;
    abort.abort('enough of it');
    expect(await outcome).toContain('enough of it');
    expect((await client.callTool('echo', { message: 'still here' })).text).toBe('Echo: still here');
  });

  it('reads resources, listed ones and those of a template', async () => {
    const client = await connect();
    const [document] = await client.readResource('demo://resource/static/document/features.md');
    expect(document?.text).toContain('echo');
    const [dynamic] = await client.readResource('demo://resource/dynamic/text/7');
    expect(dynamic?.text).toContain('Resource 7');
  });

  it('hears updates of the resources that it subscribed to, until it unsubscribes', async () => {
    const client = await connect();
    const uri = `demo://resource/dynamic/text/${version === 'v1' ? 1 : 2}`;
    const isUpdate = (params: unknown): boolean => (params as { uri?: string } | undefined)?.uri === uri;
    await client.subscribe(uri);
    await client.callTool('toggle-subscriber-updates');
    await until('the update', () => client.notifications.some(({ params }) => isUpdate(params)));
    expect(client.notifications.find(({ params }) => isUpdate(params))?.method).toBe(
      'notifications/resources/updated',
    );
    await client.callTool('toggle-subscriber-updates');
    await client.unsubscribe(uri);
  });

  it('gets prompts, with arguments and without', async () => {
    const client = await connect();
    const simple = await client.getPrompt('simple-prompt');
    expect(simple.messages).toHaveLength(1);
    const withArguments = await client.getPrompt('args-prompt', { city: 'Łódź' });
    expect(JSON.stringify(withArguments)).toContain('Łódź');
  });

  it('completes arguments of prompts and of resource templates', async () => {
    const client = await connect();
    const departments = await client.complete({
      ref: { type: 'ref/prompt', name: 'completable-prompt' },
      argument: { name: 'department', value: 'S' },
    });
    expect(departments).toEqual(['Sales', 'Support']);
    const people = await client.complete({
      ref: { type: 'ref/prompt', name: 'completable-prompt' },
      argument: { name: 'name', value: 'E' },
      context: { arguments: { department: 'Sales' } },
    });
    expect(people).toEqual(['Eve']);
    const ids = await client.complete({
      ref: { type: 'ref/resource', uri: 'demo://resource/dynamic/text/{resourceId}' },
      argument: { name: 'resourceId', value: '12' },
    });
    expect(ids).toEqual(['12']);
  });

  it('sets the log level and hears log messages', async () => {
    const client = await connect();
    await client.setLevel('debug');
    // The server acknowledges each subscription with a log message.
    await client.subscribe('demo://resource/dynamic/text/99');
    const isLogged = () =>
      client.notifications.some(
        ({ method, params }) =>
          method === 'notifications/message' && String(params?.['data']).includes('text/99'),
      );
    expect(await until('the log message', isLogged)).toBe(true);
  });

  it('answers what the server asks of it: sampling, elicitation by form and by URL', async () => {
    const asked: unknown[] = [];
    const client = await connect({
      sampling: (params) => {
        asked.push(params);
        return { model: 'test-model', role: 'assistant', content: { type: 'text', text: 'a poem' } };
      },
      elicitation: (params) => {
        asked.push(params);
        const isForm = (params as { mode?: string }).mode !== 'url';
        return { action: 'accept', ...(isForm ? { content: { name: 'Ada' } } : {}) };
      },
    });
    const sampled = await client.callTool('trigger-sampling-request', { prompt: 'write', maxTokens: 5 });
    expect(sampled.text).toContain('a poem');
    const elicited = await client.callTool('trigger-elicitation-request');
    expect(elicited.text).toContain('- Name: Ada');
    const opened = await client.callTool('trigger-url-elicitation', { url: 'https://example.com/login' });
    expect(opened.text).toContain('completed the URL elicitation');
    expect(asked).toMatchObject([
      { maxTokens: 5 },
      { requestedSchema: {} },
      { url: 'https://example.com/login' },
    ]);
  });

  it('is told its roots when the server asks for them', async () => {
    const uri = `file:///home/${version}`;
    const client = await connect({ roots: () => ({ roots: [{ uri, name: 'home' }] }) });
    // The server remembers the roots of its one client; a change makes it ask again.
    await client.rootsChanged();
    const roots = until('the roots', async () => {
      const { text } = await client.callTool('get-roots-list');
      return text.includes(uri) && text;
    });
    expect(await roots).toContain('home');
  });
});
