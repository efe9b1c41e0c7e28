import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { defaultBounds } from '../../../src/main/core/bounds/bounds.ts';
import { defaultStreamLimits } from '../../../src/main/core/relay/client-stream.ts';
import { Session } from '../../../src/main/core/relay/session.ts';
import type { Exchange } from '../../../src/main/core/relay/types.ts';
import { scanMessage, type Message } from '../../../src/main/core/relay/wire/message.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { call, rpc, type Json } from '../../support/raw-mcp.ts';
import { openAccess } from '../../../src/main/core/relay/access.ts';
import { newRecord } from '../../support/session-memory.ts';
import { until } from '../../support/until.ts';

const message = (json: Json): Message => scanMessage(Buffer.from(JSON.stringify(json)));
const answer = (id: unknown): Buffer => Buffer.from(JSON.stringify({ jsonrpc: '2.0', id, result: {} }));

/** A session whose server does what the test says. */
function sessionStage(record = newRecord('x', 'box')) {
  const exchanges: Exchange[] = [];
  const session = new Session({
    bounds: defaultBounds(),
    streamLimits: defaultStreamLimits,
    record,
    access: openAccess,
    memory: null,
    clock: fakeClock(),
    connect: () => ({
      request: (_message, exchange) => void exchanges.push(exchange),
      notify: () => undefined,
      close: () => undefined,
    }),
  });
  /** What the client's standalone stream gets. */
  const standalone: Json[] = [];
  session.streams.standalone.attach(
    {
      event: (_id, data) => {
        standalone.push(JSON.parse(data.toString()) as Json);
        return 'taken';
      },
      end: () => undefined,
    },
    null,
  );
  return { session, exchanges, standalone };
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

/** A call in flight whose response is large enough to be missed. */
function openCall(session: Session): { readonly sent: Json[]; readonly response: WeakRef<Exchange> } {
  const sent: Json[] = [];
  const exchange: Exchange = {
    send: (bytes) => void sent.push(JSON.parse(bytes.toString()) as Json),
    finish: () => undefined,
    abandon: () => undefined,
  };
  session.receive(message(call(1, 'ask')), exchange);
  return { sent, response: new WeakRef(exchange) };
}

describe('a question that its client never answers', () => {
  const question = message(rpc('q', 'elicitation/create', {}));

  it('does not keep the response of its call', async () => {
    const { session, exchanges } = sessionStage();
    const { response } = openCall(session);
    session.ask(question, exchanges[0] ?? null, () => undefined);
    exchanges[0]?.finish(answer(1));
    await until('the response to be let go of', () => {
      collectGarbage();
      return response.deref() === undefined;
    });
    // The server's side still holds its part, and the question is still open.
    expect(exchanges).toHaveLength(1);
  });

  it('is taken back on the other stream once its call is over', () => {
    const { session, exchanges, standalone } = sessionStage();
    const { sent } = openCall(session);
    const askedId = session.ask(question, exchanges[0] ?? null, () => undefined);
    exchanges[0]?.finish(answer(1));
    session.withdraw(askedId, 'Too late.');
    expect(sent.map(({ method }) => method)).toEqual(['elicitation/create']);
    expect(standalone).toMatchObject([{ method: 'notifications/cancelled', params: { requestId: 'q' } }]);
  });

  it('has 255 others beside it at most: the next ones are refused, until one is answered', async () => {
    const { session, standalone } = sessionStage();
    const replies: Json[] = [];
    const ask = (id: number): string =>
      session.ask(message(rpc(id, 'roots/list')), null, ({ bytes }) => {
        replies.push(JSON.parse(bytes.toString()) as Json);
      });
    for (let id = 0; id < 256; id++) ask(id);
    expect(replies).toEqual([]);
    ask(256);
    await until('the refusal', () => replies.length === 1);
    expect(replies).toMatchObject([
      {
        id: 256,
        error: { message: expect.stringContaining('The client has left 256 questions unanswered.') },
      },
    ]);
    session.receive(scanMessage(answer(7)), null);
    expect(replies.at(-1)).toMatchObject({ id: 7, result: {} });
    ask(257);
    expect(standalone.at(-1)).toMatchObject({ id: 257, method: 'roots/list' });
  });
});

describe('a session that ends', () => {
  it('answers each call in flight once, and hears no late answers', () => {
    const { session, exchanges } = sessionStage();
    const finished: Json[] = [];
    const exchange: Exchange = {
      send: () => undefined,
      finish: (bytes) => void finished.push(JSON.parse(bytes.toString()) as Json),
      abandon: () => undefined,
    };
    session.receive(message(call('a', 'x')), exchange);
    session.close(new AppError('SESSION_UNKNOWN', 'Ended.'));
    exchanges[0]?.finish(answer('a'));
    expect(finished).toMatchObject([{ id: 'a', error: { message: 'Ended.' } }]);
  });
});

describe('the id of a question', () => {
  it.each(['1.0', '1e400', '123456789012345678901234567890', '"\\u0041"', '-0'])(
    '%s is another one for the client, who would not give it back as it is',
    (id) => {
      const { session, standalone } = sessionStage();
      const text = `{"jsonrpc":"2.0","id":${id},"method":"roots/list"}`;
      const answers: Message[] = [];
      session.ask(scanMessage(Buffer.from(text)), null, (answered) => void answers.push(answered));
      session.receive(scanMessage(answer(standalone[0]?.['id'])), null);
      expect(answers).toHaveLength(1);
    },
  );

  it.each(['7', '"a"', '-1.5', '""'])('%s stays as it is', (id) => {
    const { session } = sessionStage();
    const text = `{"jsonrpc":"2.0","id":${id},"method":"roots/list"}`;
    expect(session.ask(scanMessage(Buffer.from(text)), null, () => undefined)).toBe(id);
  });
});
