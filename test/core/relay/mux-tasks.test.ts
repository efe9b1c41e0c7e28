// Tasks of a server that several sessions share: what it says and asks of one comes to the session whose it is.
import { describe, expect, it } from 'vitest';
import { Mux } from '../../../src/main/core/relay/mux.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { ListeningPeer, parse, recordingExchange, scan, type Json } from '../../support/listening-peer.ts';
import { recordingLogger } from '../../support/recorders.ts';

const related = (taskId: string): Json => ({ 'io.modelcontextprotocol/related-task': { taskId } });

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
    retract: () => undefined,
    write: (message) => written.push(parse(message)),
    isOpen: () => true,
    onListChanged: () => undefined,
  });
  const [ann, bob] = [
    new ListeningPeer('ann', { elicitation: {} }),
    new ListeningPeer('bob', { elicitation: {} }),
  ];
  mux.attach(ann);
  mux.attach(bob);
  const call = (peer: ListeningPeer, method: string, params: Json) => {
    const { log, exchange } = recordingExchange();
    mux.request(peer, scan({ jsonrpc: '2.0', id: 1, method, params }), exchange, () => undefined);
    const id = written.at(-1)?.['id'];
    return { log, id, answer: (result: Json) => mux.receive(scan({ jsonrpc: '2.0', id, result })) };
  };
  const begin = (peer: ListeningPeer, taskId: string, progressToken: unknown) => {
    const begun = call(peer, 'tools/call', { name: 'x', task: {}, _meta: { progressToken } });
    begun.answer({ task: { taskId, status: 'working' } });
    return begun.id;
  };
  const say = (message: Json) => mux.receive(scan({ jsonrpc: '2.0', ...message }));
  const ask = (taskId: string) =>
    say({ id: 's1', method: 'elicitation/create', params: { message: '?', _meta: related(taskId) } });
  const status = (taskId: string) =>
    say({ method: 'notifications/tasks/status', params: { taskId, status: 'working' } });
  return { mux, ann, bob, call, begin, say, ask, status };
}

describe('a task on a shared server', () => {
  it('tells its state to the session that began it; of others all may hear', () => {
    const { ann, bob, begin, status } = setUp();
    begin(ann, 'a', 1);
    begin(bob, 'b', 1);
    status('a');
    status('b');
    status('nobody');
    const seen = ({ heard }: ListeningPeer) => heard.map(({ params }) => (params as Json)['taskId']);
    expect([seen(ann), seen(bob)]).toEqual([
      ['a', 'nobody'],
      ['b', 'nobody'],
    ]);
  });

  it('asks the session that began it, with the request that waits for its end', () => {
    const { ann, bob, begin, call, ask } = setUp();
    begin(ann, 'a', 1);
    ask('a');
    expect(ann.heard).toMatchObject([{ method: 'elicitation/create' }]);
    const waiting = call(ann, 'tasks/result', { taskId: 'a' });
    // The newest call is another session's.
    call(bob, 'tools/call', { name: 'x' });
    ask('a');
    expect(waiting.log.sent).toMatchObject([
      { method: 'elicitation/create', params: { _meta: related('a') } },
    ]);
    expect(bob.heard).toEqual([]);
  });

  it('reports its progress under the token of the call that began it', () => {
    const { ann, bob, begin, say } = setUp();
    const id = begin(ann, 'a', 'token');
    say({ method: 'notifications/progress', params: { progressToken: id, progress: 1 } });
    expect(ann.heard).toMatchObject([{ params: { progressToken: 'token', progress: 1 } }]);
    expect(bob.heard).toEqual([]);
  });

  it('belongs to whoever asks for it once its session is gone, and to nobody else before', () => {
    const { mux, ann, bob, begin, call, status } = setUp();
    begin(ann, 'a', 1);
    call(bob, 'tasks/get', { taskId: 'a' });
    status('a');
    expect([ann.heard.length, bob.heard.length]).toEqual([1, 0]);
    mux.detach(ann);
    call(bob, 'tasks/get', { taskId: 'a' });
    const carl = new ListeningPeer('carl');
    mux.attach(carl);
    status('a');
    expect([bob.heard.length, carl.heard.length]).toEqual([1, 0]);
  });
});

describe('somebody who lasts for one request', () => {
  const passing = () => Object.assign(new ListeningPeer('passing'), { isPassing: true });

  it('is nobody to whom the server could speak beside it, and leaves nothing behind', () => {
    const { mux, ann, bob, call, say, status } = setUp();
    for (const peer of [ann, bob]) mux.detach(peer);
    const peer = passing();
    const { log, answer } = call(peer, 'tasks/get', { taskId: 'a' });
    expect(mux.isUsed).toBe(true);
    say({ method: 'notifications/tools/list_changed' });
    answer({ task: { taskId: 'a', status: 'working' } });
    expect(log.answer).toMatchObject({ result: { task: { taskId: 'a' } } });
    expect(mux.isUsed).toBe(false);
    status('a');
    expect(peer.heard).toEqual([]);
  });

  it('is not waited for who listens', () => {
    const { mux, call } = setUp();
    call(passing(), 'subscriptions/listen', {});
    const { answer } = call(passing(), 'tools/call', {});
    expect([mux.pending.clientRequests, mux.pending.awaitedRequests]).toEqual([2, 1]);
    answer({});
    expect([mux.pending.clientRequests, mux.pending.awaitedRequests]).toEqual([1, 0]);
  });
});
