// What a server behind a URL streams reaches its client piece by piece: each message before the server says the next.
import { describe, expect, it } from 'vitest';
import { beginStream, resultOf, type RawHttpServer } from '../../fixtures/raw-http-server.ts';
import { answerPolitely, startRudeSseServer } from '../../fixtures/rude-sse-server.ts';
import { modernCall } from '../../support/modern-edge.ts';
import { startPatchbay } from '../../support/patchbay.ts';
import { call, openSession, openStream, type Headers, type Json } from '../../support/raw-mcp.ts';
import { rawStage } from '../../support/raw-stage.ts';
import { openSseSession } from '../../support/sse-client.ts';
import { until } from '../../support/until.ts';

type Era = RawHttpServer['era'];

const steps = [1, 2, 3, 4, 5];
const progress = (token: unknown, step: number): Json => ({
  jsonrpc: '2.0',
  method: 'notifications/progress',
  params: { progressToken: token, progress: step },
});
const tokenOf = (message: Json): unknown => {
  const { _meta } = (message['params'] ?? {}) as { _meta?: Json };
  return _meta?.['progressToken'];
};
const seenStep = (messages: readonly Json[]): unknown => {
  const { progress: step } = (messages.at(-1)?.['params'] ?? {}) as Json;
  return step;
};

async function callOf(era: Era, url: URL, tool: string): Promise<{ body: Json; headers: Headers }> {
  const meta = { progressToken: 'mine' };
  return era === 'modern'
    ? modernCall(1, tool, {}, meta)
    : { body: call(1, tool, {}, meta), headers: await openSession(url) };
}

describe('a message on the stream of an answer', () => {
  it.each<[client: Era, server: Era, path: '/mcp/raw' | '/mcp']>([
    ['legacy', 'legacy', '/mcp/raw'],
    ['modern', 'modern', '/mcp/raw'],
    ['legacy', 'modern', '/mcp/raw'],
    ['modern', 'legacy', '/mcp/raw'],
    ['legacy', 'legacy', '/mcp'],
    ['modern', 'modern', '/mcp'],
  ])('reaches a %s client of a %s server on %s, before the next is said', async (era, kind, path) => {
    const { server, patchbay } = await rawStage(kind);
    server.answer = (received) => received.method === 'tools/call' && beginStream(received, []);
    const url = new URL(path, patchbay.url);
    await until('the tools', () =>
      patchbay.core.state.get().servers.some(({ status }) => status === 'ready'),
    );
    const sent = await callOf(era, url, path === '/mcp' ? 'raw__echo' : 'echo');
    const opening = openStream('POST', url, sent);
    const received = await until('the call', () => server.of('tools/call')[0]);
    const token = tokenOf(received.message);
    const say = (message: Json): void => void received.response.write(`data: ${JSON.stringify(message)}\n\n`);
    say(progress(token, 0));
    const stream = await opening;
    for (const step of steps) {
      say(progress(token, step));
      await until(`step ${step}`, () => seenStep(stream.messages()) === step);
    }
    say(resultOf(received, { content: [], ...(kind === 'modern' ? { resultType: 'complete' } : {}) }));
    received.response.end();
    await stream.ended;
    expect(stream.messages().map((message) => message['params'] ?? message['id'])).toEqual([
      ...[0, ...steps].map((step) => ({ progressToken: 'mine', progress: step })),
      1,
    ]);
  });
});

describe('a message over HTTP+SSE', () => {
  it('reaches a client of that kind before the next is said', async () => {
    const calls: { readonly given: Json; readonly say: (message: Json) => void }[] = [];
    const server = await startRudeSseServer({
      onPost: (message, response, self) => {
        if (message['method'] !== 'tools/call') {
          answerPolitely(message, response, self);
          return;
        }
        response.writeHead(202).end();
        calls.push({ given: message, say: (said) => self.say(said) });
      },
    });
    const patchbay = await startPatchbay({ mcpServers: { rude: { type: 'sse', url: server.url } } });
    const sse = await openSseSession(patchbay.endpoint('rude'));
    await sse.post(call(1, 'any', {}, { progressToken: 'mine' }));
    const { given, say } = await until('the call', () => calls[0]);
    const last = (): unknown => seenStep([JSON.parse(sse.stream.events.at(-1)?.data ?? '{}') as Json]);
    for (const step of steps) {
      say(progress(tokenOf(given), step));
      await until(`step ${step}`, () => last() === step);
    }
    say({ jsonrpc: '2.0', id: given['id'], result: {} });
    expect(await sse.answer(1)).toMatchObject({ result: {} });
  });
});
