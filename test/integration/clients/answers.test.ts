// How one POST is answered: as JSON or as an event stream, every byte of the message kept but ids and tokens.
import * as fc from 'fast-check';
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
import { echoServer, mockServer, pairingServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

const patchbay = sharedPatchbay(() => ({
  gateway: { keepAliveSeconds: 0.1 },
  mcpServers: { box: mockServer(), echo: echoServer(), pairs: pairingServer() },
}));
const box = (): URL => patchbay().endpoint('box');

describe('the answer to a request', () => {
  it('is plain JSON when it is all there is', async () => {
    const session = await openSession(box());
    const answer = await post(box(), call(1, 'echo', { text: 'hi' }), session);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.headers['mcp-session-id']).toBe(session['mcp-session-id']);
    expect(answer.json()).toEqual({
      jsonrpc: '2.0',
      id: 1,
      result: { content: [{ type: 'text', text: 'hi' }] },
    });
  });

  it('is an event stream when progress comes before it, and ends with the answer', async () => {
    const session = await openSession(box());
    const body = call('mine', 'progress', { steps: 2 }, { progressToken: 'my token' });
    const stream = await openStream('POST', box(), { body, headers: session });
    expect(stream.headers['content-type']).toBe('text/event-stream');
    await stream.ended;
    expect(stream.messages()).toMatchObject([
      { method: 'notifications/progress', params: { progressToken: 'my token', progress: 1 } },
      { method: 'notifications/progress', params: { progressToken: 'my token', progress: 2 } },
      { id: 'mine', result: { content: [{ text: 'did 2 steps' }] } },
    ]);
    expect(new Set(stream.events.map(({ id }) => id)).size).toBe(stream.events.length);
  });

  it('becomes an event stream when the wait grows long, with comments that keep it alive', async () => {
    const session = await openSession(box());
    const abandoned = rpc(undefined, 'notifications/cancelled', { requestId: 5 });
    const stream = await openStream('POST', box(), { body: call(5, 'never'), headers: session });
    expect(stream.headers['content-type']).toBe('text/event-stream');
    await until('two comments', () => stream.comments.length >= 2);
    expect(stream.messages()).toEqual([]);
    expect((await post(box(), abandoned, session)).status).toBe(202);
    await stream.ended;
    expect(stream.messages()).toEqual([]);
  });

  it('is JSON all the same for a client that takes nothing else; what comes before goes to its other stream', async () => {
    const session = await openSession(box());
    const standalone = await openStream('GET', box(), { headers: session });
    const body = call(6, 'progress', { steps: 2 }, { progressToken: 6 });
    const answer = await post(box(), body, { ...session, accept: 'application/json' });
    expect(answer.json()).toMatchObject({ id: 6, result: {} });
    await until('the progress', () => standalone.messages().length === 2);
  });

  it('is 202 without a body for notifications and for answers of the client', async () => {
    const session = await openSession(box());
    for (const message of [
      rpc(undefined, 'notifications/roots/list_changed'),
      rpc(undefined, 'notifications/cancelled', { requestId: 'unknown' }),
      { jsonrpc: '2.0', id: 99, result: {} },
      { jsonrpc: '2.0', id: 99, error: { code: -1, message: 'no' } },
    ]) {
      const answer = await post(box(), message, session);
      expect([answer.status, answer.text]).toEqual([202, '']);
    }
  });

  it('tells nothing of a request that the client has cancelled', async () => {
    const session = await openSession(box());
    const pending = post(box(), call(7, 'never'), { ...session, accept: 'application/json' });
    const inFlight = () =>
      patchbay()
        .core.state.get()
        .servers.find(({ name }) => name === 'box')?.inFlight;
    await until('the call', () => inFlight() === 1);
    await post(box(), rpc(undefined, 'notifications/cancelled', { requestId: 7 }), session);
    expect(await pending).toMatchObject({ status: 202, text: '' });
    expect((await post(box(), call(8, 'echo', { text: 'on' }), session)).json()).toMatchObject({
      id: 8,
      result: {},
    });
  });
});

describe('ids', () => {
  it.each([
    '0',
    '-7',
    '1.5',
    '1e3',
    '9007199254740993',
    '123456789012345678901234567890',
    '""',
    '"a string"',
    String.raw`"A\n\"🙂"`,
    `"${'x'.repeat(1000)}"`,
  ])('come back as they were written: %s', async (id) => {
    const session = await openSession(box());
    const answer = await post(
      box(),
      `{"jsonrpc":"2.0","id":${id},"method":"tools/call","params":{"name":"echo","arguments":{"text":"x"}}}`,
      session,
    );
    expect(answer.text).toBe(
      `{"jsonrpc":"2.0","id":${id},"result":{"content":[{"type":"text","text":"x"}]}}`,
    );
  });

  it('may be a number and the same as text at once', async () => {
    const session = await openSession(box());
    const [number, text] = await Promise.all([
      post(box(), call(1, 'delay', { ms: 30 }), session),
      post(box(), call('1', 'delay', { ms: 10 }), session),
    ]);
    expect(number.json()).toMatchObject({ id: 1, result: { content: [{ text: 'waited 30 ms' }] } });
    expect(text.json()).toMatchObject({ id: '1', result: { content: [{ text: 'waited 10 ms' }] } });
  });

  it('that are in flight already are refused, and the first call goes on', async () => {
    const session = await openSession(box());
    const first = post(box(), call(1, 'delay', { ms: 100 }), { ...session, accept: 'application/json' });
    const second = await until('the refusal', async () => {
      const answer = await post(box(), call(1, 'echo'), session);
      return answer.text.includes('in flight already') && answer;
    });
    expect(second.json()).toMatchObject({ id: 1, error: { code: -32_600 } });
    expect((await first).json()).toMatchObject({ id: 1, result: { content: [{ text: 'waited 100 ms' }] } });
  });
});

describe('bytes', () => {
  /** What the server received, as text. */
  const received = async (body: string): Promise<string> => {
    const session = await openSession(patchbay().endpoint('echo'));
    const answer = await post(patchbay().endpoint('echo'), body, session);
    return Buffer.from(String((answer.json()['result'] as Json)['line']), 'base64').toString();
  };

  it('of odd messages reach the server as they are, but for id and progress token', async () => {
    const odd = String.raw`{ "params" : {"big":12345678901234567890.000100, "e":1E+2,"n":-0.0,"_meta":{"progressToken":"T","io.x/y":[ ]},"s":"\u0041\/\ud83d\ude42é🙂"},"id":"I","x-unknown":{"deep":[[[null]]]},"jsonrpc":"2.0","method":"odd/method"}`;
    const line = await received(odd);
    const id = /"id":(\d+)/.exec(line)?.[1] ?? '';
    expect(line).toBe(odd.replace('"I"', id).replace('"T"', id));
  });

  it('of line breaks between tokens become blanks, so that one message stays one line', async () => {
    const line = await received('{"jsonrpc":"2.0",\r\n\t"id":1,\n"method":"x",\n"params":{\n"a":"b"\n}\n}\n');
    expect(line).not.toMatch(/[\r\n]/);
    expect(JSON.parse(line)).toMatchObject({ method: 'x', params: { a: 'b' } });
  });

  it('of answers come back as they are, whatever JSON is in them', async () => {
    const session = await openSession(patchbay().endpoint('echo'));
    await fc.assert(
      fc.asyncProperty(fc.json({ maxDepth: 4 }), fc.constantFrom('', ' ', '\t '), async (json, blank) => {
        const text = `{${blank}"echoed"${blank}:${json}${blank}}`;
        const params = { resultBase64: Buffer.from(text).toString('base64') };
        const answer = await post(patchbay().endpoint('echo'), rpc('q', 'answer/with', params), session);
        expect(answer.text).toBe(`{"jsonrpc":"2.0","id":"q","result":${text},"x-extra":1e0}`);
      }),
      { numRuns: 40 },
    );
  });

  it('of large messages pass both ways', async () => {
    const session = await openSession(box());
    const text = '🙂'.repeat(1_000_000);
    const answer = await post(box(), call(1, 'echo', { text }), session);
    expect(answer.text.includes(text)).toBe(true);
    const big = await post(box(), call(2, 'big', { bytes: 12_000_000 }), session);
    expect(big.text.length).toBeGreaterThan(12_000_000);
    const split = await post(box(), call(3, 'split', { repeat: 20 }), session);
    expect(split.text).toContain('Zażółć gęślą jaźń · 日本語 · 🙂🧩');
  });

  it('of large answers are whole, one after the other, and of two that came in one batch', async () => {
    const [one, other] = [await openSession(box()), await openSession(box())];
    for (let id = 1; id <= 20; id++) {
      const bytes = 20_000 * id;
      const answers = await Promise.all(
        [one, other].map((session) =>
          post(box(), call(id, 'big', { bytes }), { ...session, accept: 'application/json' }),
        ),
      );
      for (const { text } of answers) expect(text.length).toBeGreaterThan(bytes);
      for (const answer of answers) expect(answer.json()).toMatchObject({ id, result: {} });
    }
    const pairs = patchbay().endpoint('pairs');
    const sessions = [await openSession(pairs), await openSession(pairs)];
    for (let id = 1; id <= 5; id++) {
      const ask = async (session: Headers, letter: string, bytes: number): Promise<unknown> =>
        (
          await post(pairs, rpc(id, 'letters', { letter, bytes }), { ...session, accept: 'application/json' })
        ).json()['result'];
      const [short, long] = await Promise.all([
        ask(sessions[0] ?? {}, 'a', 20_000),
        ask(sessions[1] ?? {}, 'b', 6_000_000),
      ]);
      expect(short).toEqual({ text: 'a'.repeat(20_000) });
      expect(long).toEqual({ text: 'b'.repeat(6_000_000) });
    }
  });

  it('of a server that prints garbage and answers nobody do no harm', async () => {
    const session = await openSession(box());
    expect((await post(box(), call(1, 'garbage'), session)).text).toContain('printed garbage');
    expect((await post(box(), call(2, 'wrong_id', { also: true }), session)).text).toContain('this is yours');
    expect((await send('GET', `${patchbay().url}/health/box`)).json()).toMatchObject({ status: 'ready' });
  });
});
