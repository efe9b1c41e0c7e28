import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/shared/errors.ts';
import { Mux } from '../../../src/main/core/relay/mux.ts';
import type { Peer } from '../../../src/main/core/relay/types.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { ListeningPeer, parse, recordingExchange, scan, type Json } from '../../support/listening-peer.ts';

function setUp() {
  const clock = fakeClock();
  const written: Json[] = [];
  const retracted: number[] = [];
  const server = { isOpen: true, isTaking: true };
  const listChanges: string[] = [];
  const silent = () => undefined;
  const mux: Mux = new Mux({
    serverName: 'box',
    clock,
    logger: { error: silent, warn: silent, info: silent, debug: silent },
    timeouts: { requestMs: 30_000, toolMs: 300_000 },
    submit: (pending, message) => {
      if (!server.isTaking) return;
      pending.sent = true;
      written.push(parse(message));
    },
    retract: (pending) => void retracted.push(pending.id),
    write: (message) => written.push(parse(message)),
    isOpen: () => server.isOpen,
    onListChanged: (kind) => listChanges.push(kind),
  });
  const call = (peer: Peer, id: unknown, params: Json = {}, method = 'tools/call') => {
    const { log, exchange } = recordingExchange();
    const pending = mux.request(peer, scan({ jsonrpc: '2.0', id, method, params }), exchange, silent);
    return { log, pending };
  };
  return { clock, written, retracted, server, listChanges, mux, call };
}

describe('many sessions on one server', () => {
  it('gives each session its own answers and progress, in any order, with cancels between', () => {
    const step = fc.record({
      peer: fc.nat(4),
      act: fc.constantFrom('call', 'answer', 'progress', 'cancel'),
      pick: fc.nat(100),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const { mux, written, call } = setUp();
        const peers = Array.from({ length: 5 }, (_, index) => new ListeningPeer(`peer ${index}`));
        for (const peer of peers) mux.attach(peer);
        const open: { gatewayId: unknown; secret: string; call: ReturnType<typeof call> }[] = [];
        const all: (typeof open)[number][] = [];
        let count = 0;
        for (const { peer: index, act, pick } of steps) {
          const peer = peers[index];
          const chosen = open[pick % Math.max(open.length, 1)];
          if (act === 'call' && peer !== undefined) {
            // Every session counts its ids from the same number, as clients do.
            const secret = `${peer.id}/${count++}`;
            const made = call(peer, Math.floor(count / 5), {
              name: 'echo',
              arguments: { secret },
              _meta: { progressToken: Math.floor(count / 5) },
            });
            const entry = { gatewayId: written.at(-1)?.['id'], secret, call: made };
            open.push(entry);
            all.push(entry);
          } else if (chosen !== undefined && act === 'answer') {
            open.splice(open.indexOf(chosen), 1);
            mux.receive(scan({ jsonrpc: '2.0', id: chosen.gatewayId, result: { secret: chosen.secret } }));
          } else if (chosen !== undefined && act === 'progress') {
            const params = { progressToken: chosen.gatewayId, progress: 1, message: chosen.secret };
            mux.receive(scan({ jsonrpc: '2.0', method: 'notifications/progress', params }));
          } else if (chosen !== undefined && act === 'cancel') {
            open.splice(open.indexOf(chosen), 1);
            mux.drop(chosen.call.pending, 'no longer wanted');
            // Too late: a server may answer all the same.
            mux.receive(scan({ jsonrpc: '2.0', id: chosen.gatewayId, result: { secret: chosen.secret } }));
          }
        }
        const answered = all.filter(({ call: made }) => made.log.answer !== null);
        expect(answered.map(({ call: made }) => made.log.answer)).toMatchObject(
          answered.map(({ call: made, secret }) => ({
            id: JSON.parse(made.pending.clientId) as unknown,
            result: { secret },
          })),
        );
        for (const { call: made, secret } of all) {
          for (const sent of made.log.sent) {
            expect(sent['params']).toMatchObject({
              progressToken: JSON.parse(made.pending.progressToken ?? '') as unknown,
              message: secret,
            });
          }
        }
        expect(mux.pending.size).toBe(open.length);
      }),
    );
  });

  it('ends a call that is never answered with an error that names the server, and tells the server', () => {
    const { mux, clock, written, call } = setUp();
    const peer = new ListeningPeer('a');
    mux.attach(peer);
    const { log, pending } = call(peer, 'x', {}, 'resources/read');
    clock.advance(29_000);
    expect(log.answer).toBeNull();
    clock.advance(2000);
    expect(log.answer).toMatchObject({
      id: 'x',
      error: { code: -32_001, message: '"box" did not answer resources/read within 30 s.' },
    });
    expect(written.at(-1)).toMatchObject({
      method: 'notifications/cancelled',
      params: { requestId: pending.id },
    });
    expect(clock.pending()).toBe(0);
  });

  it('begins the time of a call anew with each progress', () => {
    const { mux, clock, call } = setUp();
    const peer = new ListeningPeer('a');
    mux.attach(peer);
    const { log, pending } = call(peer, 1, { _meta: { progressToken: 'mine' } });
    for (let round = 0; round < 10; round++) {
      clock.advance(250_000);
      mux.receive(
        scan({
          jsonrpc: '2.0',
          method: 'notifications/progress',
          params: { progressToken: pending.id, progress: round },
        }),
      );
    }
    expect(log.answer).toBeNull();
    expect(log.sent).toHaveLength(10);
    expect(log.sent[0]).toMatchObject({ params: { progressToken: 'mine' } });
    clock.advance(301_000);
    expect(log.answer).toMatchObject({ error: { code: -32_001 } });
  });

  it('puts a server request to the session whose call is in flight, the newest that can take it', () => {
    const { mux, written, call } = setUp();
    const able = new ListeningPeer('able', { sampling: {} });
    const alsoAble = new ListeningPeer('also able', { sampling: {} });
    const unable = new ListeningPeer('unable');
    for (const peer of [able, alsoAble, unable]) mux.attach(peer);
    call(alsoAble, 1);
    const { log } = call(able, 1);
    call(unable, 1);
    mux.receive(scan({ jsonrpc: '2.0', id: 7, method: 'sampling/createMessage', params: {} }));
    expect(log.sent).toMatchObject([{ id: 7, method: 'sampling/createMessage' }]);
    able.asked.get('7')?.(scan({ jsonrpc: '2.0', id: 7, result: { role: 'assistant' } }));
    expect(written.at(-1)).toEqual({ jsonrpc: '2.0', id: 7, result: { role: 'assistant' } });
  });

  it('answers a server request with a clear error where no session can take it, and when the session goes away', () => {
    const { mux, written } = setUp();
    mux.receive(scan({ jsonrpc: '2.0', id: 'q', method: 'elicitation/create', params: {} }));
    expect(written.at(-1)).toMatchObject({
      id: 'q',
      error: { code: -32_601, message: 'No client connected to "box" supports elicitation.' },
    });
    const peer = new ListeningPeer('a', { roots: {} });
    mux.attach(peer);
    mux.receive(scan({ jsonrpc: '2.0', id: 8, method: 'roots/list' }));
    expect(peer.heard).toMatchObject([{ method: 'roots/list' }]);
    mux.detach(peer);
    expect(written.at(-1)).toMatchObject({
      id: 8,
      error: { message: expect.stringContaining('ended its session') as unknown },
    });
  });

  it('does not count the time that a client takes for its answer', () => {
    const { mux, clock, call } = setUp();
    const peer = new ListeningPeer('a', { roots: {} });
    mux.attach(peer);
    const { log } = call(peer, 1);
    mux.receive(scan({ jsonrpc: '2.0', id: 's', method: 'roots/list' }));
    clock.advance(3_600_000);
    expect(log.answer).toBeNull();
    peer.asked.get('"s"')?.(scan({ jsonrpc: '2.0', id: 's', result: { roots: [] } }));
    clock.advance(299_000);
    expect(log.answer).toBeNull();
    clock.advance(2000);
    expect(log.answer).toMatchObject({ error: { code: -32_001 } });
  });

  it('leaves what a client cannot do to a session that wants to say so itself', () => {
    const { mux, written, call } = setUp();
    const able = new ListeningPeer('able', { roots: {} });
    const unable = Object.assign(new ListeningPeer('unable'), { answersForLack: true });
    mux.attach(able);
    mux.attach(unable);
    const { log } = call(unable, 1);
    const before = written.length;
    mux.receive(scan({ jsonrpc: '2.0', id: 's', method: 'roots/list' }));
    expect(log.sent).toMatchObject([{ id: 's', method: 'roots/list' }]);
    expect(written).toHaveLength(before);
    expect(able.heard).toEqual([]);
  });

  it('tells resource updates to subscribers only, and unsubscribes when the last one leaves', () => {
    const { mux, written } = setUp();
    const [first, second, third] = ['a', 'b', 'c'].map((id) => new ListeningPeer(id));
    if (first === undefined || second === undefined || third === undefined) throw new Error('three peers');
    for (const peer of [first, second, third]) mux.attach(peer);
    mux.state.subscribe(first, 'file:///x');
    mux.state.subscribe(second, 'file:///x');
    mux.receive(
      scan({ jsonrpc: '2.0', method: 'notifications/resources/updated', params: { uri: 'file:///x' } }),
    );
    expect([first, second, third].map(({ heard }) => heard.length)).toEqual([1, 1, 0]);
    mux.detach(first);
    expect(written).toEqual([]);
    mux.detach(second);
    expect(written).toMatchObject([{ method: 'resources/unsubscribe', params: { uri: 'file:///x' } }]);
  });

  it('passes list changes to all sessions and to its owner', () => {
    const { mux, listChanges } = setUp();
    const peers = ['a', 'b'].map((id) => new ListeningPeer(id));
    for (const peer of peers) mux.attach(peer);
    mux.receive(scan({ jsonrpc: '2.0', method: 'notifications/tools/list_changed' }));
    expect(listChanges).toEqual(['tools']);
    expect(peers.map(({ heard }) => heard)).toMatchObject([
      [{ method: 'notifications/tools/list_changed' }],
      [{}],
    ]);
  });

  it('filters log messages by what each session asked for', () => {
    const { mux } = setUp();
    const [verbose, quiet, silent] = ['a', 'b', 'c'].map((id) => new ListeningPeer(id));
    if (verbose === undefined || quiet === undefined || silent === undefined) throw new Error('three peers');
    for (const peer of [verbose, quiet, silent]) mux.attach(peer);
    mux.state.setLevel(verbose, 'debug');
    mux.state.setLevel(quiet, 'error');
    expect(mux.state.level).toBe('debug');
    for (const level of ['debug', 'warning', 'critical']) {
      mux.receive(scan({ jsonrpc: '2.0', method: 'notifications/message', params: { level, data: level } }));
    }
    expect([verbose, quiet, silent].map(({ heard }) => heard.length)).toEqual([3, 1, 2]);
  });

  it('cancels at the server what a session that ends had in flight', () => {
    const { mux, written, call } = setUp();
    const peer = new ListeningPeer('a');
    mux.attach(peer);
    const { log, pending } = call(peer, 1);
    mux.detach(peer);
    expect(log.abandoned).toBe(true);
    expect(written.at(-1)).toMatchObject({
      method: 'notifications/cancelled',
      params: { requestId: pending.id },
    });
    expect(mux.pending.size).toBe(0);
  });

  it('takes back what was not handed over yet, and tells the server nothing of it', () => {
    const { mux, clock, server, written, retracted, call } = setUp();
    const [first, second] = [new ListeningPeer('a'), new ListeningPeer('b')];
    server.isTaking = false;
    const calls = [call(first, 1), call(first, 2), call(second, 1, {}, 'prompts/list')].map(
      ({ pending }) => pending.id,
    );
    const [dropped] = mux.pending.all();
    if (dropped !== undefined) mux.drop(dropped, 'no longer wanted');
    mux.detach(first);
    clock.advance(31_000);
    expect(retracted).toEqual(calls);
    expect(written).toEqual([]);
    expect(mux.pending.size).toBe(0);
  });

  it('asks a server that is not open for nothing when sessions leave', () => {
    const { mux, server, written } = setUp();
    const peer = new ListeningPeer('a');
    mux.attach(peer);
    mux.state.subscribe(peer, 'file:///x');
    mux.state.setLevel(peer, 'debug');
    server.isOpen = false;
    mux.detach(peer);
    expect(written).toEqual([]);
    expect([mux.pending.size, mux.isUsed]).toEqual([0, false]);
  });

  it('ends everything that was handed over when the server dies, and takes back its questions', () => {
    const { mux, call } = setUp();
    const peer = new ListeningPeer('a', { roots: {} });
    mux.attach(peer);
    const { log } = call(peer, 1);
    mux.receive(scan({ jsonrpc: '2.0', id: 3, method: 'roots/list' }));
    mux.failSent(new AppError('SERVER_EXITED', '"box" exited with code 1.', { details: { server: 'box' } }));
    expect(log.answer).toMatchObject({
      id: 1,
      error: { code: -32_000, message: '"box" exited with code 1.', data: { server: 'box' } },
    });
    expect(peer.heard.at(-1)).toEqual({ withdrawn: '3' });
  });

  it('ignores answers to ids that nobody asked with, and takes ids that came back as text', () => {
    const { mux, call } = setUp();
    const peer = new ListeningPeer('a');
    mux.attach(peer);
    const { log, pending } = call(peer, 1);
    mux.receive(scan({ jsonrpc: '2.0', id: 999, result: {} }));
    mux.receive(scan({ jsonrpc: '2.0', id: 'nonsense', result: {} }));
    expect(log.answer).toBeNull();
    mux.receive(scan({ jsonrpc: '2.0', id: String(pending.id), result: { ok: true } }));
    expect(log.answer).toMatchObject({ id: 1, result: { ok: true } });
  });
});
