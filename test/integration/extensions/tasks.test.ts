// Tasks of two servers on `/mcp`: those of 2025-11-25 with the official client and servers, those of the extension in raw
// requests, as its client is to send them.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import {
  CallToolResultSchema,
  ElicitRequestSchema,
  type CallToolRequest,
  type Notification,
} from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { allListed } from '../../support/all-listed.ts';
import { stdioConformanceServer } from '../../support/conformance-server.ts';
import { modernRpc } from '../../support/modern-edge.ts';
import { openPatchbay, sharedPatchbay, startPatchbay, type RunningPatchbay } from '../../support/patchbay.ts';
import { openStream, post, type Json } from '../../support/raw-mcp.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { everythingServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

describe('tasks of 2025-11-25', () => {
  const patchbay = sharedPatchbay(() => ({
    mcpServers: { one: everythingServer(), two: everythingServer() },
  }));

  const connect = async () => {
    await allListed(patchbay());
    const asked: unknown[] = [];
    const heard: Notification[] = [];
    const client = new Client({ name: 'tasks', version: '1' }, { capabilities: { elicitation: {} } });
    client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
      asked.push(params._meta);
      return { action: 'accept', content: { interpretation: 'snake' } };
    });
    client.fallbackNotificationHandler = (notification) => {
      heard.push(notification);
      return Promise.resolve();
    };
    await client.connect(new StreamableHTTPClientTransport(patchbay().endpoint()));
    onTestFinished(() => client.close());
    // What a tool may become is read from the list.
    await client.listTools();
    const begin = (server: string, params: CallToolRequest['params']['arguments']) =>
      client.experimental.tasks.callToolStream(
        { name: `${server}__simulate-research-query`, arguments: params },
        CallToolResultSchema,
        { task: { ttl: 60_000 } },
      );
    return { client, tasks: client.experimental.tasks, begin, asked, heard };
  };

  it('are those of the server that began them, to their end, with what it asks meanwhile', async () => {
    const { begin, asked, heard, client } = await connect();
    expect(client.getServerCapabilities()).toMatchObject({
      tasks: { list: {}, cancel: {}, requests: { tools: { call: {} } } },
    });
    const run = async (server: string) => {
      const seen: string[] = [];
      for await (const message of begin(server, { topic: server, ambiguous: true })) {
        if (message.type === 'taskCreated' || message.type === 'taskStatus') seen.push(message.task.taskId);
        else return { seen: new Set(seen), text: JSON.stringify(message) };
      }
      return { seen: new Set(seen), text: 'no end' };
    };
    const [one, two] = await Promise.all([run('one'), run('two')]);
    for (const [server, { seen, text }] of Object.entries({ one, two })) {
      const [taskId = ''] = seen;
      expect(taskId).toMatch(new RegExp(`^${server}:[0-9a-f]+$`));
      expect(seen.size).toBe(1);
      expect(text).toContain(`Research Report: ${server} (snake)`);
      expect(text).toContain(`{"taskId":"${taskId}"}`);
      expect(asked).toContainEqual({ 'io.modelcontextprotocol/related-task': { taskId } });
      expect(heard).toContainEqual(
        expect.objectContaining({
          params: expect.objectContaining({ taskId, status: 'completed' }) as unknown,
        }),
      );
    }
  });

  it('are listed together, and cancelled one by one', async () => {
    const { begin, tasks } = await connect();
    const [one, two] = await Promise.all(
      ['one', 'two'].map(async (server) => {
        const first = await begin(server, { topic: 'list' }).next();
        return first.value?.type === 'taskCreated' ? first.value.task.taskId : '';
      }),
    );
    const listed = (await tasks.listTasks()).tasks.map(({ taskId }) => taskId);
    expect(listed).toEqual(expect.arrayContaining([one, two]));
    expect(await tasks.cancelTask(two ?? '')).toMatchObject({ taskId: two, status: 'cancelled' });
    expect(await tasks.getTask(two ?? '')).toMatchObject({ taskId: two, status: 'cancelled' });
    expect((await tasks.getTask(one ?? '')).status).not.toBe('cancelled');
    await tasks.cancelTask(one ?? '');
    await expect(tasks.getTask('three:1')).rejects.toMatchObject({ code: -32_602 });
    await expect(tasks.getTask('one:nothing')).rejects.toMatchObject({ code: -32_602 });
    await expect(tasks.listTasks('nonsense')).rejects.toMatchObject({ code: -32_602 });
  });
});

describe('tasks of the extension', () => {
  const extension = { extensions: { 'io.modelcontextprotocol/tasks': {} } };
  const servers = { one: stdioConformanceServer('modern'), two: stdioConformanceServer('modern') };

  const askOf =
    (patchbay: RunningPatchbay) =>
    async (method: string, params: Json, capabilities: Json = extension) => {
      const { body, headers } = modernRpc(1, method, params, capabilities);
      const answer = await post(patchbay.endpoint(), body, headers);
      return { status: answer.status, ...(answer.json() as { result: Json; error?: Json }) };
    };

  it('are those of the server that began them, asked, updated and cancelled', async () => {
    const patchbay = await startPatchbay({ mcpServers: servers });
    await allListed(patchbay);
    const ask = askOf(patchbay);
    for (const server of ['one', 'two']) {
      const { result } = await ask('tools/call', {
        name: `${server}__confirm_delete`,
        arguments: { filename: server },
      });
      expect(result).toMatchObject({
        resultType: 'task',
        taskId: expect.stringMatching(`^${server}:`) as unknown,
      });
      const { taskId } = result;
      await until(
        'the question',
        async () => (await ask('tasks/get', { taskId })).result['status'] === 'input_required',
      );
      const inputResponses = { confirm: { action: 'accept', content: { confirm: true } } };
      expect((await ask('tasks/update', { taskId, inputResponses })).result).toMatchObject({
        resultType: 'complete',
      });
      await until(
        'its end',
        async () => (await ask('tasks/get', { taskId })).result['status'] === 'completed',
      );
      const done = (await ask('tasks/get', { taskId })).result;
      expect(done).toMatchObject({ taskId, resultType: 'complete' });
      expect(JSON.stringify(done)).toContain(`${server}: `);
      const slow = await ask('tools/call', { name: `${server}__slow_compute`, arguments: { seconds: 60 } });
      expect((await ask('tasks/cancel', { taskId: slow.result['taskId'] })).error).toBeUndefined();
    }
  });

  it('are refused where the client does not declare them, or nobody has them', async () => {
    const patchbay = await startPatchbay({ mcpServers: servers });
    const ask = askOf(patchbay);
    const lacking = { code: -32_021, data: { requiredCapabilities: extension } };
    expect(await ask('tasks/get', { taskId: 'x' }, {})).toMatchObject({ status: 400, error: lacking });
    expect(await ask('tasks/get', { taskId: 'one:x' }, {})).toMatchObject({ status: 400, error: lacking });
    const listen = { notifications: { taskIds: ['one:x'] } };
    expect(await ask('subscriptions/listen', listen, {})).toMatchObject({ status: 400, error: lacking });
    expect(await ask('tasks/get', { taskId: 'x' })).toMatchObject({ error: { code: -32_602 } });
    expect(await ask('tasks/result', { taskId: 'x' })).toMatchObject({
      status: 404,
      error: { code: -32_601 },
    });
    expect(await ask('tasks/list', {})).toMatchObject({ status: 404, error: { code: -32_601 } });
  });

  it('go on behind their ids when Patchbay is started anew', async () => {
    const dataDir = await tempFolder();
    const first = await openPatchbay({ mcpServers: servers }, { dataDir });
    const begun = await askOf(first)('tools/call', { name: 'one__slow_compute', arguments: { seconds: 60 } });
    await first.stop();
    const patchbay = await openPatchbay({ mcpServers: servers }, { dataDir });
    onTestFinished(() => patchbay.stop());
    // The child is another one, and says itself that it does not know the task.
    const { error } = await askOf(patchbay)('tasks/get', { taskId: begun.result['taskId'] });
    expect(error).toMatchObject({
      code: -32_602,
      message: expect.stringMatching(/no task [0-9a-f-]+\./) as unknown,
    });
  });

  it('are listened to at their server, beside what else is listened to', async () => {
    const patchbay = await startPatchbay({ mcpServers: servers });
    await allListed(patchbay);
    const notifications = {
      toolsListChanged: true,
      taskIds: ['one:1', 'three:1'],
      resourceSubscriptions: ['test://watched-resource', 'patchbay://two/test://watched-resource'],
    };
    const { body, headers } = modernRpc('listen', 'subscriptions/listen', { notifications }, extension);
    const stream = await openStream('POST', patchbay.endpoint(), { body, headers });
    await until('the acknowledgement', () => stream.messages().length > 0);
    expect(stream.messages()[0]).toMatchObject({
      method: 'notifications/subscriptions/acknowledged',
      params: {
        notifications: {
          toolsListChanged: true,
          resourceSubscriptions: ['test://watched-resource', 'patchbay://two/test://watched-resource'],
        },
      },
    });
  });
});
