// A session that the server opened for somebody who left meanwhile does not stay there.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent } from 'undici';
import { expect, it, onTestFinished } from 'vitest';
import { openingAnswer } from '../../../../src/main/core/upstream/http/opening-answer.ts';
import { HttpTransport, noSession } from '../../../../src/main/core/upstream/http/transport.ts';
import { fakeClock } from '../../../support/fake-clock.ts';
import { until } from '../../../support/until.ts';
import { urlServerConfig } from '../../../support/url-server-config.ts';

const opening = Buffer.from('{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}');

async function stage() {
  const waiting: ServerResponse[] = [];
  const ended: unknown[] = [];
  let cut = 0;
  const server = createServer((request, response) => {
    response.on('close', () => (cut += response.writableFinished ? 0 : 1));
    if (request.method === 'POST') waiting.push(response);
    else {
      ended.push(request.headers['mcp-session-id']);
      response.writeHead(200).end();
    }
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const dispatcher = new Agent();
  onTestFinished(async () => {
    await dispatcher.destroy();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
  const transport = new HttpTransport({
    config: urlServerConfig('http', 'slow', url),
    dispatcher,
    maxMessageBytes: 1_000_000,
  });
  const clock = fakeClock();
  const leaving = new AbortController();
  const open = () => openingAnswer({ transport, clock, signal: leaving.signal }, opening, noSession);
  return { open, leave: () => leaving.abort(), clock, ended, waiting, cuts: () => cut };
}

const answer = (response: ServerResponse | undefined): unknown =>
  response?.writeHead(200, { 'mcp-session-id': 'late', 'content-type': 'application/json' }).end('{}');

it('is ended where its answer comes too late', async () => {
  const { open, leave, ended, waiting } = await stage();
  const opened = open();
  await until('the request', () => waiting.length === 1);
  leave();
  await expect(opened).rejects.toMatchObject({ code: expect.any(String) });
  expect(ended).toEqual([]);
  answer(waiting[0]);
  await until('its end', () => ended.length === 1);
  expect(ended).toEqual(['late']);
});

it('is not waited for without end', async () => {
  const { open, leave, clock, waiting, cuts } = await stage();
  const opened = open();
  await until('the request', () => waiting.length === 1);
  leave();
  await expect(opened).rejects.toMatchObject({ code: expect.any(String) });
  clock.advance(2000);
  await until('the end of the connection', () => cuts() === 1);
});

it('is not asked for where nobody waits any more', async () => {
  const { open, leave, waiting } = await stage();
  leave();
  await expect(open()).rejects.toMatchObject({ code: expect.any(String) });
  expect(waiting).toEqual([]);
});

it('is its owner’s to end once its answer is here, whose rest goes with its owner', async () => {
  const { open, leave, ended, waiting, cuts } = await stage();
  const opened = open();
  await until('the request', () => waiting.length === 1);
  waiting[0]?.writeHead(200, { 'mcp-session-id': 'here', 'content-type': 'text/event-stream' }).write(': \n');
  const { headers, body } = await opened;
  expect(headers['mcp-session-id']).toBe('here');
  body.on('error', () => undefined);
  leave();
  await until('the end of the connection', () => cuts() === 1);
  expect(ended).toEqual([]);
});
