// Messages that an HTTP+SSE server answers on its stream, without ever saying that it has taken them.
import type { ServerResponse } from 'node:http';
import { Agent } from 'undici';
import { expect, it, onTestFinished } from 'vitest';
import { HttpTransport } from '../../../../src/main/core/upstream/http/transport.ts';
import { SessionLink } from '../../../../src/main/core/upstream/http/session-link.ts';
import { SseCarrier } from '../../../../src/main/core/upstream/sse/sse-carrier.ts';
import { answerPolitely, startRudeSseServer } from '../../../fixtures/rude-sse-server.ts';
import { fakeClock } from '../../../support/fake-clock.ts';
import { ListeningPeer, recordingExchange, scan } from '../../../support/listening-peer.ts';
import { recordingLogger } from '../../../support/recorders.ts';
import { until } from '../../../support/until.ts';
import { urlServerConfig } from '../../../support/url-server-config.ts';

it('hold no connection for ever', async () => {
  const open = new Set<ServerResponse>();
  const server = await startRudeSseServer({
    onPost: (message, response, self) => {
      if (message['method'] !== 'tools/call') {
        answerPolitely(message, response, self);
        return;
      }
      open.add(response);
      response.on('close', () => open.delete(response));
      self.say({ jsonrpc: '2.0', id: message['id'], result: {} });
    },
  });
  const dispatcher = new Agent();
  onTestFinished(() => dispatcher.destroy());
  const clock = fakeClock();
  const config = urlServerConfig('sse', 'rude', server.url);
  const nothing = (): undefined => undefined;
  const link = new SessionLink(
    {
      transport: new HttpTransport({ config, dispatcher, maxMessageBytes: 1_000_000 }),
      peer: new ListeningPeer('a'),
      timeouts: { requestMs: 60_000, toolMs: 60_000 },
      clock,
      logger: recordingLogger(),
      onOpened: nothing,
      onReached: nothing,
      onFailure: nothing,
      onListChanged: nothing,
      onRefused: nothing,
      onActivity: nothing,
    },
    (options, carried) => new SseCarrier(options, carried),
  );
  onTestFinished(() => link.close());
  await link.ensureOpen();
  const { log, exchange } = recordingExchange();
  link.request(scan({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: {} }), exchange);
  await until('the answer', () => log.answer !== null);
  clock.advance(9000);
  expect(open.size).toBe(1);
  clock.advance(2000);
  await until('the end of the connection', () => open.size === 0);
});
