// The reply of messages that did not come through Fastify, on a real socket.
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { DirectReply } from '../../../src/main/core/gateway/mcp-message.ts';
import { send } from '../../support/raw-mcp.ts';

async function answered(answer: (reply: DirectReply, response: ServerResponse) => void) {
  const handle: RequestListener = (_request, response) => answer(new DirectReply(response), response);
  const server = createServer(handle).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  return send('GET', `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}

it('sends status, headers and body', async () => {
  const answer = await answered((reply) =>
    reply.code(404).headers({ 'x-one': '1' }).type('application/json').send(Buffer.from('{"a":"ü"}')),
  );
  expect(answer).toMatchObject({
    status: 404,
    text: '{"a":"ü"}',
    headers: { 'x-one': '1', 'content-type': 'application/json', 'content-length': '10' },
  });
});

it('sends nothing but a length where there is no body', async () => {
  const answer = await answered((reply) => reply.code(202).send());
  expect(answer).toMatchObject({ status: 202, text: '', headers: { 'content-length': '0' } });
});

it('leaves the answer to whoever took it, also an answer that was given', async () => {
  const answer = await answered((reply, response) => {
    reply.hijack();
    response.writeHead(200, { 'content-length': 2 }).end('ok');
    reply.code(500).send(Buffer.from('too late'));
  });
  expect(answer).toMatchObject({ status: 200, text: 'ok' });
});

it('throws nothing when the client is gone', async () => {
  const gone = new Promise<void>((resolve) => {
    void answered((reply, response) => {
      response.destroy();
      reply.code(200).send(Buffer.from('to nobody'));
      resolve();
    }).catch(() => undefined);
  });
  await expect(gone).resolves.toBeUndefined();
});
