// Modern servers behind a URL whose answers are under other ids than that of the request.
import { expect, it } from 'vitest';
import { beginStream, sendJson, type Received } from '../../fixtures/raw-http-server.ts';
import { call, post } from '../../support/raw-mcp.ts';
import { onCall, rawStage } from '../../support/raw-stage.ts';

const claim = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
};
const headers = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call', 'mcp-name': 'echo' };

it('an answer to somebody else is none, and what is one arrives under the id of its request', async () => {
  const { server, patchbay } = await rawStage();
  const ask = async (answer: (received: Received) => boolean): Promise<unknown> => {
    server.answer = onCall(answer);
    const got = await post(patchbay.endpoint('raw'), call(5, 'echo', {}, claim), headers);
    return got.json();
  };
  const result = { resultType: 'complete', content: [] };
  const error = { code: -32_000, message: 'no' };
  const streamed = await ask((received) => {
    beginStream(received, [
      { jsonrpc: '2.0', id: -7.5, error },
      { jsonrpc: '2.0', id: 'nobody', result: {} },
      { jsonrpc: '2.0', id: 5, result },
    ]);
    return true;
  });
  expect(streamed).toEqual({ jsonrpc: '2.0', id: 5, result });
  expect(await ask((received) => sendJson(received, { jsonrpc: '2.0', id: 'nobody', result }))).toMatchObject(
    {
      id: 5,
      error: { message: '"raw" answered another request than it was sent.' },
    },
  );
  expect(
    await ask((received) => sendJson(received, `{"jsonrpc":"2.0","id":5.0,"result":{"a":1}}`)),
  ).toMatchObject({ id: 5, result: { a: 1 } });
  expect(await ask((received) => sendJson(received, { jsonrpc: '2.0', id: 'server-error', error }))).toEqual({
    jsonrpc: '2.0',
    id: 5,
    error,
  });
});
