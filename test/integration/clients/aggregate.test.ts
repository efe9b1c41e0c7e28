// The official clients on `/mcp`: two official servers and the mock server as one.
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sharedPatchbay, startPatchbay } from '../../support/patchbay.ts';
import { connectSdk, sdkVersions, type Handlers } from '../../support/sdk-clients.ts';
import { everythingServer, filesystemServer, mockServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

let folder = '';
const patchbay = sharedPatchbay(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'patchbay-notes-')));
  await writeFile(join(folder, 'note.txt'), 'Zażółć gęślą jaźń');
  return {
    mcpServers: {
      everything: everythingServer(),
      files: filesystemServer(folder),
      mock: mockServer(['--tools', '1200', '--page-size', '100']),
    },
  };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const namesOf = (items: readonly { readonly name: string }[]): readonly string[] =>
  items.map(({ name }) => name);

describe.each(sdkVersions)('an official client, %s, on all servers at once', (version) => {
  const connect = (handlers: Handlers = {}) => connectSdk(version, patchbay().endpoint(), { handlers });

  /** Servers that were never seen may be missing from the first list; a change is told then. */
  const connectWhenListed = async (handlers: Handlers = {}) => {
    const client = await connect(handlers);
    await until('the tools of all servers', async () => {
      const names = namesOf(await client.listTools());
      return ['everything__get-roots-list', 'files__read_text_file', 'mock__extra_1200'].every((name) =>
        names.includes(name),
      );
    });
    return client;
  };

  it('lists the tools of all servers, page by page, each under the name of its server', async () => {
    const client = await connectWhenListed();
    const names = namesOf(await client.listTools());
    expect(names).toEqual(
      expect.arrayContaining([
        'patchbay__list_servers',
        'everything__echo',
        'files__list_directory',
        'mock__echo',
      ]),
    );
    expect(names.filter((name) => name.startsWith('mock__extra_'))).toHaveLength(1200);
    expect(new Set(names).size).toBe(names.length);
    expect(names.every((name) => name.length <= 64)).toBe(true);
  });

  it('lists a long list of one server on its own route as well, in the pages of the server', async () => {
    const client = await connectSdk(version, patchbay().endpoint('mock'));
    const names = namesOf(await client.listTools());
    expect(names.filter((name) => name.startsWith('extra_'))).toHaveLength(1200);
    expect(names).toContain('echo');
  });

  it('is told of a resource that a server adds while it runs, and reads it', async () => {
    const client = await connectWhenListed();
    const name = `added-for-${version}.gz`;
    const link = await client.callTool('everything__gzip-file-as-resource', { name, data: 'data:,hello' });
    const uri = `demo://resource/session/${name}`;
    expect(link.content).toMatchObject([{ type: 'resource_link', uri }]);
    await until('the news', () =>
      client.notifications.some(({ method }) => method === 'notifications/resources/list_changed'),
    );
    expect((await client.listResources()).map((resource) => resource.uri)).toContain(uri);
    expect(await client.readResource(uri)).toMatchObject([{ uri, mimeType: 'application/gzip' }]);
  });

  it('lists resources, templates and prompts of all servers', async () => {
    const client = await connectWhenListed();
    const resources = (await client.listResources()).map(({ uri }) => uri);
    expect(resources).toEqual(
      expect.arrayContaining(['demo://resource/static/document/features.md', 'mock://greeting']),
    );
    const templates = (await client.listResourceTemplates()).map(({ uriTemplate }) => uriTemplate);
    expect(templates).toEqual(
      expect.arrayContaining(['demo://resource/dynamic/text/{resourceId}', 'mock://number/{n}']),
    );
    expect(namesOf(await client.listPrompts())).toEqual(
      expect.arrayContaining(['everything__simple-prompt', 'mock__review']),
    );
  });

  it('calls tools of each server', async () => {
    const client = await connectWhenListed();
    const [echoed, read, mocked, own] = await Promise.all([
      client.callTool('everything__echo', { message: 'hello' }),
      client.callTool('files__read_text_file', { path: join(folder, 'note.txt') }),
      client.callTool('mock__echo', { text: 'from the mock' }),
      client.callTool('patchbay__list_servers'),
    ]);
    expect(echoed.text).toBe('Echo: hello');
    expect(read.text).toBe('Zażółć gęślą jaźń');
    expect(mocked.text).toBe('from the mock');
    expect(own.text).toContain('"files"');
  });

  it('names a tool that no server has', async () => {
    const client = await connect();
    await expect(client.callTool('nobody__tool')).rejects.toThrow('nobody__tool');
    await expect(client.callTool('echo')).rejects.toThrow('echo');
  });

  it('hears progress and cancels, and the server is told', async () => {
    const client = await connectWhenListed();
    const before = await client.callTool('mock__info');
    const abort = new AbortController();
    const heard: number[] = [];
    const call = client.callTool(
      'mock__progress',
      { steps: 3, hold: true },
      { signal: abort.signal, onprogress: ({ progress }) => heard.push(progress) },
    );
    const outcome = call.catch((error: unknown) => String(error));
    await until('progress', () => heard.length === 3);
    abort.abort('enough');
    expect(await outcome).toContain('enough');
    const cancelledOf = (structured: unknown) => (structured as { cancelled: unknown[] }).cancelled.length;
    await until('the server to hear of it', async () => {
      const { structured } = await client.callTool('mock__info');
      return cancelledOf(structured) === cancelledOf(before.structured) + 1;
    });
    expect(heard).toEqual([1, 2, 3]);
  });

  it('reads resources of each server, and subscribes to them', async () => {
    const client = await connectWhenListed();
    const [greeting] = await client.readResource('mock://greeting');
    expect(greeting?.text).toBe('Hello, wörld 🙂');
    const [number] = await client.readResource('mock://number/12');
    expect(number?.text).toBe('12');
    const [dynamic] = await client.readResource('demo://resource/dynamic/text/3');
    expect(dynamic?.text).toContain('Resource 3');
    await client.subscribe('mock://counter');
    await client.callTool('mock__notify', { kind: 'updated', uri: 'mock://counter' });
    await client.callTool('mock__notify', { kind: 'updated', uri: 'mock://poem' });
    await until('the update', () =>
      client.notifications.some(({ method }) => method === 'notifications/resources/updated'),
    );
    await client.ping();
    const updates = client.notifications.filter(({ method }) => method === 'notifications/resources/updated');
    expect(updates.map(({ params }) => params?.['uri'])).toEqual(['mock://counter']);
    await client.unsubscribe('mock://counter');
  });

  it('gets prompts and completions of each server', async () => {
    const client = await connectWhenListed();
    const review = await client.getPrompt('mock__review', { language: 'perl' });
    expect(JSON.stringify(review)).toContain('perl');
    expect(JSON.stringify(await client.getPrompt('everything__args-prompt', { city: 'Oslo' }))).toContain(
      'Oslo',
    );
    const languages = await client.complete({
      ref: { type: 'ref/prompt', name: 'mock__review' },
      argument: { name: 'language', value: 'p' },
    });
    expect(languages).toEqual(['python', 'perl', 'php']);
    const ids = await client.complete({
      ref: { type: 'ref/resource', uri: 'demo://resource/dynamic/text/{resourceId}' },
      argument: { name: 'resourceId', value: '5' },
    });
    expect(ids).toEqual(['5']);
  });

  it('answers what servers ask of it', async () => {
    const client = await connectWhenListed({
      sampling: () => ({ model: 'm', role: 'assistant', content: { type: 'text', text: 'sampled' } }),
      elicitation: () => ({ action: 'accept', content: { name: 'Grace' } }),
      roots: () => ({ roots: [{ uri: 'file:///aggregate' }] }),
    });
    expect((await client.callTool('everything__trigger-sampling-request', { prompt: 'x' })).text).toContain(
      'sampled',
    );
    expect((await client.callTool('mock__ask', { method: 'elicitation/create' })).text).toContain('Grace');
    expect((await client.callTool('mock__ask', { method: 'roots/list' })).text).toContain(
      'file:///aggregate',
    );
  });

  it('sets one log level for all servers, also for those that it uses later', async () => {
    const client = await connectWhenListed();
    await client.setLevel('warning');
    await client.callTool('mock__notify', { kind: 'message', level: 'info', data: 'too quiet' });
    await client.callTool('mock__notify', { kind: 'message', level: 'error', data: 'loud enough' });
    await until('the log message', () =>
      client.notifications.some(({ params }) => params?.['data'] === 'loud enough'),
    );
    expect(client.notifications.some(({ params }) => params?.['data'] === 'too quiet')).toBe(false);
    const { structured } = await client.callTool('mock__info');
    expect(structured).toMatchObject({ logLevel: 'warning' });
  });
});

describe.each(sdkVersions)('a client, %s, while servers change', (version) => {
  it('is told that lists changed, once they have', async () => {
    const running = await startPatchbay({ mcpServers: { mock: mockServer() } });
    const client = await connectSdk(version, running.endpoint());
    const changes = () =>
      client.notifications.filter(({ method }) => method === 'notifications/tools/list_changed').length;
    expect(namesOf(await client.listTools())).toContain('mock__echo');
    // The server says that its list changed, but it is the same as before: nothing is new for the client.
    await client.callTool('mock__notify', { kind: 'tools' });
    await running.configure({ mcpServers: { mock: mockServer(), more: mockServer(['--tools', '2']) } });
    await until('the new tools', async () => namesOf(await client.listTools()).includes('more__extra_2'));
    await until('the news of it', () => changes() > 0);
    await running.configure({ mcpServers: { more: mockServer(['--tools', '2']) } });
    const told = changes();
    await until(
      'the tools to be gone',
      async () => !namesOf(await client.listTools()).includes('mock__echo'),
    );
    await until('the news of that', () => changes() > told);
    await expect(client.callTool('mock__echo')).rejects.toThrow('mock__echo');
    expect((await client.callTool('more__echo', { text: 'still here' })).text).toBe('still here');
  });

  it('hears of new servers without asking for lists again', async () => {
    const running = await startPatchbay({ mcpServers: { mock: mockServer() } });
    const client = await connectSdk(version, running.endpoint());
    await client.listTools();
    const told = client.notifications.length;
    await running.configure({ mcpServers: { mock: mockServer(), more: mockServer() } });
    await until('the news', () => client.notifications.length > told);
    expect(namesOf(await client.listTools())).toContain('more__echo');
  });
});
