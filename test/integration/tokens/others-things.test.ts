// What one token has begun is not there for another: tasks, parked calls, streams to be resumed. And what is open ends when
// its token does.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { allListed } from '../../support/all-listed.ts';
import { startConformanceServer, stdioConformanceServer } from '../../support/conformance-server.ts';
import { modernHeaders, modernRpc } from '../../support/modern-edge.ts';
import { sharedPatchbay, startPatchbay, type RunningPatchbay } from '../../support/patchbay.ts';
import { call, openStream, post, rpc, send, type Headers, type Json } from '../../support/raw-mcp.ts';
import { claimMeta } from '../../support/scripted-legacy-server.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { everythingServer, mockServer } from '../../support/test-servers.ts';
import { bearer, openAs } from '../../support/token-holders.ts';
import { forge, goodClaims, sharedSecret } from '../../support/tokens.ts';
import { until } from '../../support/until.ts';

const patchbay = sharedPatchbay(() => ({
  auth: { mode: 'token' },
  mcpServers: { one: mockServer(), legacy: everythingServer(), modern: stdioConformanceServer('modern') },
}));

const addresses = (server: string): readonly (readonly [URL, string])[] => [
  [patchbay().endpoint(), `${server}__`],
  [patchbay().endpoint(server), ''],
];

describe('another token', () => {
  it('cannot go on with a parked call, which waits for its own', async () => {
    const mine = await bearer(patchbay());
    await allListed(patchbay(), mine);
    const able = claimMeta({ roots: {}, elicitation: {} });
    for (const [url, prefix] of addresses('one')) {
      const name = `${prefix}ask`;
      const ask = (more: Json, holder: Headers) =>
        post(url, rpc(1, 'tools/call', { name, arguments: { method: 'roots/list' }, ...more, _meta: able }), {
          ...modernHeaders('tools/call', name),
          ...holder,
        });
      const { requestState } = (await ask({}, mine)).json()['result'] as Json;
      expect(typeof requestState).toBe('string');
      const again = { requestState, inputResponses: { 'question-1': { roots: [{ uri: 'file:///x' }] } } };
      expect((await ask(again, await bearer(patchbay()))).json()).toMatchObject({ error: { code: -32_602 } });
      expect((await ask(again, mine)).text).toContain('file:///x');
    }
  });

  it('finds no task of 2025-11-25, and lists none', async () => {
    const [mine, other] = [await bearer(patchbay()), await bearer(patchbay())];
    await allListed(patchbay(), mine);
    for (const [url, prefix] of addresses('legacy')) {
      const [owner, thief] = [await openAs(url, mine), await openAs(url, other)];
      const begun = await post(
        url,
        rpc(1, 'tools/call', {
          name: `${prefix}simulate-research-query`,
          arguments: { topic: 'x' },
          task: { ttl: 60_000 },
        }),
        { ...owner, accept: 'application/json' },
      );
      const taskId = /"taskId":"([^"]+)"/.exec(begun.text)?.[1];
      expect(taskId).toBeDefined();
      for (const method of ['tasks/get', 'tasks/result', 'tasks/cancel'])
        expect((await post(url, rpc(2, method, { taskId }), thief)).text).toContain('"error"');
      expect((await post(url, rpc(3, 'tasks/list'), thief)).text).not.toContain(taskId);
      expect((await post(url, rpc(4, 'tasks/list'), owner)).text).toContain(taskId);
      expect((await post(url, rpc(5, 'tasks/get', { taskId }), owner)).text).not.toContain('"error"');
    }
  });

  it('finds no task of the extension', async () => {
    const [mine, other] = [await bearer(patchbay()), await bearer(patchbay())];
    await allListed(patchbay(), mine);
    const extension = { extensions: { 'io.modelcontextprotocol/tasks': {} } };
    for (const [url, prefix] of addresses('modern')) {
      const ask = async (method: string, params: Json, holder: Headers): Promise<Json> => {
        const { body, headers } = modernRpc(1, method, params, extension);
        return (await post(url, body, { ...headers, ...holder })).json();
      };
      const begun = await ask(
        'tools/call',
        { name: `${prefix}confirm_delete`, arguments: { filename: 'x' } },
        mine,
      );
      const { taskId } = begun['result'] as Json;
      expect(taskId).toBeDefined();
      expect(await ask('tasks/get', { taskId }, other)).toHaveProperty('error');
      expect(await ask('tasks/cancel', { taskId }, other)).toHaveProperty('error');
      expect(await ask('tasks/get', { taskId }, mine)).toHaveProperty('result');
    }
  });

  it('cannot go on with the state that a modern server gave for a call', async () => {
    const [mine, other] = [await bearer(patchbay()), await bearer(patchbay())];
    await allListed(patchbay(), mine);
    const name = 'test_input_required_result_request_state';
    const inputResponses = { confirm: { action: 'accept', content: { ok: true } } };
    for (const [url, prefix] of addresses('modern')) {
      const ask = async (more: Json, holder: Headers): Promise<Json> => {
        const params = { name: `${prefix}${name}`, arguments: {}, ...more };
        const { body, headers } = modernRpc(1, 'tools/call', params, { elicitation: {} });
        return (await post(url, body, { ...headers, ...holder })).json();
      };
      const { requestState } = (await ask({}, mine))['result'] as Json;
      expect(typeof requestState).toBe('string');
      expect(await ask({ requestState, inputResponses }, other)).toMatchObject({
        error: { code: -32_602, message: expect.stringContaining('was not given to you') },
      });
      expect(JSON.stringify(await ask({ requestState, inputResponses }, mine))).toContain('state-ok');
    }
  });

  it('reaches nothing by saying its name beside one of its own', async () => {
    const url = patchbay().endpoint('legacy');
    const begun = async (): Promise<{ readonly holder: Headers; readonly taskId: string }> => {
      const holder = await openAs(url, await bearer(patchbay()));
      const params = { name: 'simulate-research-query', arguments: { topic: 'x' }, task: { ttl: 60_000 } };
      const { text } = await post(url, rpc(1, 'tools/call', params), holder);
      return { holder, taskId: /"taskId":"([^"]+)"/.exec(text)?.[1] ?? '' };
    };
    const [mine, other] = [await begun(), await begun()];
    const ask = async (members: string, holder: Headers): Promise<string> =>
      (await post(url, `{"jsonrpc":"2.0","id":2,"method":"tasks/get","params":{${members}}}`, holder)).text;
    expect(await ask(`"taskId":"${mine.taskId}"`, mine.holder)).toContain('"status"');
    const own = `"taskId":"${other.taskId}"`;
    const theirs = `"taskId":"${mine.taskId}"`;
    const disguised = theirs.replace('I', String.raw`\u0049`);
    for (const members of [theirs, disguised, `${own},${theirs}`, `${theirs},${own}`, `${own},${disguised}`])
      expect(await ask(members, other.holder)).toContain('"error"');
  });

  it('resumes no stream, whatever event it names', async () => {
    const url = patchbay().endpoint('one');
    const mine = await openAs(url, await bearer(patchbay()));
    const stream = await openStream('POST', url, {
      body: call(1, 'progress', { steps: 1, hold: true }, { progressToken: 1 }),
      headers: mine,
    });
    const id = await until('an event', () => stream.events.find((event) => event.id !== undefined)?.id);
    const resume = (holder: Headers) =>
      send('GET', url, {
        headers: { ...mine, ...holder, accept: 'text/event-stream', 'last-event-id': id },
      });
    expect((await resume(await bearer(patchbay()))).status).toBe(404);
    // With a session of its own, the event is not there.
    const thief = await openAs(url, await bearer(patchbay()));
    expect((await resume(thief)).status).toBe(405);
    stream.cut();
    const resumed = await openStream('GET', url, { headers: { ...mine, 'last-event-id': id } });
    expect(resumed.status).toBe(200);
  });
});

it('whose a task is outlasts a restart, as the task does behind a URL', async () => {
  const server = await startConformanceServer('modern');
  onTestFinished(() => server.stop());
  const config = { auth: { mode: 'token' }, mcpServers: { far: { url: server.url } } } as const;
  const dataDir = await tempFolder();
  const first = await startPatchbay(config, { dataDir });
  const [mine, other] = [await bearer(first), await bearer(first)];
  const ask = async (patchbay: RunningPatchbay, method: string, params: Json, holder: Headers) => {
    const extension = { extensions: { 'io.modelcontextprotocol/tasks': {} } };
    const { body, headers } = modernRpc(1, method, params, extension);
    return (await post(patchbay.endpoint('far'), body, { ...headers, ...holder })).json();
  };
  const call = { name: 'confirm_delete', arguments: { filename: 'x' } };
  const { taskId } = (await ask(first, 'tools/call', call, mine))['result'] as Json;
  expect(typeof taskId).toBe('string');
  await first.stop();
  const second = await startPatchbay(config, { dataDir });
  expect(await ask(second, 'tasks/get', { taskId }, other)).toMatchObject({ error: { code: -32_602 } });
  expect(await ask(second, 'tasks/get', { taskId }, mine)).toMatchObject({ result: { taskId } });
  // What nobody is known to have begun is nobody's.
  await second.stop();
  await rm(join(dataDir, 'sessions.journal'));
  const third = await startPatchbay(config, { dataDir });
  for (const holder of [mine, other])
    expect(await ask(third, 'tasks/get', { taskId }, holder)).toMatchObject({ error: { code: -32_602 } });
});

describe('a token that expires', () => {
  const env = { PATCHBAY_JWT_SECRET: sharedSecret };

  it('takes the streams and calls with it that are open', async () => {
    const running = await startPatchbay(
      { auth: { mode: 'token' }, mcpServers: { one: mockServer() } },
      { env },
    );
    const url = running.endpoint('one');
    const goesOn = { authorization: `Bearer ${forge(goodClaims(Date.now()))}` };
    // The skew of clocks counts on top.
    const exp = Math.floor(Date.now() / 1000) - 30 + 8;
    const holder = { authorization: `Bearer ${forge({ ...goodClaims(Date.now()), exp })}` };
    const session = await openAs(url, holder);
    const { body, headers } = modernRpc('sub', 'subscriptions/listen', {
      notifications: { toolsListChanged: true },
    });
    const hold = call(1, 'progress', { steps: 1, hold: true }, { progressToken: 1 });
    const streams = await Promise.all([
      openStream('GET', url, { headers: session }),
      openStream('GET', new URL('/sse', url), { headers: holder }),
      openStream('POST', url, { body, headers: { ...headers, ...holder } }),
      openStream('POST', url, { body: hold, headers: session }),
    ]);
    const staying = await openStream('GET', url, { headers: { ...session, ...goesOn } });
    expect([...streams, staying].map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    await Promise.all(streams.map(({ ended }) => ended));
    expect((await post(url, rpc(2, 'ping'), session)).status).toBe(401);
    // The same person's other token goes on with the session.
    expect((await post(url, rpc(3, 'ping'), { ...session, ...goesOn })).status).toBe(200);
    const notice = call(4, 'notify', { kind: 'tools' });
    await post(url, notice, { ...session, ...goesOn });
    await until('what is said after it', () => staying.messages().length > 0);
  });
});
