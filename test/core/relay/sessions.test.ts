// Sessions between runs: what is kept of them, and what becomes of it when their clients come back.
import { randomBytes } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SessionIds } from '../../../src/main/core/relay/session-ids.ts';
import type { Session } from '../../../src/main/core/relay/session.ts';
import { Sessions } from '../../../src/main/core/relay/sessions.ts';
import type { Exchange, Peer } from '../../../src/main/core/relay/types.ts';
import { errorMessage, resultMessage } from '../../../src/main/core/relay/wire/edit.ts';
import { failureMessage } from '../../../src/main/core/relay/rpc-errors.ts';
import { idText, parseAt, scanMessage, type Message } from '../../../src/main/core/relay/wire/message.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { initializeParams, rpc, type Json } from '../../support/raw-mcp.ts';
import { sessionMemory } from '../../support/session-memory.ts';
import { until } from '../../support/until.ts';
import { openAccess } from '../../../src/main/core/relay/access.ts';

const key = randomBytes(32);
const message = (json: Json): Message => scanMessage(Buffer.from(JSON.stringify(json)));
const capabilities = { tools: { listChanged: true }, resources: { subscribe: true }, prompts: {} };
const down = (id: string): Buffer => failureMessage(id, new AppError('SERVER_FAILED', 'It is down.'));

interface Asked {
  readonly method: string;
  readonly params: unknown;
  readonly peer: Peer;
}

/** Runs one after the other on the same memory, in front of a server that answers as `answer` says. */
function stage() {
  const memory = sessionMemory();
  const clock = fakeClock();
  const asked: Asked[] = [];
  let closed = 0;
  const server = {
    answer: ({ method }: Message, id: string): Buffer =>
      resultMessage(id, method === 'initialize' ? { capabilities } : {}),
  };
  const run = (maxSessions = 100): Sessions => {
    const sessions = new Sessions({
      clock,
      ids: new SessionIds(key),
      memory,
      limits: () => ({ maxSessions, idleMs: 60_000 }),
      connect: (_target, peer) => ({
        request: (request, exchange) => {
          const { method } = request;
          asked.push({ method, params: parseAt(request.bytes, request.body), peer });
          if (method !== 'tools/call') exchange.finish(server.answer(request, idText(request)));
        },
        notify: () => undefined,
        close: () => void closed++,
      }),
      useRegistered: () => false,
      onChange: () => undefined,
    });
    onTestFinished(() => sessions.close());
    return sessions;
  };
  return { memory, clock, asked, server, run, closed: () => closed };
}

/** Sends a request; resolves with its answer. */
function ask(session: Session, method: string, params: Json = {}): Promise<Json> {
  return new Promise((resolve) => {
    const exchange: Exchange = {
      send: () => undefined,
      finish: (answer) => resolve(JSON.parse(answer.toString()) as Json),
      abandon: () => resolve({}),
    };
    session.receive(message(rpc(1, method, params)), exchange);
  });
}

/** Listens on the standalone stream; what arrives, method and uri. */
function listen(session: Session): readonly string[] {
  const heard: string[] = [];
  session.noteListening();
  session.streams.standalone.attach(
    {
      event: (_id, data) => {
        const { method, params } = JSON.parse(data.toString()) as {
          method: string;
          params?: { uri?: string };
        };
        heard.push([method.replace('notifications/', ''), params?.uri ?? ''].join(' ').trim());
        return 'taken';
      },
      end: () => undefined,
    },
    null,
  );
  return heard;
}

async function opened(sessions: Sessions): Promise<Session> {
  const session = sessions.create(undefined, 'box', openAccess);
  await ask(session, 'initialize', initializeParams);
  return session;
}

describe('a session of an earlier run', () => {
  it('is taken up with all that its client said and was granted, once, whoever comes first', async () => {
    const { run, asked, memory } = stage();
    const before = await opened(run());
    await ask(before, 'logging/setLevel', { level: 'debug' });
    for (const uri of ['a', 'b', 'c']) await ask(before, 'resources/subscribe', { uri });
    await ask(before, 'resources/unsubscribe', { uri: 'b' });
    await ask(before, 'logging/setLevel', { level: 'error' });
    asked.length = 0;
    // Killed: nothing was closed.
    const kept = memory.records.get(before.id);
    if (kept !== undefined) memory.records.set(before.id, { ...kept, restingSince: 0 });
    const sessions = run();
    const session = sessions.findOrAdmit(before.id, 'box', openAccess);
    expect(sessions.findOrAdmit(before.id, 'box', openAccess)).toBe(session);
    expect(session?.client).toMatchObject({ clientInfo: { name: 'raw' }, protocolVersion: '2025-11-25' });
    expect(asked.map(({ method, params }) => [method, params])).toEqual([
      ['ping', {}],
      ['logging/setLevel', { level: 'error' }],
      ['resources/subscribe', { uri: 'a' }],
      ['resources/subscribe', { uri: 'c' }],
    ]);
    expect(session && listen(session)).toEqual([
      'tools/list_changed',
      'resources/updated a',
      'resources/updated c',
    ]);
  });

  it('is none on another route, and not if its client or the gateway has ended it', async () => {
    const { run } = stage();
    const first = run();
    const [one, two, three] = [await opened(first), await opened(first), await opened(first)];
    expect(first.terminate(one.id, 'other', openAccess)).toBeNull();
    await first.terminate(one.id, 'box', openAccess);
    first.end(two);
    first.close();
    const next = run();
    for (const { id } of [one, two]) expect(next.findOrAdmit(id, 'box', openAccess)).toBeUndefined();
    expect(next.findOrAdmit(three.id, null, openAccess)).toBeUndefined();
    // While it rests it can be ended as well.
    await next.terminate(three.id, 'box', openAccess);
    expect(next.findOrAdmit(three.id, 'box', openAccess)).toBeUndefined();
    next.offer(three.id, 'box', openAccess);
    expect(next.findOrAdmit(three.id, 'box', openAccess)).toBeUndefined();
  });

  it('is not kept where its client has a connection only', () => {
    const { run, memory } = stage();
    const sessions = run();
    sessions.createPassing('box', openAccess);
    sessions.close();
    expect(memory.records.size).toBe(0);
  });

  it('stays kept when there is no room for it at the moment', async () => {
    const { run } = stage();
    const first = run();
    const { id } = await opened(first);
    first.close();
    const next = run(1);
    const other = next.create(undefined, 'box', openAccess);
    expect(() => next.findOrAdmit(id, 'box', openAccess)).toThrow(/1 sessions already/);
    next.end(other);
    expect(next.findOrAdmit(id, 'box', openAccess)?.id).toBe(id);
  });

  it('gives questions ids of its own, as answers to earlier ones may still come', async () => {
    const { run } = stage();
    const first = run();
    const { id } = await opened(first);
    first.close();
    const session = run().findOrAdmit(id, 'box', openAccess);
    const replies: Message[] = [];
    const askedId = session?.ask(message(rpc(0, 'roots/list')), null, (reply) => void replies.push(reply));
    session?.receive(message({ jsonrpc: '2.0', id: 0, result: {} }), null);
    expect(replies).toEqual([]);
    session?.receive(message({ jsonrpc: '2.0', id: JSON.parse(askedId ?? ''), result: {} }), null);
    expect(replies).toHaveLength(1);
  });
});

describe('a session that nobody uses', () => {
  it('rests after a while, without its way to the server, and goes on when its client comes', async () => {
    const { run, clock, memory, closed } = stage();
    const sessions = run();
    const { id } = await opened(sessions);
    clock.advance(60_000);
    expect([sessions.size, closed()]).toEqual([0, 1]);
    expect(memory.records.get(id)?.restingSince).toBe(clock.now());
    expect(sessions.findOrAdmit(id, 'box', openAccess)?.id).toBe(id);
    expect(memory.records.get(id)?.restingSince).toBeNull();
  });
});

describe('what a client was granted', () => {
  it('is kept before the client hears of it', async () => {
    const { run, memory } = stage();
    const order: string[] = [];
    const save = memory.save.bind(memory);
    Object.assign(memory, {
      save: async (record: Parameters<typeof save>[0]) => {
        await new Promise(setImmediate);
        await save(record);
        order.push('kept');
      },
    });
    const session = run().create(undefined, 'box', openAccess);
    await ask(session, 'initialize', initializeParams);
    order.push('answered');
    await ask(session, 'resources/subscribe', { uri: 'a' });
    order.push('answered');
    expect(order).toEqual(['kept', 'answered', 'kept', 'answered']);
  });

  it('is only that: what a server refuses, and what needs no memory, is not written', async () => {
    const { run, memory, server } = stage();
    const session = await opened(run());
    const before = memory.records.get(session.id);
    server.answer = (_request, id) => errorMessage(id, { code: -32_601, message: 'No.' });
    for (const method of ['resources/subscribe', 'logging/setLevel', 'tools/list'])
      await ask(session, method, { uri: 'a', level: 'debug' });
    expect(memory.records.get(session.id)).toBe(before);
  });
});

describe('what cannot be had at once after a restart', () => {
  it('is tried again while the server is away, and by the way when the client asks for something', async () => {
    const { run, clock, asked, server } = stage();
    const first = run();
    const before = await opened(first);
    await ask(before, 'resources/subscribe', { uri: 'a' });
    first.close();
    const usual = server.answer;
    server.answer = (_request, id) => down(id);
    const session = run().findOrAdmit(before.id, 'box', openAccess);
    const heard = session === undefined ? [] : listen(session);
    asked.length = 0;
    clock.advance(1000 + 2000 + 4000);
    expect(asked.map(({ method }) => method)).toEqual(
      [1, 2, 3].flatMap(() => ['ping', 'resources/subscribe']),
    );
    clock.advance(3_600_000);
    expect(asked).toHaveLength(16);
    expect(heard).toEqual([]);
    server.answer = usual;
    if (session !== undefined) await ask(session, 'tools/list');
    expect(heard).toEqual(['tools/list_changed', 'resources/updated a']);
    expect(asked.slice(16).map(({ method }) => method)).toEqual([
      'ping',
      'resources/subscribe',
      'tools/list',
    ]);
    // The sweep of sessions.
    expect(clock.pending()).toBe(1);
  });

  it('is given up where the server refuses it', async () => {
    const { run, memory, server } = stage();
    const first = run();
    const before = await opened(first);
    await ask(before, 'resources/subscribe', { uri: 'a' });
    first.close();
    server.answer = (_request, id) => errorMessage(id, { code: -32_002, message: 'Resource not found' });
    const session = run().findOrAdmit(before.id, 'box', openAccess);
    expect(session && listen(session)).toEqual(['tools/list_changed']);
    await until('it to be forgotten', () => memory.records.get(before.id)?.wishes.length === 0);
  });
});

describe('a client that listened, and gave it up', () => {
  it('gets what it missed with its next answer, but not while it may come back', async () => {
    const { run, clock } = stage();
    const session = await opened(run());
    session.send(Buffer.from('{}'));
    clock.advance(20_000);
    // It never listened; what waits is for the day on which it does.
    expect(session.takeMissed()).toEqual([]);
    session.noteListening();
    clock.advance(9999);
    expect(session.takeMissed()).toEqual([]);
    clock.advance(1);
    expect(session.takeMissed().map(String)).toEqual(['{}']);
  });
});
