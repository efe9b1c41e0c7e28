// Servers of the old HTTP+SSE transport behind today's routes: used, cut, forgotten, stopped.
import { spawn } from 'node:child_process';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ServerView } from '../../../src/shared/state.ts';
import {
  startSdkSseServer,
  type SdkSseServer,
  type SdkSseServerOptions,
} from '../../fixtures/sdk-sse-server.ts';
import { connectModern, textOf } from '../../support/modern-client.ts';
import { startPatchbay } from '../../support/patchbay.ts';
import { freePort } from '../../support/ports.ts';
import { call, openSession, post } from '../../support/raw-mcp.ts';
import { connectSdk, sdkVersions, type Handlers, type SdkVersion } from '../../support/sdk-clients.ts';
import { connectSse } from '../../support/sse-client.ts';
import { everythingProgram } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

async function serve(options: SdkSseServerOptions = {}): Promise<SdkSseServer> {
  const server = await startSdkSseServer(options);
  onTestFinished(() => server.stop());
  return server;
}

const behind = (url: string, headers: Record<string, string> = {}) =>
  startPatchbay({ mcpServers: { remote: { type: 'sse', url, headers } } });

async function setUp(version: SdkVersion, handlers: Handlers = {}, options: SdkSseServerOptions = {}) {
  const server = await serve(options);
  const patchbay = await behind(server.url);
  const client = await connectSdk(version, patchbay.endpoint('remote'), { handlers });
  return { server, patchbay, client };
}

describe.each(sdkVersions)('a client, %s, of a server over HTTP+SSE', (version) => {
  it('lists, calls, reads, gets and completes', async () => {
    const { client } = await setUp(version);
    expect(client.serverName()).toBe('sdk-sse-server');
    expect((await client.listTools()).map(({ name }) => name)).toContain('echo');
    expect((await client.listResources()).map(({ uri }) => uri)).toContain('sdk://note');
    expect((await client.callTool('echo', { text: 'Grüße 🙂' })).text).toBe('Grüße 🙂');
    expect((await client.callTool('sum', { a: 2, b: 3 })).structured).toEqual({ sum: 5 });
    expect(await client.readResource('sdk://item/7')).toMatchObject([{ text: 'item 7' }]);
    expect(JSON.stringify(await client.getPrompt('greet', { name: 'Ada' }))).toContain('Greet Ada');
    await client.ping();
  });

  it('reaches it on /mcp as well', async () => {
    const { patchbay } = await setUp(version);
    const whole = await connectSdk(version, patchbay.endpoint());
    await until('its tools', async () =>
      (await whole.listTools()).some(({ name }) => name === 'remote__echo'),
    );
    expect((await whole.callTool('remote__echo', { text: 'all' })).text).toBe('all');
  });

  it('hears progress in order, then the answer', async () => {
    const { client } = await setUp(version);
    const heard: number[] = [];
    const onprogress = ({ progress }: { progress: number }): void => void heard.push(progress);
    const outcome = await client.callTool('progress', { steps: 20 }, { onprogress });
    expect([outcome.text, heard]).toEqual([
      'did 20 steps',
      Array.from({ length: 20 }, (_, index) => index + 1),
    ]);
  });

  it('answers what the server asks of it', async () => {
    const { client } = await setUp(version, {
      sampling: () => ({ model: 'm', role: 'assistant', content: { type: 'text', text: 'sampled' } }),
      elicitation: () => ({ action: 'accept', content: { name: 'Grace' } }),
      roots: () => ({ roots: [{ uri: 'file:///root' }] }),
    });
    expect((await client.callTool('ask_sampling')).text).toContain('sampled');
    expect((await client.callTool('ask_elicitation')).text).toContain('Grace');
    expect((await client.callTool('ask_roots')).text).toContain('file:///root');
  });

  it('cancels a call, which the server hears; both go on', async () => {
    const { client, server, patchbay } = await setUp(version);
    const abort = new AbortController();
    const outcome = client
      .callTool('never', {}, { signal: abort.signal })
      .catch((error: unknown) => String(error));
    await until('the call', () => server.sessions().some(({ waiting }) => waiting === 1));
    abort.abort('enough');
    expect(await outcome).toContain('enough');
    await until('the server to hear', () => server.sessions().some(({ cancelled }) => cancelled === 1));
    expect((await client.callTool('echo', { text: 'on' })).text).toBe('on');
    const view = (): ServerView | undefined =>
      patchbay.core.state.get().servers.find(({ name }) => name === 'remote');
    await until('nothing in flight, of the gateway itself either', () => view()?.inFlight === 0);
    expect(view()).toMatchObject({ status: 'ready', problem: null });
  });

  it('goes on after its stream was cut, with level and subscriptions as before, and hears what comes', async () => {
    const { client, server } = await setUp(version);
    await client.setLevel('error');
    await client.subscribe('sdk://note');
    server.cut();
    await until('the end', () => server.sessions().length === 0);
    // Nobody asks for anything: the stream comes back by itself.
    const restored = await until('the new session', () =>
      server.sessions().find(({ subscriptions }) => subscriptions.has('sdk://note')),
    );
    expect(restored.level).toBe('error');
    await restored.server.server.sendResourceUpdated({ uri: 'sdk://note' });
    await until('the update', () => client.notifications.some(({ method }) => method.endsWith('/updated')));
    expect((await client.callTool('echo', { text: 'on' })).text).toBe('on');
    expect(client.errors).toEqual([]);
  });

  it('ends its stream at the server when it ends its session', async () => {
    const { client, server } = await setUp(version);
    await client.callTool('echo', { text: 'x' });
    const before = server.sessions().length;
    await client.endSession();
    const left = await until('the end', () => [server.sessions()].find(({ length }) => length < before));
    expect(left).toHaveLength(before - 1);
  });
});

describe('a server over HTTP+SSE', () => {
  it('is there for modern clients', async () => {
    const server = await serve();
    const patchbay = await behind(server.url);
    const client = await connectModern(patchbay.endpoint('remote'));
    expect(textOf(await client.callTool({ name: 'echo', arguments: { text: 'new' } }))).toBe('new');
  });

  it('is there for clients of its own kind', async () => {
    const server = await serve();
    const patchbay = await behind(server.url);
    const client = await connectSse(patchbay.endpoint('remote'));
    expect(textOf(await client.callTool({ name: 'echo', arguments: { text: 'old' } }))).toBe('old');
  });

  it.each(['messages', 'http://127.0.0.1:PORT/messages'])(
    'may name the address for messages as %s',
    async (endpoint) => {
      const server = await serve({ endpoint });
      const patchbay = await behind(server.url);
      const answer = await post(patchbay.endpoint('remote'), call(1, 'echo', { text: 'there' }));
      expect(answer.text).toContain('there');
    },
  );

  it('gets the configured headers with every request', async () => {
    const server = await serve();
    const patchbay = await behind(server.url, { Authorization: 'Bearer for-it-alone' });
    await post(patchbay.endpoint('remote'), call(1, 'echo', { text: 'x' }));
    expect(new Set(server.seen.map(({ method }) => method))).toEqual(new Set(['GET', 'POST']));
    expect(server.seen.every(({ headers }) => headers.authorization === 'Bearer for-it-alone')).toBe(true);
  });

  it('has a stream for each session, and answers each alone', async () => {
    const server = await serve();
    const patchbay = await behind(server.url);
    const url = patchbay.endpoint('remote');
    const sessions = await Promise.all([1, 2, 3].map(() => openSession(url)));
    const answers = await Promise.all(
      sessions.map((headers, index) => post(url, call('same', 'echo', { text: `of ${index}` }), headers)),
    );
    expect(answers.map(({ text }) => /of \d/.exec(text)?.[0])).toEqual(['of 0', 'of 1', 'of 2']);
    expect(server.sessions().length).toBeGreaterThanOrEqual(3);
  });

  it('whose stream is cut in the middle of a call: an error that names it, and the next call works', async () => {
    const server = await serve();
    const patchbay = await behind(server.url);
    const url = patchbay.endpoint('remote');
    const session = await openSession(url);
    const never = post(url, call(1, 'never'), session);
    await until('the call', () => server.sessions().some(({ waiting }) => waiting === 1));
    server.cut();
    expect((await never).json()).toMatchObject({
      id: 1,
      error: { message: expect.stringContaining('"remote"') as unknown },
    });
    expect((await post(url, call(2, 'echo', { text: 'again' }), session)).text).toContain('again');
  });

  it('that forgot a session without a word is asked again on a new stream', async () => {
    const server = await serve();
    const patchbay = await behind(server.url);
    const url = patchbay.endpoint('remote');
    const session = await openSession(url);
    await post(url, call(1, 'echo', { text: 'x' }), session);
    server.forget();
    expect((await post(url, call(2, 'echo', { text: 'again' }), session)).text).toContain('again');
  });

  it('that is not there is named, and found when it is', async () => {
    const port = await freePort();
    const patchbay = await behind(`http://127.0.0.1:${port}/sse`);
    const url = patchbay.endpoint('remote');
    const failed = await post(url, call(1, 'echo', { text: 'x' }));
    expect(failed.json()).toMatchObject({
      error: { message: expect.stringContaining('refused') as unknown },
    });
    await serve({ port });
    expect((await post(url, call(2, 'echo', { text: 'found' }))).text).toContain('found');
  });

  it('that is stopped by a person is opened again by the next call', async () => {
    const server = await serve();
    const patchbay = await behind(server.url);
    const url = patchbay.endpoint('remote');
    const session = await openSession(url);
    await patchbay.core.commands.stopServer({ name: 'remote' });
    await until('the end', () => server.sessions().length === 0);
    expect((await post(url, call(2, 'echo', { text: 'again' }), session)).text).toContain('again');
  });
});

describe('the reference server in its sse mode', () => {
  it('is used like the others: progress and questions', async () => {
    const port = await freePort();
    const child = spawn(process.execPath, [everythingProgram, 'sse'], {
      env: { ...process.env, PORT: String(port) },
      stdio: 'ignore',
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    await until('the server to listen', () =>
      fetch(`http://127.0.0.1:${port}/`).then(
        () => true,
        () => false,
      ),
    );
    const patchbay = await behind(`http://127.0.0.1:${port}/sse`);
    const client = await connectSdk('v2', patchbay.endpoint('remote'), {
      handlers: {
        sampling: () => ({ model: 'm', role: 'assistant', content: { type: 'text', text: 'a poem' } }),
        elicitation: () => ({ action: 'accept', content: { name: 'Ada' } }),
        roots: () => ({ roots: [{ uri: 'file:///of/sse' }] }),
      },
    });
    const heard: number[] = [];
    const onprogress = ({ progress }: { progress: number }): void => void heard.push(progress);
    await client.callTool('trigger-long-running-operation', { duration: 0.05, steps: 5 }, { onprogress });
    expect(heard).toEqual([1, 2, 3, 4, 5]);
    expect((await client.callTool('trigger-sampling-request', { prompt: 'x' })).text).toContain('a poem');
    expect((await client.callTool('trigger-elicitation-request')).text).toContain('- Name: Ada');
    await until('the roots', async () => (await client.callTool('get-roots-list')).text.includes('/of/sse'));
  });
});
