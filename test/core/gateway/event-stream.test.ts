// An HTTP response as an event stream, on a server of its own.
import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { startEventStream } from '../../../src/main/core/gateway/event-stream.ts';
import { Heartbeat } from '../../../src/main/core/gateway/heartbeat.ts';
import { ClientStream } from '../../../src/main/core/relay/client-stream.ts';
import { fakeClock } from '../../support/fake-clock.ts';

it('keeps nothing of what its request said, such as a token', async () => {
  const clock = fakeClock();
  const heartbeat = new Heartbeat(clock, () => 15_000);
  const server = createServer((_, response) => {
    startEventStream({
      response,
      stream: new ClientStream('s-1'),
      afterSequence: null,
      headers: {},
      isPrimed: false,
      clock,
      heartbeat,
      onClosed: () => undefined,
    });
  });
  onTestFinished(async () => {
    heartbeat.close();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const requests: IncomingMessage[] = [];
  server.on('request', (request: IncomingMessage) => requests.push(request));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const asking = get({ port, host: '127.0.0.1', headers: { authorization: 'Bearer secret' } });
  // It is cut at the end.
  asking.on('error', () => undefined);
  await once(asking, 'response');

  expect(requests.map(({ headers, rawHeaders }) => ({ headers, rawHeaders }))).toEqual([
    { headers: {}, rawHeaders: [] },
  ]);
});
