// Modern clients of several copies of one registered server: requests are spread over those of their era, what belongs to
// one copy goes to it, and what one never got goes to another.
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  resultOf,
  sendJson,
  startRawHttpServer,
  type RawHttpServer,
} from '../../fixtures/raw-http-server.ts';
import { startConformanceServer } from '../../support/conformance-server.ts';
import { connectModern, textOf } from '../../support/modern-client.ts';
import { modernRpc } from '../../support/modern-edge.ts';
import { startPatchbay, type RunningPatchbay } from '../../support/patchbay.ts';
import { post, type Json } from '../../support/raw-mcp.ts';
import { announce } from '../../support/registrations.ts';
import { until } from '../../support/until.ts';

/** Registers the servers as copies of `twin`, and waits until all are known. */
async function registered(urls: readonly string[]): Promise<RunningPatchbay> {
  const patchbay = await startPatchbay({});
  for (const url of urls) await announce(patchbay.url, 'twin', url);
  await until('all lists', () => {
    const { servers } = patchbay.core.state.get().registrations;
    return servers.length === urls.length && servers.every(({ tools }) => tools !== null);
  });
  return patchbay;
}

async function copies(...eras: readonly RawHttpServer['era'][]) {
  const servers = await Promise.all(eras.map((era) => startRawHttpServer(era)));
  const patchbay = await registered(servers.map(({ url }) => url));
  const client = await connectModern(patchbay.endpoint('twin'));
  const calls = (): readonly number[] => servers.map((server) => server.of('tools/call').length);
  const call = async (): Promise<string> => textOf(await client.callTool({ name: 'echo' }));
  return { servers, patchbay, calls, call };
}

describe('requests of the modern era to several copies', () => {
  it('are spread evenly over those of their era', async () => {
    const { calls, call } = await copies('modern', 'modern', 'legacy');
    for (let count = 0; count < 10; count++) await call();
    expect(calls()).toEqual([5, 5, 0]);
  });

  it('go to the one that has the least to do', async () => {
    const { servers, calls, call } = await copies('modern', 'modern');
    const held: (() => void)[] = [];
    const [busy] = servers;
    if (busy === undefined) throw new Error('There are two.');
    busy.answer = (received) => {
      if (received.method !== 'tools/call') return false;
      held.push(() => sendJson(received, resultOf(received, { resultType: 'complete', content: [] })));
      return true;
    };
    const first = [call(), call()];
    await until('both to be busy or done', () => calls().every((count) => count === 1));
    for (let count = 0; count < 4; count++) await call();
    expect(calls()).toEqual([1, 5]);
    for (const release of held) release();
    await Promise.all(first);
  });

  it('stay with one where all are of the legacy era, which keep what they know in sessions', async () => {
    const { calls, call } = await copies('legacy', 'legacy');
    for (let count = 0; count < 6; count++) expect(await call()).toBe('legacy');
    expect(calls().toSorted()).toEqual([0, 6]);
  });

  it('go on at the other when one is gone, and end when none is left', async () => {
    const servers = [await startConformanceServer('modern'), await startConformanceServer('modern')];
    onTestFinished(async () => {
      await Promise.all(servers.map((server) => server.stop()));
    });
    const patchbay = await registered(servers.map(({ url }) => url));
    const client = await connectModern(patchbay.endpoint('twin'));
    const greet = async (): Promise<string> =>
      textOf(await client.callTool({ name: 'greet', arguments: { name: 'you' } }));
    expect(await greet()).toBe('Hello, you!');
    await servers[0]?.stop();
    for (let count = 0; count < 6; count++) expect(await greet()).toBe('Hello, you!');
    await servers[1]?.stop();
    await expect(greet()).rejects.toThrow(/"twin_[12]" cannot be reached/);
  });
});

describe('what belongs to one copy', () => {
  const extension = { extensions: { 'io.modelcontextprotocol/tasks': {} }, elicitation: { form: {} } };

  const setUp = async () => {
    const servers = [await startConformanceServer('modern'), await startConformanceServer('modern')];
    onTestFinished(async () => {
      await Promise.all(servers.map((server) => server.stop()));
    });
    const patchbay = await registered(servers.map(({ url }) => url));
    const ask = async (url: URL, method: string, params: Json) => {
      const { body, headers } = modernRpc(1, method, params, extension);
      return (await post(url, body, headers)).json() as { result: Json; error?: Json };
    };
    return { patchbay, ask };
  };

  it.each(['/mcp/twin', '/mcp'])('is a task, which is asked there, at %s', async (route) => {
    const { patchbay, ask } = await setUp();
    const url = new URL(route, patchbay.url);
    const name = route === '/mcp' ? 'twin__slow_compute' : 'slow_compute';
    const begun = await Promise.all(
      Array.from({ length: 6 }, () => ask(url, 'tools/call', { name, arguments: { seconds: 60 } })),
    );
    for (const { result } of begun) {
      const { taskId } = result;
      expect((await ask(url, 'tasks/get', { taskId })).result).toMatchObject({ taskId, status: 'working' });
      expect((await ask(url, 'tasks/cancel', { taskId })).error).toBeUndefined();
      expect((await ask(url, 'tasks/get', { taskId })).result).toMatchObject({ status: 'cancelled' });
    }
    const nobodys = route === '/mcp' ? 'twin:nobody' : 'nobody';
    expect((await ask(url, 'tasks/get', { taskId: nobodys })).error).toMatchObject({ code: -32_602 });
  });

  it('is a call that waits for answers', async () => {
    const { patchbay, ask } = await setUp();
    const url = patchbay.endpoint('twin');
    const params = { name: 'test_input_required_result_request_state', arguments: {} };
    const rounds = await Promise.all(Array.from({ length: 6 }, () => ask(url, 'tools/call', params)));
    for (const { result } of rounds) {
      expect(result).toMatchObject({ resultType: 'input_required' });
      const keys = Object.keys(result['inputRequests'] as Json);
      const answer = { action: 'accept', content: { name: 'Ada', confirmed: true, ok: true } };
      const inputResponses = Object.fromEntries(keys.map((key) => [key, answer]));
      const repeated = { ...params, inputResponses, requestState: result['requestState'] };
      expect((await ask(url, 'tools/call', repeated)).result).toMatchObject({ resultType: 'complete' });
    }
  });
});
