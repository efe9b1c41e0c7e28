// What becomes of the memory of an answer once it is written, on a real socket.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { defaultBounds } from '../../../src/main/core/bounds/bounds.ts';
import { Heartbeat } from '../../../src/main/core/gateway/heartbeat.ts';
import { ModernExchange } from '../../../src/main/core/gateway/modern-exchange.ts';
import { markWhole } from '../../../src/main/core/give-back.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { send } from '../../support/raw-mcp.ts';
import { until } from '../../support/until.ts';

async function answeredWith(answer: Buffer): Promise<string> {
  const clock = fakeClock();
  const heartbeat = new Heartbeat(clock, () => 15_000);
  const server = createServer((_request, response) => {
    const bounds = defaultBounds();
    new ModernExchange({ response, acceptsStream: true, bounds, clock, heartbeat }).finish(answer);
  });
  onTestFinished(() => {
    heartbeat.close();
    server.close();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (await send('GET', `http://127.0.0.1:${(server.address() as AddressInfo).port}/`)).text;
}

const text = JSON.stringify({ jsonrpc: '2.0', id: 1, result: { text: 'x'.repeat(5_000_000) } });

it('is given back when the client has all of it', async () => {
  const answer = markWhole(Buffer.from(text));
  expect(await answeredWith(answer)).toBe(text);
  await until('its end', () => answer.length === 0);
});

it('is left where somebody else may hold it', async () => {
  const answer = Buffer.from(text);
  expect(await answeredWith(answer)).toBe(text);
  expect(answer.length).toBe(text.length);
});
