import { describe, expect, it } from 'vitest';
import { Mux } from '../../../src/main/core/relay/mux.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { ListeningPeer, parse, recordingExchange, scan, type Json } from '../../support/listening-peer.ts';
import { recordingLogger } from '../../support/recorders.ts';

const silent = () => undefined;
const big = 'z'.repeat(10_000);

/** A call in flight; `print` is the server's line of which only the ends were kept. */
function setUp() {
  const written: Json[] = [];
  const mux: Mux = new Mux({
    serverName: 'box',
    clock: fakeClock(),
    logger: recordingLogger(),
    timeouts: { requestMs: 30_000, toolMs: 300_000 },
    submit: (pending, message) => {
      pending.sent = true;
      written.push(parse(message));
    },
    retract: silent,
    write: (message) => written.push(parse(message)),
    isOpen: () => true,
    onListChanged: silent,
  });
  const peer = new ListeningPeer('a', { sampling: {} });
  mux.attach(peer);
  const { log, exchange } = recordingExchange();
  const { id } = mux.request(
    peer,
    scan({ jsonrpc: '2.0', id: 'mine', method: 'tools/call' }),
    exchange,
    silent,
  );
  const print = (text: string) => {
    const bytes = Buffer.from(text);
    mux.overlong(bytes.subarray(0, 1024), bytes.subarray(-1024));
  };
  return { mux, written, log, id, print };
}

describe('a line of a server that was too long', () => {
  it('ends the call that it answers, wherever its id stands', () => {
    for (const line of [
      (id: number) => `{"jsonrpc":"2.0","id":${id},"result":{"text":"${big}"}}`,
      (id: number) => `{"jsonrpc":"2.0","result":{"text":"${big}"},"id":${id}}`,
    ]) {
      const { log, id, print } = setUp();
      print(line(id));
      expect(log.answer).toMatchObject({
        id: 'mine',
        error: { data: { code: 'MESSAGE_TOO_LARGE', server: 'box' } },
      });
    }
  });

  it('ends no call when it is a question with the same id; the server is told why it gets no answer', () => {
    const { mux, written, log, id, print } = setUp();
    print(`{"jsonrpc":"2.0","id":${id},"method":"sampling/createMessage","params":{"text":"${big}"}}`);
    expect(log.answer).toBeNull();
    expect(written.at(-1)).toMatchObject({
      id,
      error: { code: -32_600, message: 'The request is larger than gateway.maxMessageBytes.' },
    });
    mux.receive(scan({ jsonrpc: '2.0', id, result: { done: true } }));
    expect(log.answer).toMatchObject({ id: 'mine', result: { done: true } });
  });

  it('ends no call when it is a notification', () => {
    const { written, log, id, print } = setUp();
    const before = written.length;
    print(
      `{"jsonrpc":"2.0","method":"notifications/message","params":{"id":${id},"data":"${big}","id":${id}}}`,
    );
    expect([log.answer, written.length]).toEqual([null, before]);
  });
});
