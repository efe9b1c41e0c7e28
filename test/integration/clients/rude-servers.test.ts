// Servers whose messages are no messages, or say a thing twice: they harm nobody, and whoever waits gets an answer.
import { describe, expect, it } from 'vitest';
import { sharedPatchbay } from '../../support/patchbay.ts';
import { openSession, post, rpc } from '../../support/raw-mcp.ts';
import { echoServer } from '../../support/test-servers.ts';

const patchbay = sharedPatchbay(() => ({
  mcpServers: { rude: echoServer(), ruled: { ...echoServer(), tools: { deny: ['hidden'] } } },
}));
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const note = (method: string, params: string): string =>
  `{"jsonrpc":"2.0","method":"notifications/${method}","params":${params}}`;

describe('a server that prints', () => {
  it.each([
    ['progress for two tokens', note('progress', '{"progressToken":1,"progressToken":2,"progress":1}')],
    ['progress for a token that is none', note('progress', '{"progressToken":{"a":[]},"progress":1}')],
    ['progress without anything', '{"jsonrpc":"2.0","method":"notifications/progress"}'],
    ['a cancellation of two requests', note('cancelled', '{"requestId":1,"requestId":2}')],
    ['a cancellation of what it never asked', note('cancelled', '{"requestId":{}}')],
    ['a log message of two levels', note('message', '{"level":"info","level":"error","data":1}')],
    ['a log message of an unknown level', note('message', '{"level":"shout","data":1}')],
    ['an update of two resources', note('resources/updated', '{"uri":"a:b","uri":"c:d"}')],
    ['a change of a list that nobody knows', note('things/list_changed', '{}')],
    ['a question with an id that is none', '{"jsonrpc":"2.0","id":{},"method":"roots/list"}'],
    ['a question that nobody can answer', '{"jsonrpc":"2.0","id":"q","method":"roots/list"}'],
    ['a question of its own making', '{"jsonrpc":"2.0","id":"q","method":"no/such/method"}'],
    ['an answer to nobody', '{"jsonrpc":"2.0","id":987654,"result":{}}'],
    ['an answer with an id that is too large', '{"jsonrpc":"2.0","id":1e999,"result":{}}'],
    ['an error without an id', '{"jsonrpc":"2.0","id":null,"error":{"code":1,"message":"?"}}'],
    ['both a result and an error', '{"jsonrpc":"2.0","id":3,"result":{},"error":{"code":1,"message":"?"}}'],
    ['a batch', `[${note('message', '{"level":"info","data":1}')},{"jsonrpc":"2.0","id":5,"method":"ping"}]`],
    ['half a batch', '[{"jsonrpc":"2.0"'],
    ['nothing but brackets', '['.repeat(5000)],
    ['bytes that are no text', '{"jsonrpc":"2.0","method":"\u0000"}'],
  ])('%s goes on', async (_, line) => {
    const url = patchbay().endpoint('rude');
    const session = await openSession(url, {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'x', version: '1' },
    });
    const printed = rpc(1, 'some/method', {
      printBase64: base64(`${line}\n`),
      resultBase64: base64('{"ok":1}'),
    });
    expect((await post(url, printed, { ...session, accept: 'application/json' })).json()).toMatchObject({
      id: 1,
      result: { ok: 1 },
    });
    expect((await post(url, rpc(2, 'some/method'), session)).json()).toMatchObject({ id: 2 });
    expect(
      patchbay()
        .core.state.get()
        .servers.find(({ name }) => name === 'rude'),
    ).toMatchObject({
      status: 'ready',
      restarts: 0,
    });
  });
});

describe('a list that is to be filtered', () => {
  it.each([
    ['lists twice', '{"tools":[{"name":"shown"}],"tools":[{"name":"hidden"}]}'],
    ['names a tool twice', '{"tools":[{"name":"shown","name":"hidden"}]}'],
  ])('but %s is not shown', async (_, result) => {
    const url = patchbay().endpoint('ruled');
    const session = await openSession(url);
    const answer = await post(url, rpc(1, 'tools/list', { resultBase64: base64(result) }), session);
    expect(answer.json()).toMatchObject({ id: 1, error: { code: -32_000 } });
  });

  it.each([
    [
      '{"tools":[{"name":"hidden"},{"name":"shown","x":1.0}],"y":[]}',
      '{"tools":[{"name":"shown","x":1.0}],"y":[]}',
    ],
    ['{"tools":"no list"}', '{"tools":"no list"}'],
    ['{"tools":[{},7,{"name":8}]}', '{"tools":[{},7,{"name":8}]}'],
    ['[]', '[]'],
  ])('keeps all but what is hidden: %s', async (result, shown) => {
    const url = patchbay().endpoint('ruled');
    const session = await openSession(url);
    const answer = await post(url, rpc(1, 'tools/list', { resultBase64: base64(result) }), session);
    expect(answer.text).toBe(`{"jsonrpc":"2.0","id":1,"result":${shown},"x-extra":1e0}`);
  });
});
