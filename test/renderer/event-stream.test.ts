import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { keepEventStream } from '../../src/renderer/bridge/event-stream.ts';
import type { EventStream } from '../../src/renderer/bridge/event-stream.ts';
import { until } from '../support/until.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A stream from a server whose answers, one for each attempt, the test writes; the last one is given again. */
async function follow(answers: readonly [Answer, ...Answer[]], silenceLimitMs?: number) {
  let attempts = 0;
  const server = createServer((request, response) => {
    const answer = answers[Math.min(attempts, answers.length - 1)];
    attempts += 1;
    answer?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const events: string[] = [];
  const broken: string[] = [];
  const stream: EventStream = keepEventStream({
    url: `http://127.0.0.1:${String(port)}/events`,
    ...(silenceLimitMs === undefined ? {} : { silenceLimitMs }),
    onEvent: (name, data) => events.push(`${name} ${data}`),
    onBroken: (reason) => broken.push(reason),
  });
  closers.push(() => {
    stream.stop();
    server.closeAllConnections();
    server.close();
  });
  return { stream, events, broken, attempts: () => attempts };
}

const stays: Answer = (_request, response) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' }).write('event: state\ndata: {}\n\n');
};
const ends: Answer = (_request, response) => {
  response.writeHead(200).end('event: state\ndata: "first"\n\n');
};
const refuses =
  (status: number): Answer =>
  (_request, response) => {
    response.writeHead(status).end();
  };

describe('the event stream', () => {
  test('gives events, and is opened again when it ends', async () => {
    const { events, broken } = await follow([ends, stays]);
    await until('both events', () => events.length === 2);
    expect(events).toEqual(['state "first"', 'state {}']);
    expect(broken).toEqual(['lost']);
  });

  test('puts characters together that were cut between two pieces', async () => {
    const bytes = Buffer.from('event: logs\ndata: "ключ"\n\n');
    const cut: Answer = (_request, response) => {
      response.writeHead(200);
      response.write(bytes.subarray(0, 20));
      response.write(bytes.subarray(20));
    };
    const { events } = await follow([cut]);
    await until('the event', () => events.length === 1);
    expect(events).toEqual(['logs "ключ"']);
  });

  test('is tried again after an answer that is no stream', async () => {
    const { events, broken } = await follow([refuses(503), stays]);
    await until('the event', () => events.length === 1);
    expect(broken).toEqual(['lost']);
  });

  test('stops trying when the session has expired, until it is asked to', async () => {
    const { stream, events, broken, attempts } = await follow([refuses(401), stays]);
    await until('the refusal', () => broken.length === 1);
    expect(broken).toEqual(['expired']);
    expect(attempts()).toBe(1);
    stream.retry();
    await until('the event', () => events.length === 1);
  });

  test('counts as broken when not even a keep-alive comes any more', async () => {
    const { broken, attempts } = await follow([stays], 30);
    await until('another attempt', () => attempts() > 1);
    expect(broken[0]).toBe('lost');
  });

  test('says nothing after it was stopped', async () => {
    const { stream, events, broken } = await follow([stays]);
    await until('the event', () => events.length === 1);
    stream.stop();
    stream.retry();
    await until('the new stream', () => events.length === 2);
    expect(broken).toEqual([]);
  });
});
