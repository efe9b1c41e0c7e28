// What servers ask of clients, where ids or clients are not what they should be.
import { describe, expect, it } from 'vitest';
import { Mux } from '../../../src/main/core/relay/mux.ts';
import type { Peer } from '../../../src/main/core/relay/types.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import {
  ListeningPeer,
  parse,
  recordingExchange,
  scan,
  type ExchangeLog,
  type Json,
} from '../../support/listening-peer.ts';
import { recordingLogger } from '../../support/recorders.ts';

function setUp() {
  const clock = fakeClock();
  const written: Json[] = [];
  const nothing = (): undefined => undefined;
  const mux = new Mux({
    serverName: 'box',
    clock,
    logger: recordingLogger(),
    timeouts: { requestMs: 30_000, toolMs: 300_000 },
    submit: (pending) => void (pending.sent = true),
    retract: nothing,
    write: (message) => written.push(parse(message)),
    isOpen: () => true,
    onListChanged: nothing,
  });
  const call = (peer: Peer): ExchangeLog => {
    const { log, exchange } = recordingExchange();
    mux.request(peer, scan({ jsonrpc: '2.0', id: 1, method: 'resources/read' }), exchange, nothing);
    return log;
  };
  return { mux, clock, written, call };
}

describe('a server', () => {
  it('whose question has an id that is used again has the first one taken back, so that no call is held up by it', () => {
    const { mux, clock, call } = setUp();
    const peer = new ListeningPeer('a', { roots: {} });
    mux.attach(peer);
    const log = call(peer);
    const question = scan({ jsonrpc: '2.0', id: 's', method: 'roots/list' });
    mux.receive(question);
    mux.receive(question);
    expect(peer.heard).toEqual([{ withdrawn: '"s"' }]);
    peer.asked.get('"s"')?.(scan({ jsonrpc: '2.0', id: 's', result: { roots: [] } }));
    clock.advance(31_000);
    expect(log.answer).toMatchObject({ error: { code: -32_001 } });
  });

  it('that asks where nobody may be asked is refused, and no call is held up for it', () => {
    const { mux, clock, written, call } = setUp();
    const peer = Object.assign(new ListeningPeer('a'), { isNeverAsked: true });
    mux.attach(peer);
    const log = call(peer);
    mux.receive(scan({ jsonrpc: '2.0', id: 's', method: 'any/thing' }));
    expect(written.at(-1)).toMatchObject({ id: 's', error: { code: -32_601 } });
    expect(peer.asked.size).toBe(0);
    clock.advance(31_000);
    expect(log.answer).toMatchObject({ error: { code: -32_001 } });
  });
});
