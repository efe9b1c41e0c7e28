// Event streams towards clients: nothing is lost and nothing comes twice, whoever reads slowly, late or never.
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sharedPatchbay } from '../../support/patchbay.ts';
import {
  call,
  openSession,
  openStream,
  post,
  rpc,
  send,
  type Headers,
  type Json,
} from '../../support/raw-mcp.ts';
import { mockServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

const patchbay = sharedPatchbay(() => ({
  gateway: { keepAliveSeconds: 0.2, maxMessageBytes: 1_000_000 },
  mcpServers: { box: mockServer([], { session: 'isolated' }) },
}));
const box = (): URL => patchbay().endpoint('box');
/** Makes the session's own server send a message that belongs to no call. */
const notify = async (session: Headers, data: unknown): Promise<void> => {
  const answer = await post(
    box(),
    call('n', 'notify', { kind: 'updated', uri: `mock://${String(data)}` }),
    session,
  );
  expect(answer.status).toBe(200);
};
const subscribe = async (session: Headers, count: number): Promise<void> => {
  for (let index = 1; index <= count; index++)
    await post(box(), rpc('s', 'resources/subscribe', { uri: `mock://${index}` }), session);
};
const urisOf = (messages: readonly Json[]): readonly unknown[] =>
  messages.map(({ params }) => (params as Json)['uri']);
const uris = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `mock://${from + index}`);

describe('the stream of a session', () => {
  it('gets what was sent before it was open', async () => {
    const session = await openSession(box());
    await subscribe(session, 3);
    for (const index of [1, 2, 3]) await notify(session, index);
    const stream = await openStream('GET', box(), { headers: session });
    await until('the messages', () => stream.messages().length === 3);
    expect(urisOf(stream.messages())).toEqual(uris(1, 3));
    expect(stream.headers['mcp-session-id']).toBe(session['mcp-session-id']);
  });

  it('is kept alive by comments', async () => {
    const session = await openSession(box());
    const stream = await openStream('GET', box(), { headers: session });
    await until('two comments', () => stream.comments.length >= 2);
    expect(stream.messages()).toEqual([]);
  });

  it('loses and doubles nothing when it is cut again and again', async () => {
    const session = await openSession(box());
    await subscribe(session, 60);
    const seen: Json[] = [];
    let lastEventId: string | undefined;
    for (let round = 0; round < 6; round++) {
      const stream = await openStream('GET', box(), {
        headers: { ...session, ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) },
      });
      const first = round * 10 + 1;
      for (let index = first; index < first + 5; index++) await notify(session, index);
      await until('some messages', () => stream.messages().length >= 5 + (round === 0 ? 0 : 5));
      stream.cut();
      await stream.ended;
      seen.push(...stream.messages());
      lastEventId = stream.events.at(-1)?.id;
      for (let index = first + 5; index < first + 10; index++) await notify(session, index);
    }
    expect(urisOf(seen)).toEqual(uris(1, 55));
  });

  it('repeats what the client has not seen, from the event that it names', async () => {
    const session = await openSession(box());
    await subscribe(session, 5);
    for (const index of [1, 2, 3, 4, 5]) await notify(session, index);
    const first = await openStream('GET', box(), { headers: session });
    await until('the messages', () => first.messages().length === 5);
    first.cut();
    const second = await openStream('GET', box(), {
      headers: { ...session, 'last-event-id': first.events.filter(({ data }) => data !== '')[1]?.id ?? '' },
    });
    await until('the rest', () => second.messages().length === 3);
    expect(urisOf(second.messages())).toEqual(uris(3, 5));
  });

  it('gives the rest to a newer connection, beside which the older one stays open', async () => {
    const session = await openSession(box());
    await subscribe(session, 2);
    const first = await openStream('GET', box(), { headers: session });
    await notify(session, 1);
    await until('the first message', () => first.messages().length === 1);
    const second = await openStream('GET', box(), { headers: session });
    await notify(session, 2);
    await until('the second message', () => second.messages().length === 1);
    expect([urisOf(first.messages()), urisOf(second.messages())]).toEqual([uris(1, 1), uris(2, 2)]);
  });

  it('tells each session only what is its own', async () => {
    const sessions = await Promise.all([1, 2, 3].map(() => openSession(box())));
    const streams = await Promise.all(sessions.map((headers) => openStream('GET', box(), { headers })));
    for (const [index, session] of sessions.entries()) {
      await post(box(), rpc('s', 'resources/subscribe', { uri: `mock://${index}` }), session);
      await notify(session, index);
    }
    await until('a message each', () => streams.every((stream) => stream.messages().length > 0));
    expect(streams.map((stream) => urisOf(stream.messages()))).toEqual([
      ['mock://0'],
      ['mock://1'],
      ['mock://2'],
    ]);
  });
});

describe('the stream of an answer', () => {
  it('goes on elsewhere when it is cut: what came meanwhile, and the answer', async () => {
    const session = await openSession(box());
    const body = call(1, 'progress', { steps: 40, stepMs: 5 }, { progressToken: 't' });
    const first = await openStream('POST', box(), { body, headers: session });
    await until('some progress', () => first.messages().length >= 3);
    first.cut();
    await first.ended;
    const lastEventId = first.events.at(-1)?.id ?? '';
    const second = await openStream('GET', box(), { headers: { ...session, 'last-event-id': lastEventId } });
    await second.ended;
    const all = [...first.messages(), ...second.messages()];
    const steps = all.flatMap(({ params }) => (params === undefined ? [] : [(params as Json)['progress']]));
    expect(steps).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    expect(all.at(-1)).toMatchObject({ id: 1, result: { content: [{ text: 'did 40 steps' }] } });
  });

  it('can be resumed after a long wait without a single message', async () => {
    const session = await openSession(box());
    const first = await openStream('POST', box(), { body: call(1, 'delay', { ms: 1000 }), headers: session });
    await until('its first event', () => first.events.length > 0);
    first.cut();
    const lastEventId = first.events[0]?.id ?? '';
    const second = await openStream('GET', box(), { headers: { ...session, 'last-event-id': lastEventId } });
    await second.ended;
    expect(second.messages()).toMatchObject([{ id: 1, result: {} }]);
  });

  it('that has given all it has is not opened again: clients would come back for ever', async () => {
    const session = await openSession(box());
    const body = call(1, 'progress', { steps: 2, hold: true }, { progressToken: 1 });
    const stream = await openStream('POST', box(), { body, headers: session });
    await until('the progress', () => stream.messages().length === 2);
    await post(box(), rpc(undefined, 'notifications/cancelled', { requestId: 1 }), session);
    await stream.ended;
    const lastEventId = stream.events.at(-1)?.id ?? '';
    // The one answer to a GET that both official clients take as final.
    const headers = { ...session, accept: 'text/event-stream', 'last-event-id': lastEventId };
    expect((await send('GET', box(), { headers })).status).toBe(405);
  });

  it('has no event without data for clients of older revisions', async () => {
    const opened = await post(
      box(),
      rpc(0, 'initialize', { protocolVersion: '2025-06-18', capabilities: {} }),
    );
    const session = {
      'mcp-session-id': String(opened.headers['mcp-session-id']),
      'mcp-protocol-version': '2025-06-18',
    };
    const body = call(1, 'progress', { steps: 1 }, { progressToken: 1 });
    const stream = await openStream('POST', box(), { body, headers: session });
    await stream.ended;
    expect(stream.events.map(({ data }) => data === '')).toEqual([false, false]);
  });
});

describe('a client that does not read', () => {
  it('holds up nobody else, and gets everything in order once it reads', async () => {
    const session = await openSession(box());
    const { hostname, port } = box();
    const socket = connect(Number(port), hostname);
    onTestFinished(() => void socket.destroy());
    socket.pause();
    socket.write(
      `GET /mcp/box HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAccept: text/event-stream\r\n` +
        `Mcp-Session-Id: ${session['mcp-session-id'] ?? ''}\r\n\r\n`,
    );
    const other = await openSession(box());
    const data = 'x'.repeat(500_000);
    const flood = async (): Promise<void> => {
      // The answers take JSON only, so what comes before them goes to the stream that nobody reads.
      for (let count = 0; count < 40; count++)
        await post(box(), call(count, 'notify', { kind: 'message', data: `<${count}>${data}` }), {
          ...session,
          accept: 'application/json',
        });
    };
    const going = async (): Promise<void> => {
      for (let index = 0; index < 30; index++)
        expect((await post(box(), call(index, 'echo', { text: 'quick' }), other)).text).toContain('quick');
    };
    await Promise.all([flood(), going()]);
    let seen = '';
    socket.on('data', (bytes) => (seen += bytes.toString('latin1').replaceAll(/x{9,}/g, '')));
    socket.resume();
    await until('the last message', () => seen.includes('<39>'));
    expect([...seen.matchAll(/<(\d+)>/g)].map(([, count]) => Number(count))).toEqual(
      Array.from({ length: 40 }, (_, count) => count),
    );
  });

  it('can come back for what its cut connection had not taken', async () => {
    const session = await openSession(box());
    const first = await openStream('GET', box(), { headers: session });
    first.cut();
    for (let count = 0; count < 5; count++)
      await post(box(), call(count, 'notify', { kind: 'message', data: `<${count}>` }), {
        ...session,
        accept: 'application/json',
      });
    // The number of an event of an earlier life of the gateway means nothing here.
    const headers = { ...session, 'last-event-id': 's-0123456789.999' };
    const second = await openStream('GET', box(), { headers });
    await until('all messages', () => second.messages().length >= 5);
    expect(JSON.stringify(second.messages()).match(/<\d>/g)).toEqual(['<0>', '<1>', '<2>', '<3>', '<4>']);
    second.cut();
  });
});
