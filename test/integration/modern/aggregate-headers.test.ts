// What a modern server behind a URL is sent for a request on `/mcp`: in body and headers the names that it knows itself.
import { expect, it } from 'vitest';
import { resultOf, sendJson, startRawHttpServer } from '../../fixtures/raw-http-server.ts';
import { allListed } from '../../support/all-listed.ts';
import { modernRpc } from '../../support/modern-edge.ts';
import { startPatchbay } from '../../support/patchbay.ts';
import { post } from '../../support/raw-mcp.ts';
import { encodeHeaderValue } from '../../../src/main/core/relay/modern/header-values.ts';

it('names in headers are those of the body, in the server’s own terms', async () => {
  const [one, two] = [await startRawHttpServer(), await startRawHttpServer()];
  for (const server of [one, two])
    server.answer = (received) =>
      ['resources/read', 'tasks/get', 'prompts/get'].includes(received.method) &&
      sendJson(received, resultOf(received, { resultType: 'complete' }));
  const patchbay = await startPatchbay({ mcpServers: { one: { url: one.url }, two: { url: two.url } } });
  await allListed(patchbay);
  const uri = 'patchbay://two/note:///größe';
  const asked = [
    ['tools/call', { name: 'two__echo', arguments: { name: 'two__echo' } }, 'echo'],
    ['prompts/get', { name: 'two__größe' }, 'größe'],
    ['resources/read', { uri }, 'note:///größe'],
    ['tasks/get', { taskId: 'two:7' }, '7'],
  ] as const;
  for (const [method, params, own] of asked) {
    const { body, headers } = modernRpc(1, method, params);
    const named = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, encodeHeaderValue(value)]),
    );
    const answer = await post(patchbay.endpoint(), body, named);
    expect(answer.json()).toMatchObject({ id: 1, result: { resultType: 'complete' } });
    const [received] = two.of(method);
    expect(received?.headers).toMatchObject({ 'mcp-method': method, 'mcp-name': encodeHeaderValue(own) });
    expect(Object.values(received?.message['params'] ?? {})).toContain(own);
    expect(one.of(method)).toEqual([]);
  }
});
