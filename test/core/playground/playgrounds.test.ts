import { describe, expect, it } from 'vitest';
import { Bounds } from '../../../src/main/core/bounds/bounds.ts';
import {
  maxQuestions,
  maxRequests,
  maxServers,
  maxUnreadBytes,
} from '../../../src/main/core/playground/playground-session.ts';
import { leaseMs, maxSessions, Playgrounds } from '../../../src/main/core/playground/playgrounds.ts';
import type { Exchange, Link, Peer } from '../../../src/main/core/relay/types.ts';
import { requestMessage, resultMessage } from '../../../src/main/core/relay/wire/edit.ts';
import { idText, scanMessage, type Message } from '../../../src/main/core/relay/wire/message.ts';
import { configSchema } from '../../../src/shared/config-schema.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { recordingLogger } from '../../support/recorders.ts';

interface Opened {
  readonly server: string;
  readonly peer: Peer;
  readonly requests: { readonly message: Message; readonly exchange: Exchange }[];
  readonly notified: string[];
  closed: boolean;
}

/** Playgrounds whose servers open at once and answer nothing else by themselves. */
function setUp() {
  const clock = fakeClock();
  const opened: Opened[] = [];
  const bounds = new Bounds({ settings: () => configSchema.parse({}), clock, logger: recordingLogger() });
  const connect = (server: string, peer: Peer): Link => {
    const entry: Opened = { server, peer, requests: [], notified: [], closed: false };
    opened.push(entry);
    return {
      request: (message, exchange) => {
        if (message.method === 'initialize') exchange.finish(resultMessage(idText(message), { is: server }));
        else entry.requests.push({ message, exchange });
      },
      notify: (message) => entry.notified.push(message.method),
      close: () => {
        entry.closed = true;
      },
    };
  };
  const client = {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'test', version: '' },
  };
  const playgrounds = new Playgrounds({ client, bounds, clock, connect });
  return { clock, opened, playgrounds };
}

/** After what was sent has gone out. */
const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('playgrounds', () => {
  it('end when nothing was heard of their page for the time of their lease, and let go of their servers', async () => {
    const { clock, opened, playgrounds } = setUp();
    const quiet = playgrounds.open().session;
    const busy = playgrounds.open().session;
    playgrounds.find(quiet).send('box', 'tools/call', {});
    await soon();
    clock.advance(leaseMs - 20_000);
    playgrounds.find(busy).read(0);
    clock.advance(20_000);
    expect(() => playgrounds.find(quiet)).toThrow('has ended');
    expect(opened[0]?.closed).toBe(true);
    playgrounds.find(busy);
    playgrounds.close();
    expect(playgrounds.size).toBe(0);
    expect(clock.pending()).toBe(0);
  });

  it('are no more than a few: the one heard of longest ago makes room', () => {
    const { playgrounds } = setUp();
    const all = Array.from({ length: maxSessions }, () => playgrounds.open().session);
    playgrounds.find(all[0] ?? '');
    playgrounds.open();
    expect(playgrounds.size).toBe(maxSessions);
    playgrounds.find(all[0] ?? '');
    expect(() => playgrounds.find(all[1] ?? '')).toThrow('has ended');
    playgrounds.close();
  });

  it('tell that there is something to read once, until it is read', async () => {
    const { opened, playgrounds } = setUp();
    const told: number[] = [];
    const { session: id } = playgrounds.open();
    playgrounds.subscribe(({ session, seq }) => {
      if (session === id) told.push(seq);
    });
    const session = playgrounds.find(id);
    session.send('box', 'tools/call', {});
    await soon();
    const note = Buffer.from('{"jsonrpc":"2.0","method":"notifications/message","params":{}}');
    for (let count = 0; count < 5; count += 1) opened[0]?.peer.send(note);
    expect(told).toEqual([1]);
    expect(session.read(0)).toHaveLength(5);
    opened[0]?.peer.send(note);
    expect(told).toEqual([1, 6]);
    playgrounds.close();
  });
});

describe('a playground', () => {
  it('takes so many requests and servers at once; a server that is not busy makes room', async () => {
    const { opened, playgrounds } = setUp();
    const session = playgrounds.find(playgrounds.open().session);
    for (let count = 0; count < maxServers; count += 1) session.send(`box${count}`, 'tools/call', {});
    await soon();
    expect(maxRequests).toBe(maxServers);
    expect(() => session.send('box0', 'tools/call', {})).toThrow(`more than ${maxRequests} requests`);
    session.cancel(2);
    session.send('another', 'tools/call', {});
    expect(opened.filter(({ closed }) => closed).map(({ server }) => server)).toEqual(['box1']);
    playgrounds.close();
  });

  it('keeps progress tokens, ids and parameters as a client does', async () => {
    const { opened, playgrounds } = setUp();
    const session = playgrounds.find(playgrounds.open().session);
    session.send('box', 'tools/call', { name: 'x', _meta: { own: 1 } });
    await soon();
    const sent = opened[0]?.requests[0]?.message.bytes.toString() ?? '';
    expect(JSON.parse(sent)).toEqual({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'x', _meta: { own: 1, progressToken: 1 } },
    });
    expect(opened[0]?.notified).toEqual(['notifications/initialized']);
    playgrounds.close();
  });

  it('refuses questions beyond its limit, takes back those of a request that ended, and refuses the rest when it closes', async () => {
    const { opened, playgrounds } = setUp();
    const { session: id } = playgrounds.open();
    const session = playgrounds.find(id);
    session.send('box', 'tools/call', {});
    await soon();
    const { peer, requests } = opened[0] ?? { peer: undefined, requests: [] };
    const [call] = requests;
    const replies: string[] = [];
    for (let number = 0; number < maxQuestions + 1; number += 1) {
      const question = scanMessage(requestMessage(`"q${number}"`, 'elicitation/create', {}));
      const under = number === 0 ? (call?.exchange ?? null) : null;
      peer?.ask(question, under, (answer) => replies.push(`${idText(answer)} ${answer.kind}`));
    }
    expect(replies).toEqual([`"q${maxQuestions}" error`]);
    expect(session.read(0)).toHaveLength(maxQuestions);
    peer?.withdraw('"q1"', 'never mind');
    call?.exchange.finish(resultMessage('1', {}));
    expect(replies.at(-1)).toBe('"q0" error');
    expect(session.read(0).slice(-3)).toMatchObject([
      { kind: 'withdrawn', question: 2, reason: 'never mind' },
      { kind: 'withdrawn', question: 1 },
      { kind: 'ended', request: 1 },
    ]);
    expect(session.answer(2, {})).toBe(false);
    playgrounds.end(id);
    expect(replies).toHaveLength(maxQuestions);
  });

  it('holds no more than it may of what is asked while nobody reads', async () => {
    const { opened, playgrounds } = setUp();
    const session = playgrounds.find(playgrounds.open().session);
    session.send('box', 'tools/call', {});
    await soon();
    const { peer, requests } = opened[0] ?? { peer: undefined, requests: [] };
    const ask = (id: string, params: unknown): string[] => {
      const replies: string[] = [];
      const question = scanMessage(requestMessage(`"${id}"`, 'elicitation/create', params));
      peer?.ask(question, null, (answer) => replies.push(answer.kind));
      return replies;
    };
    for (let count = 0; count < 20; count += 1) {
      ask(`q${count}`, { text: 'x'.repeat(1000) });
      peer?.withdraw(`"q${count}"`, 'never mind');
    }
    requests[0]?.exchange.finish(resultMessage('1', { text: 'x'.repeat(maxUnreadBytes - 1000) }));
    expect(session.read(0)).toMatchObject([{ kind: 'ended', outcome: { kind: 'result' } }]);
    expect(ask('late', { text: 'x'.repeat(1000) })).toEqual(['error']);
    playgrounds.close();
  });

  it('says of an answer that is too large how large it is, instead of holding it', async () => {
    const { opened, playgrounds } = setUp();
    const session = playgrounds.find(playgrounds.open().session);
    session.send('box', 'tools/call', {});
    await soon();
    const text = 'x'.repeat(maxUnreadBytes);
    opened[0]?.requests[0]?.exchange.finish(resultMessage('1', { text }));
    expect(session.read(0)).toMatchObject([
      { outcome: { kind: 'error', error: { message: expect.stringContaining('33 MiB') } } },
    ]);
    playgrounds.close();
  });
});
