// HTTP+SSE servers that break rules, leave, or ask for too much: what clients hear of it, and what never happens.
import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import {
  answerPolitely,
  startBystander,
  startRudeSseServer,
  type RudeSseServer,
} from '../../fixtures/rude-sse-server.ts';
import { startPatchbay, type ConfigInput } from '../../support/patchbay.ts';
import {
  call,
  initializeParams,
  openSession,
  openStream,
  post,
  rpc,
  type Json,
  type RawAnswer,
} from '../../support/raw-mcp.ts';
import { openSseSession } from '../../support/sse-client.ts';
import { until } from '../../support/until.ts';

const behind = (url: string, gateway: ConfigInput['gateway'] = {}) =>
  startPatchbay({ gateway, mcpServers: { rude: { type: 'sse', url, headers: { 'X-Key': 'secret-key' } } } });
const message = (answer: RawAnswer): string => {
  const { error = { message: '' } } = answer.json() as { error?: { message: string } };
  return error.message;
};
const methods = ({ posted }: RudeSseServer): readonly unknown[] =>
  posted.map((each) => each.message['method']);

describe('a server', () => {
  it.each([
    [404, 'text/plain', 'not here', 'HTTP 404: not here'],
    [401, 'text/plain', 'who are you', 'Check the headers'],
    [200, 'text/html', '<html>', 'opens no event stream'],
    [302, 'text/plain', '', 'HTTP 302'],
  ])('that answers the GET with %i, %s, is told of', async (status, type, body, expected) => {
    const { origin, heard } = await startBystander();
    const server = await startRudeSseServer({
      refuse: (response) => {
        response.writeHead(status, { 'content-type': type, location: `${origin}/sse` }).end(body);
        return true;
      },
    });
    const patchbay = await behind(server.url);
    expect(message(await post(patchbay.endpoint('rude'), rpc(1, 'tools/list')))).toContain(expected);
    expect(heard).toEqual([]);
  });

  it('that redirects its stream or messages to another origin is not followed', async () => {
    const { origin, heard } = await startBystander();
    for (const place of ['stream', 'messages'] as const) {
      const server = await startRudeSseServer({
        refuse: (response) => {
          if (place === 'stream') response.writeHead(307, { location: `${origin}/sse` }).end();
          return place === 'stream';
        },
        onPost: (_message, response) => void response.writeHead(307, { location: `${origin}/post` }).end(),
      });
      const patchbay = await behind(server.url);
      expect(message(await post(patchbay.endpoint('rude'), rpc(1, 'tools/list')))).toContain('HTTP 307');
    }
    expect(heard).toEqual([]);
  });

  it('that refuses a message is quoted, without what is secret', async () => {
    const server = await startRudeSseServer({
      onPost: (given, response, self) => {
        if (given['method'] === 'initialize') answerPolitely(given, response, self);
        else response.writeHead(403).end('bad key secret-key');
      },
    });
    const patchbay = await behind(server.url);
    const answer = await post(patchbay.endpoint('rude'), rpc(1, 'tools/list'));
    expect(message(answer)).toContain('HTTP 403: bad key');
    expect(answer.text).not.toContain('secret-key');
  });

  it('that does not answer is a timeout, of which it is told', async () => {
    const server = await startRudeSseServer({
      onPost: (given, response, self) => {
        if (given['method'] === 'tools/list') response.writeHead(202).end();
        else answerPolitely(given, response, self);
      },
    });
    const patchbay = await behind(server.url, { requestTimeoutSeconds: 3 });
    // On a busy machine its time may be over before the server has been asked.
    do {
      const answer = await post(patchbay.endpoint('rude'), rpc(7, 'tools/list'));
      expect(answer.json()).toMatchObject({ error: { data: { code: 'SERVER_TIMEOUT' } } });
    } while (!methods(server).includes('tools/list'));
    await until('the cancellation', () => methods(server).includes('notifications/cancelled'));
  });

  it('that sends more than is taken: every call on the stream ends, the next one opens another', async () => {
    const server = await startRudeSseServer({
      onPost: (given, response, self) => {
        if (given['method'] === 'too/large') {
          response.writeHead(202).end();
          self.write(`event: message\ndata: ${'x'.repeat(30_000)}`);
        } else answerPolitely(given, response, self);
      },
    });
    const patchbay = await behind(server.url, { maxMessageBytes: 20_000 });
    const url = patchbay.endpoint('rude');
    const session = await openSession(url);
    expect((await post(url, rpc(0, 'too/large'), session)).json()).toMatchObject({
      error: { data: { code: 'MESSAGE_TOO_LARGE', server: 'rude' } },
    });
    expect((await post(url, rpc(1, 'tools/list'), session)).json()).toMatchObject({ result: {} });
  });

  it('that sends what is no message, or events of other names, goes on', async () => {
    const server = await startRudeSseServer();
    const patchbay = await behind(server.url);
    const url = patchbay.endpoint('rude');
    const session = await openSession(url);
    server.write('event: message\ndata: half a {\n\n: comment\n\nevent: other\ndata: {}\n\ndata\n\n');
    expect((await post(url, rpc(1, 'tools/list'), session)).json()).toMatchObject({ result: {} });
  });

  it('whose event is cut into pieces, some within a character, is read as one', async () => {
    const server = await startRudeSseServer({
      onPost: (given, response, self) => {
        if (given['method'] !== 'tools/list') {
          answerPolitely(given, response, self);
          return;
        }
        response.writeHead(202).end();
        self.write(`event: message\r\ndata: {"jsonrpc":"2.0",\r\ndata: "id":${String(given['id'])},`);
        setImmediate(() => self.write('"result":{"odd":1.50,"x":"\u{1F642}"}}\r\n\r\n'));
      },
    });
    const patchbay = await behind(server.url);
    const answer = await post(patchbay.endpoint('rude'), rpc(1, 'tools/list'));
    expect(answer.text).toContain('"result":{"odd":1.50,"x":"\u{1F642}"}');
  });

  it('whose progress comes too late or under no token is not passed on', async () => {
    const server = await startRudeSseServer({
      onPost: (given, response, self) => {
        const { progressToken } = ((given['params'] as Json | undefined)?.['_meta'] ?? {}) as Json;
        if (progressToken !== undefined)
          for (const token of [progressToken, 'of-nobody'])
            self.say({
              jsonrpc: '2.0',
              method: 'notifications/progress',
              params: { progressToken: token, progress: 1 },
            });
        answerPolitely(given, response, self);
      },
    });
    const patchbay = await behind(server.url);
    const url = patchbay.endpoint('rude');
    const headers = await openSession(url);
    const alone = await openStream('GET', url, { headers });
    const body = call(1, 'any', {}, { progressToken: 'mine' });
    const stream = await openStream('POST', url, { body, headers });
    await stream.ended;
    expect(stream.messages()).toMatchObject([{ params: { progressToken: 'mine' } }, { id: 1 }]);
    expect(alone.messages()).toEqual([]);
  });

  it('that is opened anew by its client lets nobody wait for answers on the stream before', async () => {
    const server = await startRudeSseServer({
      onPost: (given, response, self) => {
        if (given['method'] === 'never') response.writeHead(202).end();
        else answerPolitely(given, response, self);
      },
    });
    const patchbay = await behind(server.url);
    const url = patchbay.endpoint('rude');
    const session = await openSession(url);
    const never = post(url, rpc(1, 'never'), session);
    await until('the call', () => methods(server).includes('never'));
    // The session stays the gateway's; only what is behind it is opened anew.
    const client = await openSseSession(url);
    await client.post(rpc(5, 'never'));
    await until('both calls', () => methods(server).filter((each) => each === 'never').length === 2);
    await client.post(rpc(6, 'initialize', { ...initializeParams, protocolVersion: '2024-11-05' }));
    expect(await client.answer(5)).toMatchObject({
      error: { message: expect.stringContaining('anew') as unknown },
    });
    expect(await client.answer(6)).toMatchObject({ result: {} });
    await patchbay.core.commands.stopServer({ name: 'rude' });
    expect(message(await never)).toContain('"rude" was stopped');
  });

  it('gets messages in the order in which they came, notifications before what follows them', async () => {
    const server = await startRudeSseServer();
    const patchbay = await behind(server.url);
    const url = patchbay.endpoint('rude');
    const session = await openSession(url);
    const count = (method: string): number => methods(server).filter((each) => each === method).length;
    await until('initialized', () => count('initialize') === count('notifications/initialized'));
    for (let index = 0; index < 10; index++) {
      await post(url, rpc(undefined, `notifications/n${index}`), session);
      await post(url, rpc(index, `m${index}`), session);
    }
    // The gateway's own session may be under way at the same time.
    expect(methods(server).filter((method) => /^(notifications\/n|m)\d$/.test(String(method)))).toEqual(
      Array.from({ length: 10 }, (_, index) => [`notifications/n${index}`, `m${index}`]).flat(),
    );
  });

  it('that never says that it took a message holds no connection for ever', async () => {
    const open = new Set<ServerResponse>();
    const server = await startRudeSseServer({
      onPost: (given, response, self) => {
        if (given['method'] !== 'tools/call') {
          answerPolitely(given, response, self);
          return;
        }
        open.add(response);
        response.on('close', () => open.delete(response));
      },
    });
    const patchbay = await behind(server.url);
    const url = patchbay.endpoint('rude');
    const session = await openSession(url);
    const calling = post(url, call(1, 'echo'), session);
    await until('the call', () => open.size === 1);
    server.end();
    expect(message(await calling)).toContain('"rude"');
    await until('the end of its connection', () => open.size === 0);
  });
});
