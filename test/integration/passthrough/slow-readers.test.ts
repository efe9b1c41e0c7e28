// Clients that do not read what a server behind a URL streams: the server is told to wait, nobody else is, and when the
// client reads again it gets everything.
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { createParser } from 'eventsource-parser';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  floodCount,
  startFloodingServer,
  type Flood,
  type FloodingServer,
  type FloodKind,
} from '../../fixtures/flooding-server.ts';
import { startPatchbay, type RunningPatchbay } from '../../support/patchbay.ts';
import { bothTypes, call, openSession, post, type Headers, type Json } from '../../support/raw-mcp.ts';
import { until } from '../../support/until.ts';

/** What may be on its way at most, in messages of 64 kB: 32 MB, a third of what the server wants to say. */
const mostUnread = 512;

const modernHeaders = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call' };
const claim: Json = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
  'io.modelcontextprotocol/logLevel': 'info',
};

/** Sends a request and leaves its answer unread. */
function begin(method: 'GET' | 'POST', url: URL, headers: Headers, body?: Json): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      url,
      {
        method,
        agent: false,
        headers: { 'content-type': 'application/json', accept: bothTypes, ...headers },
      },
      resolve,
    );
    request.on('error', reject);
    onTestFinished(() => void request.destroy());
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** Reads messages until one satisfies `isLast`; the numbers of those that have one. */
async function readNumbers(
  answer: IncomingMessage,
  isLast: (data: string) => boolean,
): Promise<readonly number[]> {
  const numbers: number[] = [];
  let isOver = false;
  const parser = createParser({
    onEvent: ({ data }) => {
      const number = /"number":(\d+)/.exec(data.slice(0, 200))?.[1];
      if (number !== undefined) numbers.push(Number(number));
      isOver ||= isLast(data);
    },
  });
  const decoder = new TextDecoder();
  for await (const chunk of answer) {
    parser.feed(decoder.decode(chunk as Buffer, { stream: true }));
    if (isOver) break;
  }
  return numbers;
}

const everyNumber = Array.from({ length: floodCount }, (_, index) => index);

async function stage(
  kind: FloodKind,
  where?: 'listening',
): Promise<{ server: FloodingServer; patchbay: RunningPatchbay; url: URL }> {
  const server = await startFloodingServer(kind, where);
  const patchbay = await startPatchbay({ mcpServers: { flooding: server.entry } });
  return { server, patchbay, url: patchbay.endpoint('flooding') };
}

/** The server has been told to wait, and still is after others have made some calls. */
async function expectHeld(flood: () => Flood | undefined, others: () => Promise<void>): Promise<void> {
  await until('the server to be held', () => flood()?.isHeld);
  for (let count = 0; count < 20; count++) await others();
  await until('the server to be held', () => flood()?.isHeld);
  expect(flood()?.sent).toBeLessThan(mostUnread);
}

describe('a client that does not read the answer to its call', () => {
  it.each<FloodKind>(['legacy', 'sse'])('holds a server of kind %s, and nobody else', async (kind) => {
    const { server, url } = await stage(kind);
    const [session, other] = [await openSession(url), await openSession(url)];
    const answer = await begin('POST', url, session, call(1, 'flood'));
    await expectHeld(
      () => server.floods[0],
      async () => {
        expect((await post(url, call(2, 'echo'), other)).text).toContain('done');
      },
    );
    expect(await readNumbers(answer, (data) => data.includes('"result"'))).toEqual(everyNumber);
  });

  it('holds a modern server, and nobody else', async () => {
    const { server, url } = await stage('modern');
    const headers = { ...modernHeaders, 'mcp-name': 'flood' };
    const answer = await begin('POST', url, headers, call(1, 'flood', {}, claim));
    await expectHeld(
      () => server.floods[0],
      async () => {
        const got = await post(url, call(2, 'echo', {}, claim), { ...modernHeaders, 'mcp-name': 'echo' });
        expect(got.text).toContain('done');
      },
    );
    expect(await readNumbers(answer, (data) => data.includes('"result"'))).toEqual(everyNumber);
  });
});

describe('a client that does not read its standalone stream', () => {
  it('holds the server’s, while its calls are answered', async () => {
    const { server, url } = await stage('legacy', 'listening');
    const session = await openSession(url);
    const stream = await begin('GET', url, session);
    await expectHeld(
      // The gateway's own session listens as well, and takes everything.
      () => server.floods.find(({ isHeld }) => isHeld),
      async () => {
        expect((await post(url, call(2, 'echo'), session)).text).toContain('done');
      },
    );
    const last = `"number":${floodCount - 1},`;
    expect(await readNumbers(stream, (data) => data.slice(0, 200).includes(last))).toEqual(everyNumber);
  });
});
