// Clients that do not read what a server behind a URL streams: the server is told to wait, nobody else is, and when the
// client reads again it gets everything.
import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { floodCount, type Flood, type FloodKind } from '../../fixtures/flooding-server.ts';
import { modernCall, modernRpc } from '../../support/modern-edge.ts';
import {
  call,
  initializeParams,
  openSession,
  post,
  rpc,
  type Headers,
  type Json,
} from '../../support/raw-mcp.ts';
import {
  begin,
  endpointOf,
  everyNumber,
  expectHeld,
  floodStage,
  readNumbers,
} from '../../support/slow-reader.ts';
import { until } from '../../support/until.ts';

type Era = 'legacy' | 'modern';
interface Sent {
  readonly body: Json;
  readonly headers: Headers;
}

const level = { 'io.modelcontextprotocol/logLevel': 'info' };
const hasResult = (data: string): boolean => data.includes('"result"');
const hasLastNumber = (data: string): boolean => data.slice(0, 200).includes(`"number":${floodCount - 1},`);
const beginCall = (url: URL, { body, headers }: Sent): Promise<IncomingMessage> =>
  begin('POST', url, headers, body);

/** Calls of a client to itself: those of the legacy era have a session. */
async function client(era: Era, url: URL): Promise<(id: number, tool: string) => Sent> {
  if (era === 'modern') return (id, tool) => modernCall(id, tool, {}, level);
  const headers = await openSession(url);
  return (id, tool) => ({ body: call(id, tool), headers });
}

async function expectAnswer(url: URL, { body, headers }: Sent): Promise<void> {
  expect((await post(url, body, headers)).text).toContain('done');
}

/** The gateway's own session listens as well, and takes everything. */
const slowest = (floods: readonly Flood[]): Flood | undefined =>
  floods.filter(({ isHeld }) => isHeld).toSorted((one, other) => one.sent - other.sent)[0];

describe('a client that does not read the answer to its call', () => {
  it.each<[Era, FloodKind]>([
    ['legacy', 'legacy'],
    ['legacy', 'sse'],
    ['legacy', 'modern'],
    ['modern', 'modern'],
    ['modern', 'legacy'],
  ])('of the %s era, holds a server of kind %s, and nobody else', async (era, kind) => {
    const { server, url } = await floodStage(kind);
    const [slow, other] = [await client(era, url), await client(era, url)];
    const answer = await beginCall(url, slow(1, 'flood'));
    await expectHeld(
      () => server.floods[0],
      () => expectAnswer(url, other(2, 'echo')),
    );
    expect(await readNumbers(answer, hasResult)).toEqual(everyNumber);
  });

  it('over HTTP+SSE holds its server, and nobody else', async () => {
    const { server, url } = await floodStage('legacy');
    const other = await client('legacy', url);
    const stream = await begin('GET', url, { accept: 'text/event-stream' });
    const endpoint = new URL(await endpointOf(stream), url);
    expect((await post(endpoint, rpc(0, 'initialize', initializeParams))).status).toBe(202);
    expect((await post(endpoint, call(1, 'flood'))).status).toBe(202);
    await expectHeld(
      () => server.floods[0],
      () => expectAnswer(url, other(2, 'echo')),
    );
    expect(await readNumbers(stream, (data) => data.includes('"done"'))).toEqual(everyNumber);
  });

  it('is cut where it shares the stream of a server with others, and they wait for nothing', async () => {
    const { server, url } = await floodStage('sse');
    const [slow, other] = [await client('modern', url), await client('modern', url)];
    const answer = await beginCall(url, slow(1, 'flood'));
    await until('the flood', () => server.floods.length === 1);
    for (let count = 0; count < 20; count++) await expectAnswer(url, other(2, 'echo'));
    await expect(readNumbers(answer, hasResult)).rejects.toThrow('aborted');
  });
});

describe('a client that does not read its standalone stream', () => {
  it('holds the server’s, while its calls are answered', async () => {
    const { server, url } = await floodStage('legacy', 'listening');
    const session = await openSession(url);
    const stream = await begin('GET', url, session);
    server.release();
    await expectHeld(
      () => slowest(server.floods),
      () => expectAnswer(url, { body: call(2, 'echo'), headers: session }),
    );
    expect(await readNumbers(stream, hasLastNumber)).toEqual(everyNumber);
  });

  it('nor its subscription, holds the server’s, while its calls are answered', async () => {
    const { server, url } = await floodStage('modern', 'listening');
    const stream = await beginCall(
      url,
      modernRpc(1, 'subscriptions/listen', { notifications: { toolsListChanged: true } }),
    );
    server.release();
    const same = await client('modern', url);
    await expectHeld(
      () => slowest(server.floods),
      () => expectAnswer(url, same(2, 'echo')),
    );
    expect(await readNumbers(stream, hasLastNumber)).toEqual(everyNumber);
  });
});
