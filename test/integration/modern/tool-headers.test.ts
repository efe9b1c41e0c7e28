// Tools of a modern server behind a URL that want arguments as headers, called by clients that know nothing of headers.
import { describe, expect, it } from 'vitest';
import { errorOf, resultOf, sendJson, type Received } from '../../fixtures/raw-http-server.ts';
import { onCall, rawStage } from '../../support/raw-stage.ts';
import type { Json } from '../../support/raw-mcp.ts';
import { until } from '../../support/until.ts';

describe('a tool that asks for headers', () => {
  const toolWith = (name: string, annotation: unknown): Json => ({
    name,
    inputSchema: { type: 'object', properties: { region: { type: 'string', 'x-mcp-header': annotation } } },
  });
  const listing = (tools: () => readonly Json[]) => (received: Received) =>
    received.method === 'tools/list' &&
    sendJson(received, resultOf(received, { resultType: 'complete', tools: tools() }));

  it('gets them from a client that knows nothing of headers, also when it begins to ask for them', async () => {
    const { server, connect } = await rawStage();
    const client = await connect();
    await until('its lists', () => server.of('tools/list').length > 0);
    server.answer = (received) => {
      if (received.method === 'tools/call' && received.headers['mcp-param-region'] === undefined)
        return sendJson(received, errorOf(received, -32_020, 'Header mismatch'), 400);
      return listing(() => [toolWith('echo', 'Region')])(received);
    };
    expect((await client.callTool('echo', { region: 'münchen' })).text).toBe('modern');
    expect((await client.callTool('echo', { region: 'north' })).text).toBe('modern');
    const sent = server.of('tools/call').map(({ headers }) => headers['mcp-param-region']);
    expect(sent).toEqual([undefined, '=?base64?bcO8bmNoZW4=?=', 'north']);
  });

  it('is tried twice at most', async () => {
    const { server, connect } = await rawStage();
    const client = await connect();
    server.answer = onCall((received) =>
      sendJson(received, errorOf(received, -32_020, 'Header mismatch'), 400),
    );
    await expect(client.callTool('echo')).rejects.toMatchObject({ code: -32_020 });
    expect(server.of('tools/call')).toHaveLength(2);
  });

  it('in a way that is not allowed is left out of the list of legacy clients, with a warning', async () => {
    const { server, patchbay, connect } = await rawStage();
    server.answer = listing(() => [
      toolWith('good', 'Region'),
      toolWith('bad', 'no name'),
      toolWith('worse', 7),
    ]);
    const client = await connect();
    expect((await client.listTools()).map(({ name }) => name)).toEqual(['good']);
    const lines = patchbay.core.logs.read({ after: 0, limit: 1000 });
    const warnings = lines.filter(({ text }) => text.includes('is left out'));
    expect(warnings.map(({ level }) => level)).toEqual(['warn', 'warn']);
  });
});
