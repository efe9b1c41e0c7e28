// Clients that send or read too slowly, on real sockets.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { gatewayStage, resultFor } from '../../support/gateway-stage.ts';
import { call, openSession, openStream } from '../../support/raw-mcp.ts';
import { until } from '../../support/until.ts';
import { openAccess } from '../../../src/main/core/relay/access.ts';

/** A connection, and what comes back on it. */
function rawSocket(port: number): { readonly socket: Socket; readonly text: () => string } {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let text = '';
  socket.on('data', (bytes) => (text += bytes.toString('latin1')));
  return { socket, text: () => text };
}

describe('the time for a request to arrive', () => {
  it('ends half bodies and half headers, but no answer that takes longer', async () => {
    const stage = await gatewayStage({ requestTimeoutMs: 200 });
    const session = await openSession(stage.url);
    const listening = await openStream('GET', stage.url, { headers: session });
    const opening = openStream('POST', stage.url, { body: call(1, 'slow'), headers: session });
    const { message, exchange } = await until('the call', () => stage.held[0]);
    exchange.send(Buffer.from('{"jsonrpc":"2.0","method":"notifications/message"}'));
    const answer = await opening;
    // Two rounds, so that the answer is older than a request may become.
    for (const start of [
      'POST /mcp HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"json',
      'POST /mcp HTTP/1.1\r\nHost: x\r\n',
    ]) {
      const { socket, text } = rawSocket(stage.port);
      const closed = once(socket, 'close');
      socket.write(start);
      await closed;
      expect(text()).toContain('HTTP/1.1 408');
    }
    exchange.finish(resultFor(message));
    await answer.ended;
    expect(answer.messages().at(-1)).toMatchObject({ id: 1, result: {} });
    stage.sessions
      .find(session['mcp-session-id'] ?? '', null, openAccess)
      ?.send(Buffer.from('{"still":"here"}'));
    await until('the message', () => listening.messages().length === 1);
  });
});

describe('a client that has stopped to read', () => {
  const count = 200;
  const data = 'x'.repeat(100_000);

  it('is cut off after a while, and finds everything else when it comes back', async () => {
    const { url, port, sessions, clock } = await gatewayStage();
    const headers = await openSession(url);
    const id = headers['mcp-session-id'] ?? '';
    const session = sessions.find(id, null, openAccess);
    const { socket, text } = rawSocket(port);
    socket.on('error', () => undefined);
    socket.write(
      `GET /mcp HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\nMcp-Session-Id: ${id}\r\n\r\n`,
    );
    await until('the stream', () => text().includes('data:'));
    socket.pause();
    for (let index = 0; index < count; index++)
      session?.send(Buffer.from(`{"index":${index},"data":"${data}"}`));
    // What the system's buffers still take counts as read, so time goes on in steps.
    await until('the cut', () => {
      clock.advance(10_000);
      return session?.isBusy === false;
    });

    socket.resume();
    await until('its end', () => socket.closed);
    // Only what came whole counts: the last event may have been cut in its middle.
    const events = text()
      .split('\n\n')
      .filter((event) => event.includes('"index"') && event.endsWith('"}'));
    const lastEventId = /id: (\S+)/.exec(events.at(-1) ?? text())?.[1] ?? '';
    const second = await openStream('GET', url, { headers: { ...headers, 'last-event-id': lastEventId } });
    await until('the rest', () => events.length + second.messages().length >= count);
    const indexes = [
      ...events.map((event) => Number(/"index":(\d+)/.exec(event)?.[1])),
      ...second.messages().map(({ index }) => index),
    ];
    expect(indexes).toEqual(Array.from({ length: count }, (_, index) => index));
    expect(events.length).toBeLessThan(count);
  });
});
