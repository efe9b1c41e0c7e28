import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PendingTable, type Pending } from '../../../src/main/core/relay/pending.ts';
import { deafPeer, gatewayClient } from '../../../src/main/core/upstream/handshake.ts';
import { Outbox } from '../../../src/main/core/upstream/outbox.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { recordingExchange } from '../../support/listening-peer.ts';

/** What goes first. */
const ranks = ['keep', 'offer', 'add'];
const megabyte = Buffer.alloc(1024 * 1024, 'x');

function setUp() {
  const table = new PendingTable(fakeClock(), () => undefined);
  const outbox = new Outbox('box');
  const request = (method = 'tools/call', peer: Pending['peer'] = null): Pending =>
    table.add({
      peer,
      clientId: '1',
      method,
      exchange: recordingExchange().exchange,
      progressToken: null,
      timeoutMs: 1000,
    });
  const flush = (count = Infinity): string[] => {
    const given: string[] = [];
    if (count > 0) outbox.flush(({ message }) => given.push(message.toString()) < count);
    return given;
  };
  return { outbox, request, flush };
}

describe('what waits for a child', () => {
  it('is handed over in order: what the child waits for, notifications, requests; less what was taken back', () => {
    const step = fc.record({
      act: fc.constantFrom('add', 'keep', 'offer', 'remove', 'flush'),
      pick: fc.nat(20),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { outbox, request, flush } = setUp();
        const given: string[] = [];
        const due: string[] = [];
        let expected: { text: string; act: string; pending: Pending | null }[] = [];
        for (const [index, { act, pick }] of steps.entries()) {
          const text = String(index);
          const pending = act === 'add' ? request() : null;
          if (pending !== null) outbox.add(pending, Buffer.from(text));
          if (act === 'keep') outbox.keep(Buffer.from(text));
          if (act === 'offer') outbox.offer(Buffer.from(text));
          if (act === 'remove') {
            const chosen = expected[pick]?.pending ?? null;
            if (chosen !== null) outbox.remove(chosen);
            if (chosen !== null) expected = expected.filter((entry) => entry.pending !== chosen);
          } else if (act === 'flush') {
            given.push(...flush(pick));
            due.push(...expected.splice(0, pick).map((entry) => entry.text));
          } else {
            expected.push({ text, act, pending });
            expected.sort((one, other) => ranks.indexOf(one.act) - ranks.indexOf(other.act));
          }
          expect(outbox.hasRequests).toBe(expected.some((entry) => entry.pending !== null));
        }
        expect([...given, ...flush()]).toEqual([...due, ...expected.map(({ text }) => text)]);
        expect(outbox.isEmpty).toBe(true);
      }),
    );
  });

  it('is refused beyond 64 MiB of requests, and what was taken back does not count', () => {
    const { outbox, request } = setUp();
    const waiting = Array.from({ length: 64 }, () => request());
    for (const pending of waiting) outbox.add(pending, megabyte);
    expect(() => outbox.add(request(), megabyte)).toThrow('"box" does not take messages');
    for (const pending of waiting.slice(0, 10)) outbox.remove(pending);
    for (let count = 0; count < 10; count++) outbox.add(request(), megabyte);
    expect(() => outbox.add(request(), megabyte)).toThrow('"box" does not take messages');
  });

  it('takes one request that is larger than all bounds', () => {
    const { outbox, request } = setUp();
    const pending = request();
    outbox.add(pending, Buffer.alloc(65 * megabyte.length));
    expect(outbox.drain()).toEqual([pending]);
  });

  it('loses notifications beyond 1 MiB, but not what must arrive', () => {
    const { outbox, flush } = setUp();
    const half = megabyte.subarray(megabyte.length / 2);
    expect([outbox.offer(half), outbox.offer(half), outbox.offer(half)]).toEqual([true, true, false]);
    for (let count = 0; count < 100; count++) outbox.keep(half);
    expect(flush()).toHaveLength(102);
    expect(outbox.offer(half)).toBe(true);
  });

  it('keeps a thousand answers and cancellations, of which answers to pings give way first', () => {
    const { outbox, flush } = setUp();
    const pong = (id: number) => Buffer.from(`{"jsonrpc":"2.0","id":${id},"result":{}}`);
    const roots = (id: number) => Buffer.from(`{"jsonrpc":"2.0","id":${id},"result":{"roots":[]}}`);
    for (let id = 0; id < 3; id++) expect(outbox.keep(pong(id))).toBe(true);
    for (let id = 3; id < 1000; id++) expect(outbox.keep(roots(id))).toBe(true);
    expect([outbox.keep(pong(1000)), outbox.keep(roots(1001)), outbox.keep(roots(1002))]).toEqual([
      false,
      false,
      false,
    ]);
    const left = flush();
    expect(left).toHaveLength(1000);
    expect([left[0], left[1], left.at(-1)]).toEqual([pong(2), roots(3), roots(1002)].map(String));
  });

  it('keeps no more than 64 MiB of answers, if it is not one alone', () => {
    const { outbox, flush } = setUp();
    const kept = Array.from({ length: 65 }, () => outbox.keep(megabyte));
    expect(kept.indexOf(false)).toBe(64);
    expect(flush()).toHaveLength(64);
    expect(outbox.keep(Buffer.alloc(65 * megabyte.length))).toBe(true);
  });

  it('keeps only requests for the next child', () => {
    const { outbox, request, flush } = setUp();
    outbox.keep(Buffer.from('cancel'));
    outbox.add(request(), Buffer.from('call'));
    outbox.offer(Buffer.from('note'));
    outbox.forgetChild();
    expect(flush()).toEqual(['call']);
  });

  it('lets clients have their turns, and short requests go before tool calls, but not for ever', () => {
    const { outbox, request, flush } = setUp();
    const clients = ['a', 'b'].map((id) => ({ id, peer: { ...deafPeer(gatewayClient('0')), id } }));
    const [a, b] = clients;
    for (let count = 0; count < 3; count++)
      outbox.add(request('tools/call', a?.peer), Buffer.from(`a call ${count}`));
    outbox.add(request('tools/call', b?.peer), Buffer.from('b call'));
    for (let count = 0; count < 9; count++)
      outbox.add(request('ping', a?.peer), Buffer.from(`a ping ${count}`));
    outbox.add(request('tools/list', b?.peer), Buffer.from('b list'));
    expect(flush()).toEqual([
      'a ping 0',
      'b list',
      'a ping 1',
      'a ping 2',
      'a ping 3',
      'a ping 4',
      'a ping 5',
      'a ping 6',
      'a call 0',
      'a ping 7',
      'a ping 8',
      'b call',
      'a call 1',
      'a call 2',
    ]);
    expect(outbox.isEmpty).toBe(true);
  });

  it('gives the first turn to a request that was handed over and not taken', () => {
    const { outbox, request, flush } = setUp();
    outbox.add(request('ping'), Buffer.from('ping'));
    const back = request();
    outbox.putBack({ pending: back, message: Buffer.from('back') });
    expect(outbox.hasRequests).toBe(true);
    expect(flush()).toEqual(['back', 'ping']);
    outbox.putBack({ pending: back, message: Buffer.from('back') });
    outbox.remove(back);
    expect([outbox.isEmpty, outbox.bytes]).toEqual([true, 0]);
  });

  it('gives all requests out oldest first, that which was handed over and not taken before the others', () => {
    const { outbox, request } = setUp();
    const [back, later] = [request(), request('ping')];
    outbox.add(later, Buffer.from('later'));
    outbox.putBack({ pending: back, message: Buffer.from('back') });
    expect(outbox.drain()).toEqual([back, later]);
    expect([outbox.isEmpty, outbox.bytes]).toEqual([true, 0]);
  });

  it('takes back several, in the order in which they come', () => {
    const { outbox, request, flush } = setUp();
    outbox.add(request('ping'), Buffer.from('ping'));
    for (const text of ['one', 'two', 'three'])
      outbox.putBack({ pending: request(), message: Buffer.from(text) });
    expect(flush()).toEqual(['one', 'two', 'three', 'ping']);
    expect([outbox.isEmpty, outbox.bytes]).toEqual([true, 0]);
  });
});
