// Clients that take their time: a request whose answer is left unread for as long as a test wants, in front of a server
// that says more than anybody can take at once.
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { createParser } from 'eventsource-parser';
import { expect, onTestFinished } from 'vitest';
import {
  floodCount,
  startFloodingServer,
  type Flood,
  type FloodingServer,
  type FloodKind,
} from '../fixtures/flooding-server.ts';
import { startPatchbay, type RunningPatchbay } from './patchbay.ts';
import { bothTypes, type Headers, type Json } from './raw-mcp.ts';
import { until } from './until.ts';

/** What may be on its way at most, in messages of 64 kB: 32 MB, a third of what the server wants to say. */
const mostUnread = 512;

/** Sends a request and leaves its answer unread. */
export function begin(
  method: 'GET' | 'POST',
  url: URL,
  headers: Headers,
  body?: Json,
): Promise<IncomingMessage> {
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

/** Where a stream of HTTP+SSE says that messages go; the rest of it stays unread. */
export async function endpointOf(stream: IncomingMessage): Promise<string> {
  const head = await new Promise<string>((resolve) => {
    stream.once('data', (bytes: Buffer) => {
      stream.pause();
      resolve(bytes.toString());
    });
  });
  return /data: (\S+)/.exec(head)?.[1] ?? '';
}

/** Reads messages until one satisfies `isLast`; the numbers of those that have one. */
export async function readNumbers(
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

export const everyNumber = Array.from({ length: floodCount }, (_, index) => index);

export async function floodStage(
  kind: FloodKind,
  where?: 'listening',
): Promise<{ server: FloodingServer; patchbay: RunningPatchbay; url: URL }> {
  const server = await startFloodingServer(kind, where);
  const patchbay = await startPatchbay({ mcpServers: { flooding: server.entry } });
  return { server, patchbay, url: patchbay.endpoint('flooding') };
}

/** The server has been told to wait, and still is after others have made some calls. */
export async function expectHeld(flood: () => Flood | undefined, others: () => Promise<void>): Promise<void> {
  const held = await until('the server to be held', async () => {
    const candidate = flood();
    const sent = candidate?.sent;
    if (candidate?.isHeld !== true) return undefined;
    for (let count = 0; count < 20; count++) await others();
    // It was not just a short wait.
    return candidate.isHeld && candidate.sent === sent ? candidate : undefined;
  });
  expect(held.sent).toBeLessThan(mostUnread);
}
