import { describe, expect, it } from 'vitest';
import type { ServerStatus } from '../../../src/shared/state.ts';
import { OwnedThings } from '../../../src/main/core/relay/owned-things.ts';
import { StateSeal } from '../../../src/main/core/relay/modern/request-state.ts';
import type { Exchange } from '../../../src/main/core/relay/types.ts';
import { errorMessage, resultMessage } from '../../../src/main/core/relay/wire/edit.ts';
import { idText, type Message } from '../../../src/main/core/relay/wire/message.ts';
import { shortMemory } from '../../../src/main/core/pins/pin-memory.ts';
import { ServerRuntime } from '../../../src/main/core/servers/server-runtime.ts';
import { gatewayClient } from '../../../src/main/core/upstream/handshake.ts';
import type { Handshake, Upstream, UpstreamHooks } from '../../../src/main/core/upstream/types.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { ListeningPeer, recordingExchange, scan } from '../../support/listening-peer.ts';
import { recordingLogger } from '../../support/recorders.ts';
import { until } from '../../support/until.ts';

const handshake: Handshake = {
  text: '{}',
  protocolVersion: '2025-11-25',
  capabilities: { tools: {} },
  serverInfo: { name: 'fake', version: '1' },
  instructions: undefined,
  era: 'legacy',
};

/** An upstream that starts by being asked, as real ones do, and offers as many tools as it is told. */
function setUp({ waits = false } = {}) {
  const clock = fakeClock();
  let status: ServerStatus = 'stopped';
  let tools = 1;
  let starts = 0;
  let hooks: UpstreamHooks | null = null;
  let instructions: string | undefined;
  let refusal: PromiseWithResolvers<string> | null = null;
  const answer = (message: Message, exchange: Exchange): void => {
    if (status !== 'ready') {
      status = 'ready';
      starts++;
      hooks?.onReady();
    }
    if (refusal !== null) {
      void refusal.promise.then((reason) =>
        exchange.finish(errorMessage(idText(message), { code: -32_000, message: reason })),
      );
      return;
    }
    const list = Array.from({ length: tools }, (_, index) => ({ name: `tool ${index}` }));
    exchange.finish(resultMessage(idText(message), message.method === 'tools/list' ? { tools: list } : {}));
  };
  const upstream: Upstream = {
    get status() {
      return {
        status,
        problem: null,
        pids: [],
        startedAt: null,
        retryAt: null,
        circuit: 'closed' as const,
        restarts: 0,
        inFlight: 0,
        lastSeenAt: null,
        silentSince: null,
        handshake: { ...handshake, instructions },
      };
    },
    connect: () => ({ request: answer, notify: () => undefined, close: () => undefined }),
    start: () => {
      status = 'ready';
      starts++;
      hooks?.onReady();
      return Promise.resolve();
    },
    stop: () => {
      status = 'stopped';
      return Promise.resolve();
    },
    restart: () => Promise.resolve(),
  };
  const learnt: number[] = [];
  const predecessor = Promise.withResolvers<void>();
  const runtime = new ServerRuntime({
    description: { source: 'config', config: null, name: 'fake', enabled: true },
    pinMemory: shortMemory(),
    ownedThings: new OwnedThings(),
    pinTools: () => false,
    pause: { isPaused: false },
    stateSeal: new StateSeal(Buffer.alloc(32)),
    sessionIdleMs: () => 60_000,
    requestMs: () => 30_000,
    client: gatewayClient('1'),
    clock,
    logger: recordingLogger(),
    open: (given) => {
      hooks = given;
      return upstream;
    },
    catalogue: null,
    predecessor: waits ? predecessor.promise : undefined,
    onChange: () => undefined,
    onCrashed: () => undefined,
    isFollowed: () => false,
    onOpened: () => undefined,
    onCatalogue: ({ lists }) => learnt.push(lists.tools.length),
  });
  return {
    clock,
    runtime,
    learnt,
    starts: () => starts,
    predecessor,
    instruct: (text: string) => {
      instructions = text;
    },
    refuse: () => (refusal = Promise.withResolvers<string>()),
    offer: (count: number) => {
      tools = count;
      hooks?.onListChanged('tools');
    },
  };
}

describe('a server that runs', () => {
  it('is asked for its lists when it is ready, and again when it says that they changed', async () => {
    const { runtime, clock, learnt, offer } = setUp();
    await runtime.start();
    clock.advance(50);
    await until('the first lists', () => learnt.length === 1);
    offer(3);
    clock.advance(50);
    await until('the changed lists', () => learnt.length === 2);
    expect(learnt).toEqual([1, 3]);
  });

  it('stays stopped when it is stopped before it could be asked', async () => {
    const { runtime, clock, learnt, starts, offer } = setUp();
    await runtime.start();
    await runtime.stop();
    clock.advance(1000);
    offer(2);
    clock.advance(1000);
    await runtime.learnIfUnknown();
    // Only somebody who needs its lists starts it again.
    expect([starts(), learnt]).toEqual([2, [2]]);
  });

  it('is asked once for several changes at once', async () => {
    const { runtime, clock, learnt, offer } = setUp();
    await runtime.start();
    offer(2);
    offer(3);
    offer(4);
    clock.advance(50);
    await until('the lists', () => learnt.length > 0);
    clock.advance(1000);
    expect(learnt).toEqual([4]);
  });
});

describe('the lists of a server', () => {
  it('are news when only its instructions are other than before', async () => {
    const { runtime, learnt, instruct } = setUp();
    await runtime.learn();
    await runtime.learn();
    expect(learnt).toHaveLength(1);
    instruct('Ask twice.');
    await runtime.learn();
    expect(learnt).toHaveLength(2);
    expect(runtime.catalogue?.instructions).toBe('Ask twice.');
  });

  it('fail with the reason for everybody who needs them, also when they were on their way already', async () => {
    const { runtime, refuse } = setUp();
    const refusal = refuse();
    const learning = runtime.learn();
    const outcomes = Promise.allSettled([runtime.requireCatalogue(), runtime.requireCatalogue()]);
    refusal.resolve('no disk left');
    await learning;
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { message: 'no disk left' } });
    }
  });
});

describe('a server that is closed', () => {
  it('is never started again, whoever still wants something of it', async () => {
    const { runtime, starts, learnt } = setUp();
    const peer = new ListeningPeer('a');
    const before = runtime.connect(peer);
    await runtime.close();
    await runtime.learnIfUnknown();
    await runtime.learn();
    await expect(runtime.start()).rejects.toMatchObject({ code: 'SERVER_EXITED' });
    await expect(runtime.restart()).rejects.toMatchObject({ code: 'SERVER_EXITED' });
    await expect(runtime.requireCatalogue()).rejects.toMatchObject({ code: 'SERVER_EXITED' });
    for (const link of [before, runtime.connect(peer)]) {
      const { log, exchange } = recordingExchange();
      link.request(scan({ jsonrpc: '2.0', id: 1, method: 'tools/list' }), exchange);
      expect(log.answer).toMatchObject({ id: 1, error: { data: { code: 'SERVER_EXITED', server: 'fake' } } });
    }
    expect([starts(), learnt]).toEqual([0, []]);
  });

  it('is not started by those who waited for the one before it', async () => {
    const { runtime, predecessor, starts } = setUp({ waits: true });
    const { log, exchange } = recordingExchange();
    runtime
      .connect(new ListeningPeer('a'))
      .request(scan({ jsonrpc: '2.0', id: 1, method: 'tools/list' }), exchange);
    const outcomes = Promise.allSettled([runtime.start(), runtime.restart(), runtime.requireCatalogue()]);
    const closed = runtime.close();
    predecessor.resolve();
    await closed;
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(log.answer).toMatchObject({ error: { data: { code: 'SERVER_EXITED' } } });
    expect(starts()).toBe(0);
  });
});
