// HTTP+SSE servers that cannot be reached, or want a pause: as for all servers behind URLs.
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { startSdkSseServer } from '../../fixtures/sdk-sse-server.ts';
import { answerPolitely, startRudeSseServer, type RudeSseServer } from '../../fixtures/rude-sse-server.ts';
import { makeSelfSigned } from '../../support/certificates.ts';
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

/** Answers a tool call in this way as long as `isBroken`, and everything else politely. */
async function brokenCalls(breakIt: (response: ServerResponse, server: RudeSseServer) => void) {
  const broken = { isBroken: true };
  const server = await startRudeSseServer({
    onPost: (message, response, rude) => {
      if (broken.isBroken && message['method'] === 'tools/call') breakIt(response, rude);
      else answerPolitely(message, response, rude);
    },
  });
  const patchbay = await startPatchbay({
    mcpServers: { far: { type: 'sse', url: server.url, toolTimeoutSeconds: 1 }, mock: mockServer() },
  });
  const url = patchbay.endpoint('far');
  const session = await openSession(url);
  let lastId = 0;
  const tool = async (): Promise<string> => (await post(url, call(++lastId, 'any'), session)).text;
  return { broken, patchbay, tool };
}

it.each<[string, (response: ServerResponse, server: RudeSseServer) => void, RegExp]>([
  [
    'answers 500',
    (response) => void response.writeHead(500).end('broken'),
    /far.{1,3}answered HTTP 500: broken/,
  ],
  [
    'answers 502',
    (response) => void response.writeHead(502).end('broken'),
    /far.{1,3}answered HTTP 502: broken/,
  ],
  [
    'cuts the POST',
    (response) => void response.socket?.destroy(),
    /far\W+cannot be reached.*it cut the connection/,
  ],
  [
    'cuts its stream instead of answering',
    (response, server) => {
      response.writeHead(202).end();
      server.end();
    },
    /far/,
  ],
  ['never answers the POST', () => undefined, /far.{1,3}did not answer tools\/call within 1 s/],
  [
    'never answers on its stream',
    (response) => void response.writeHead(202).end(),
    /far.{1,3}did not answer tools\/call within 1 s/,
  ],
])('one that %s is named with that, and goes on', async (_what, breakIt, reason) => {
  const { broken, patchbay, tool } = await brokenCalls(breakIt);
  expect(await tool()).toMatch(reason);
  const all = await openSession(patchbay.endpoint());
  const beside = await post(patchbay.endpoint(), call(1, 'mock__echo', { text: 'fine' }), all);
  expect(beside.text).toContain('fine');
  broken.isBroken = false;
  await until('an answer', async () => (await tool()).includes('"result"'));
});

it.each([
  ['http://nowhere.invalid/sse', /the host name (is unknown|could not be looked up)/],
  ['https://127.0.0.1:1/sse', /nothing listens there/],
])('one at %s is named with the cause, then refused at once', async (url, reason) => {
  const patchbay = await start(url);
  const ask = async (): Promise<string> => (await post(patchbay.endpoint('far'), call(1, 'any'))).text;
  expect(await ask()).toMatch(reason);
  await until('it to be given up', async () => (await ask()).includes('It is tried again in'));
  expect(viewOf(patchbay)).toMatchObject({ circuit: 'open' });
});

it('one whose certificate nobody vouches for is named with that', async () => {
  const server = createServer(await makeSelfSigned({ subject: 'far', names: ['127.0.0.1'] }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const patchbay = await start(`https://127.0.0.1:${(server.address() as AddressInfo).port}/sse`);
  const answer = await post(patchbay.endpoint('far'), call(1, 'any'));
  expect(answer.text).toContain('its certificate is self-signed');
});
