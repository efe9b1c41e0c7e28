// HTTP to HTTP of the same era on `/mcp/:server`: whatever JSON is in a message, it arrives byte by byte.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanMessage } from '../../../src/main/core/relay/wire/message.ts';
import { anyObjectText, idText, messageText } from '../../support/odd-json.ts';
import {
  answerText,
  asEvent,
  exchange,
  isOdd,
  modernMeta,
  params,
  runs,
  version,
  withoutId,
} from '../../support/odd-messages.ts';
import { openSession, openStream, post, rpc, type Headers } from '../../support/raw-mcp.ts';
import { rawStage, type RawStage } from '../../support/raw-stage.ts';
import { until } from '../../support/until.ts';

describe('the legacy era', () => {
  let session: Headers;

  async function opened(): Promise<RawStage & { readonly url: URL }> {
    const stage = await rawStage('legacy');
    const url = stage.patchbay.endpoint('raw');
    session = await openSession(url);
    return { ...stage, url };
  }

  it('leaves requests and plain answers as they are', async () => {
    const { server, url } = await opened();
    let answer = '';
    server.answer = (received) => {
      if (!isOdd(received)) return false;
      received.response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
      return true;
    };
    await fc.assert(
      fc.asyncProperty(exchange(params), async ([request, reply]) => {
        answer = reply;
        expect((await post(url, request, session)).text).toBe(reply);
        expect(server.of('odd/method').at(-1)?.text).toBe(request);
      }),
      runs,
    );
  });

  it('leaves notifications both ways, and streamed answers, as they are', async () => {
    const { server, url } = await opened();
    let said: readonly string[] = [];
    server.answer = (received) => {
      if (!isOdd(received)) return false;
      const { response, message } = received;
      if (!('id' in message)) {
        response.writeHead(202).end();
        return true;
      }
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(said.map((text) => `data: ${text.replaceAll('\n', '\ndata: ')}\n\n`).join(''));
      return true;
    };
    const notification = messageText([
      ['"jsonrpc"', version],
      ['"method"', fc.constant('"odd/method"')],
      ['"params"', params],
    ]);
    await fc.assert(
      fc.asyncProperty(
        exchange(params),
        notification,
        notification,
        async ([request, reply], there, back) => {
          expect((await post(url, there, session)).status).toBe(202);
          await until('the notification', () => server.of('odd/method').at(-1)?.text === there);
          said = [asEvent(back), asEvent(reply)];
          const stream = await openStream('POST', url, { body: request, headers: session });
          await stream.ended;
          expect(stream.events.map(({ data }) => data).filter((data) => data !== '')).toEqual(said);
        },
      ),
      runs,
    );
  });
});

/** Stands in an answer for the id of the question, and nowhere else by chance. */
const someId = '"the id of the question"';

describe('what a legacy server asks', () => {
  it('reaches the client, and its answer the server, as they are but for the id', async () => {
    const { server, patchbay } = await rawStage('legacy');
    const url = patchbay.endpoint('raw');
    const session = await openSession(url);
    let asked = '';
    server.answer = (received) => {
      if (isOdd(received)) {
        received.response.writeHead(200, { 'content-type': 'text/event-stream' });
        received.response.write(`data: ${asked.replaceAll('\n', '\ndata: ')}\n\n`);
        return true;
      }
      if ('method' in received.message) return false;
      received.response.writeHead(202).end();
      const call = server.of('odd/method').at(-1);
      call?.response.end(
        `data: ${JSON.stringify({ jsonrpc: '2.0', id: call.message['id'], result: {} })}\n\n`,
      );
      return true;
    };
    const askedText = (id: string): fc.Arbitrary<string> =>
      messageText([
        ['"jsonrpc"', version],
        ['"id"', fc.constant(id)],
        ['"method"', fc.constant('"odd/ask"')],
        ['"params"', params],
      ]).map(asEvent);
    await fc.assert(
      fc.asyncProperty(
        idText.chain((id) => fc.tuple(fc.constant(id), askedText(id), answerText(someId, []))),
        async ([id, question, reply]) => {
          asked = question;
          const stream = await openStream('POST', url, { body: rpc(1, 'odd/method'), headers: session });
          const seen = await until('the question', () =>
            stream.events.find(({ data }) => data.includes('odd/ask')),
          );
          const { id: seenId } = scanMessage(Buffer.from(seen.data));
          const seenText = Buffer.from(seen.data).toString('utf8', seenId?.start, seenId?.end);
          expect(withoutId(seen.data)).toBe(withoutId(question));
          expect((await post(url, reply.replace(someId, seenText), session)).status).toBe(202);
          await stream.ended;
          const answered = server.received.findLast(({ message }) => !('method' in message));
          expect(answered?.text).toBe(reply.replace(someId, id));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('the modern era', () => {
  let stage: RawStage;
  let url: URL;
  const headers = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'odd/method' };
  const claimed = messageText([
    ['"_meta"', modernMeta],
    ['"arguments"', anyObjectText],
  ]).map((text) => text.trim());

  async function opened(): Promise<void> {
    stage = await rawStage('modern');
    url = stage.patchbay.endpoint('raw');
  }

  it('leaves requests and plain answers as they are', async () => {
    await opened();
    const { server } = stage;
    let answer = '';
    server.answer = (received) => {
      if (!isOdd(received)) return false;
      received.response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
      return true;
    };
    await fc.assert(
      fc.asyncProperty(
        exchange(claimed, [['"resultType"', fc.constant('"complete"')]]),
        async ([request, reply]) => {
          answer = reply;
          expect((await post(url, request, headers)).text).toBe(reply);
          expect(server.of('odd/method').at(-1)?.text).toBe(request);
        },
      ),
      runs,
    );
  });

  it('leaves what comes on a stream as it is', async () => {
    await opened();
    const { server } = stage;
    let said: readonly string[] = [];
    server.answer = (received) => {
      if (!isOdd(received)) return false;
      received.response.writeHead(200, { 'content-type': 'text/event-stream' });
      received.response.end(said.map((text) => `data: ${text.replaceAll('\n', '\ndata: ')}\n\n`).join(''));
      return true;
    };
    const notification = messageText([
      ['"jsonrpc"', version],
      ['"method"', fc.constant('"odd/told"')],
      ['"params"', params],
    ]);
    const exchanged = exchange(claimed, [['"resultType"', fc.constant('"complete"')]]);
    await fc.assert(
      fc.asyncProperty(exchanged, notification, async ([request, reply], told) => {
        said = [asEvent(told), asEvent(reply)];
        const got = await openStream('POST', url, { body: request, headers });
        await got.ended;
        expect(got.events.map(({ data }) => data)).toEqual(said);
      }),
      runs,
    );
  });
});
