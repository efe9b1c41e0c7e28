// Several streams of one session at once, each cut again and again: every one goes on where it was, and none gets what
// belongs to another (Last-Event-ID).
import { describe, expect, it } from 'vitest';
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

const patchbay = sharedPatchbay(() => ({ mcpServers: { box: mockServer([], { session: 'isolated' }) } }));
const box = (): URL => patchbay().endpoint('box');
const steps = 60;

interface Followed {
  readonly messages: readonly Json[];
  readonly cuts: number;
}

/** Reads a stream to its end, cutting it whenever so many messages have come on one connection. */
async function follow(session: Headers, body: Json, every: number): Promise<Followed> {
  const messages: Json[] = [];
  let stream = await openStream('POST', box(), { body, headers: session });
  for (let cuts = 0; ; cuts++) {
    const state = { over: false };
    void stream.ended.then(() => (state.over = true));
    await until('some messages, or the end', () => state.over || stream.messages().length >= every);
    stream.cut();
    await stream.ended;
    messages.push(...stream.messages());
    if (messages.some(({ id }) => id === body['id'])) return { messages, cuts };
    const lastEventId = stream.events.at(-1)?.id ?? '';
    stream = await openStream('GET', box(), { headers: { ...session, 'last-event-id': lastEventId } });
  }
}

const progressOf = (messages: readonly Json[]): readonly unknown[] =>
  messages.flatMap(({ params }) => {
    const { progressToken, progress } = (params ?? {}) as { progressToken?: string; progress?: number };
    return progressToken === undefined ? [] : [`${progressToken}:${progress ?? ''}`];
  });

describe('streams of one session', () => {
  it('that are cut again and again lose and double nothing, and do not mix', async () => {
    const session = await openSession(box());
    const followed = await Promise.all(
      [5, 7, 11].map((every, index) =>
        follow(
          session,
          call(index, 'progress', { steps, stepMs: 15 }, { progressToken: `t${index}` }),
          every,
        ),
      ),
    );
    for (const [index, { messages, cuts }] of followed.entries()) {
      expect(cuts).toBeGreaterThan(2);
      expect(progressOf(messages)).toEqual(Array.from({ length: steps }, (_, at) => `t${index}:${at + 1}`));
      expect(messages).toHaveLength(steps + 1);
      expect(messages.at(-1)).toMatchObject({ id: index, result: {} });
    }
  });

  it('are apart from the one that stands alone, which is cut and resumed meanwhile', async () => {
    const session = await openSession(box());
    for (const index of [1, 2, 3, 4])
      await post(box(), rpc('s', 'resources/subscribe', { uri: `mock://${index}` }), session);
    const changed = (index: number) =>
      post(box(), call('n', 'notify', { kind: 'updated', uri: `mock://${index}` }), session);
    const body = call(1, 'progress', { steps, stepMs: 4 }, { progressToken: 't' });
    const answer = follow(session, body, 9);
    const first = await openStream('GET', box(), { headers: session });
    await changed(1);
    await until('the first', () => first.messages().length === 1);
    first.cut();
    await first.ended;
    await changed(2);
    const lastEventId = first.events.at(-1)?.id ?? '';
    const second = await openStream('GET', box(), { headers: { ...session, 'last-event-id': lastEventId } });
    await changed(3);
    await until('the others', () => second.messages().length === 2);
    expect(progressOf((await answer).messages)).toHaveLength(steps);
    expect(second.messages()).toMatchObject([
      { params: { uri: 'mock://2' } },
      { params: { uri: 'mock://3' } },
    ]);
  });

  it('are not opened by another session that names their events', async () => {
    const [one, other] = [await openSession(box()), await openSession(box())];
    const body = call(1, 'progress', { steps: 3, hold: true }, { progressToken: 'secret' });
    const stream = await openStream('POST', box(), { body, headers: one });
    await until('its progress', () => stream.messages().length === 3);
    const lastEventId = stream.events.find(({ data }) => data !== '')?.id ?? '';
    const headers = { ...other, accept: 'text/event-stream', 'last-event-id': lastEventId };
    expect((await send('GET', box(), { headers })).status).toBe(405);
    const own = await openStream('GET', box(), { headers: { ...one, 'last-event-id': lastEventId } });
    await until('the rest', () => own.messages().length === 2);
  });
});

describe('fifty requests at once with the id of a session that is gone', () => {
  it('are told of an id that works; the next fifty under one of these are all served in one session', async () => {
    for (const url of [box(), patchbay().endpoint()]) {
      const name = url.pathname === '/mcp' ? 'box__echo' : 'echo';
      let lost = { 'mcp-session-id': `lost-on-${url.pathname.slice(1).replace('/', '-')}` };
      const wave = () =>
        Promise.all(
          Array.from({ length: 50 }, (_, id) => post(url, call(id, name, { text: `${id}` }), lost)),
        );
      const first = await wave();
      const refused = first.filter(({ status }) => status !== 200);
      expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([404]));
      for (const { headers } of refused.slice(0, 5)) {
        const fresh = { 'mcp-session-id': String(headers['mcp-session-id']) };
        expect((await post(url, call(1, name, { text: 'fresh' }), fresh)).text).toContain('fresh');
      }
      lost = { 'mcp-session-id': String(refused.at(-1)?.headers['mcp-session-id']) };
      for (const [id, { status, text }] of (await wave()).entries()) {
        expect([id, status]).toEqual([id, 200]);
        expect(text).toContain(`"text":"${id}"`);
      }
    }
  });
});
