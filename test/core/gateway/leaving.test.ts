// How the gateway leaves its address: idle streams at once, calls within their time, the rest with an answer.
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { stopping } from '../../../src/main/core/relay/sessions.ts';
import { gatewayStage, resultFor } from '../../support/gateway-stage.ts';
import { modernCall, modernRpc } from '../../support/modern-edge.ts';
import { call, openSession, openStream, post, rpc, send, type Json } from '../../support/raw-mcp.ts';
import { openRawSse } from '../../support/sse-client.ts';
import { until } from '../../support/until.ts';
import { openAccess } from '../../../src/main/core/relay/access.ts';

type Stage = Awaited<ReturnType<typeof gatewayStage>>;

const underWay = async ({ held }: Stage, count: number): Promise<void> => {
  await until('the calls', () => held.length === count);
};
const refusal = { code: -32_000, data: { code: 'GATEWAY_STOPPING', retryable: true } };

describe('a gateway that stops', () => {
  it('ends the streams of idle sessions and subscriptions at once, while calls go on to their answers', async () => {
    const stage = await gatewayStage();
    const { url, held, gateway } = stage;
    const [busy, idle] = [await openSession(url), await openSession(url)];
    const idleStream = await openStream('GET', url, { headers: idle });
    const busyStream = await openStream('GET', url, { headers: busy });
    const listening = openStream('POST', url, modernRpc('l', 'subscriptions/listen', { notifications: {} }));
    await underWay(stage, 1);
    held[0]?.exchange.send(
      Buffer.from('{"jsonrpc":"2.0","method":"notifications/subscriptions/acknowledged"}'),
    );
    const subscription = await listening;
    const legacy = post(url, call(1, 'x'), busy);
    const modern = modernCall(2, 'x');
    const modernAnswer = post(url, modern.body, modern.headers);
    await underWay(stage, 3);

    const closed = gateway.close(stopping());
    await idleStream.ended;
    await subscription.ended;
    expect(subscription.messages().at(-1)).toMatchObject({ id: 'l', result: {} });
    expect(held[0]?.isCancelled).toBe(true);
    // The question of a call may come on this one.
    expect(
      stage.sessions.find(busy['mcp-session-id'] ?? '', null, openAccess)?.streams.standalone.isAttached,
    ).toBe(true);
    for (const { message, exchange } of held.slice(1)) exchange.finish(resultFor(message, { ok: true }));
    expect((await legacy).json()).toMatchObject({ id: 1, result: { ok: true } });
    expect((await modernAnswer).json()).toMatchObject({ id: 2, result: { ok: true } });
    await busyStream.ended;
    await closed;
  });

  it('takes answers of clients while it waits, but begins nothing new', async () => {
    const stage = await gatewayStage();
    const { url, held, gateway, sessions } = stage;
    const headers = await openSession(url);
    const answer = post(url, call(1, 'x'), headers);
    await underWay(stage, 1);
    const closed = gateway.close(stopping());

    const modern = modernCall(5, 'x');
    for (const refused of [
      await post(url, call(2, 'x'), headers),
      await post(url, rpc(3, 'initialize', {})),
      await post(url, modern.body, modern.headers),
    ]) {
      expect(refused.status).toBe(503);
      expect(refused.json()).toMatchObject({ error: refusal });
      expect([2, 3, 5]).toContain(refused.json()['id']);
    }
    for (const stream of [
      await send('GET', url, { headers: { ...headers, accept: 'text/event-stream' } }),
      await send('GET', new URL('/sse', url), { headers: { accept: 'text/event-stream' } }),
    ])
      expect([stream.status, stream.json()['error']]).toMatchObject([503, refusal]);
    const note = { jsonrpc: '2.0', id: 'q', result: {} };
    expect((await post(url, note, headers)).status).toBe(202);
    expect(sessions.size).toBe(1);
    const [first] = held;
    first?.exchange.finish(resultFor(first.message));
    expect((await answer).status).toBe(200);
    await closed;
  });

  it('answers after five seconds what is still in flight: as JSON, in a stream, in a batch, of either era', async () => {
    const stage = await gatewayStage();
    const { url, held, gateway, clock } = stage;
    const headers = await openSession(url);
    const old = await openSession(url, { protocolVersion: '2025-03-26', capabilities: {} });
    const plain = post(url, call(1, 'x'), headers);
    await underWay(stage, 1);
    const streamed = openStream('POST', url, { body: call(2, 'x'), headers });
    await underWay(stage, 2);
    held[1]?.exchange.send(Buffer.from('{"jsonrpc":"2.0","method":"notifications/message"}'));
    const stream = await streamed;
    const batch = post(url, JSON.stringify([call(3, 'x'), call(4, 'x')]), {
      ...old,
      'mcp-protocol-version': '2025-03-26',
    });
    await underWay(stage, 4);
    const modern = modernCall(5, 'x');
    const modernAnswer = post(url, modern.body, modern.headers);
    await underWay(stage, 5);
    const sse = await openRawSse(new URL('/sse', url));
    await sse.post(call(6, 'x'));
    await underWay(stage, 6);

    const closed = gateway.close(stopping());
    clock.advance(4999);
    held[3]?.exchange.finish(resultFor(held[3].message, { ok: true }));
    clock.advance(1);
    expect((await plain).json()).toMatchObject({ id: 1, error: refusal });
    await stream.ended;
    expect(stream.messages().at(-1)).toMatchObject({ id: 2, error: refusal });
    expect(JSON.parse((await batch).text) as Json[]).toMatchObject([
      { id: 4, result: { ok: true } },
      { id: 3, error: refusal },
    ]);
    expect((await modernAnswer).json()).toMatchObject({ id: 5, error: refusal });
    expect(held[4]?.isCancelled).toBe(true);
    await sse.stream.ended;
    expect(await sse.answer(6)).toMatchObject({ id: 6, error: refusal });
    await closed;
    // Too late: nobody is told twice.
    for (const { message, exchange } of held) exchange.finish(resultFor(message));
  });

  it('does not wait for calls whose clients are gone', async () => {
    const stage = await gatewayStage();
    const { url, held, gateway } = stage;
    const headers = await openSession(url);
    const opening = openStream('POST', url, { body: call(1, 'x'), headers });
    await underWay(stage, 1);
    held[0]?.exchange.send(Buffer.from('{"jsonrpc":"2.0","method":"notifications/message"}'));
    const stream = await opening;
    const closed = gateway.close(stopping());
    stream.cut();
    await closed;
    expect(held).toHaveLength(1);
  });

  it('does not wait for connections that nobody uses', async () => {
    const { port, gateway } = await gatewayStage();
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const ended = once(socket, 'close');
    socket.resume();
    await gateway.close(stopping());
    await ended;
    expect(socket.bytesRead).toBe(0);
  });
});
