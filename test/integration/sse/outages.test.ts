// HTTP+SSE servers that cannot be reached, or want a pause: as for all servers behind URLs.
import { expect, it } from 'vitest';
import { startSdkSseServer } from '../../fixtures/sdk-sse-server.ts';
import { answerPolitely, startRudeSseServer } from '../../fixtures/rude-sse-server.ts';
import { startPatchbay, type RunningPatchbay } from '../../support/patchbay.ts';
import { call, openSession, post, rpc } from '../../support/raw-mcp.ts';
import { mockServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

const start = (url: string): Promise<RunningPatchbay> =>
  startPatchbay({ mcpServers: { far: { type: 'sse', url }, mock: mockServer() } });

const viewOf = (patchbay: RunningPatchbay) =>
  patchbay.core.state.get().servers.find(({ name }) => name === 'far');

it('one that is gone is refused at once in the end, and found again by itself; nobody else notices', async () => {
  const server = await startSdkSseServer();
  const patchbay = await start(server.url);
  const url = patchbay.endpoint('far');
  const session = await openSession(url);
  let lastId = 0;
  const ask = async (): Promise<string> =>
    (await post(url, call(++lastId, 'echo', { text: 'well' }), session)).text;
  expect(await ask()).toContain('well');
  await server.stop();
  await until('the cause', async () => (await ask()).includes('nothing listens there'));
  await until('it to be given up', async () => (await ask()).includes('It is tried again in'));
  const all = await openSession(patchbay.endpoint());
  const beside = await post(patchbay.endpoint(), call(1, 'mock__echo', { text: 'fine' }), all);
  expect(beside.text).toContain('fine');
  const again = await startSdkSseServer({ port: server.port });
  try {
    await until('it to be found', () => viewOf(patchbay)?.status === 'ready');
    expect(await ask()).toContain('well');
  } finally {
    await again.stop();
  }
});

it('one that answers 429 with Retry-After gets what only reads again after the pause, and no call meanwhile', async () => {
  let refusals = 0;
  const server = await startRudeSseServer({
    onPost: (message, response, rude) => {
      if (message['method'] === 'initialize' || refusals > 0 || !('id' in message)) {
        answerPolitely(message, response, rude);
        return;
      }
      refusals++;
      response.writeHead(429, { 'retry-after': '2' }).end('later');
    },
  });
  const patchbay = await start(server.url);
  const url = patchbay.endpoint('far');
  const session = await openSession(url);
  await until('the refusal', () => viewOf(patchbay)?.circuit === 'open');
  const listing = post(url, rpc(1, 'tools/list'), session);
  const refused = await post(url, call(2, 'any'), session);
  expect(refused.text).toMatch(/429.* It may be tried again in \d s\./);
  expect(server.posted.map(({ message }) => message['method'])).not.toContain('tools/call');
  expect((await listing).text).toContain('"result"');
});
