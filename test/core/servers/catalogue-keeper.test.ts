import { describe, expect, it } from 'vitest';
import type { ServerStatus } from '../../../src/shared/state.ts';
import type { Exchange, Link } from '../../../src/main/core/relay/types.ts';
import { errorMessage, resultMessage } from '../../../src/main/core/relay/wire/edit.ts';
import { idText, type Message } from '../../../src/main/core/relay/wire/message.ts';
import { CatalogueKeeper } from '../../../src/main/core/servers/catalogue-keeper.ts';
import { gatewayClient } from '../../../src/main/core/upstream/handshake.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { recordingLogger } from '../../support/recorders.ts';

/** A server that answers at once: its tools, its prompts unless they are broken, nothing at all unless it is there. */
function setUp() {
  const clock = fakeClock();
  const logger = recordingLogger();
  const server = { tools: ['first'], promptsFail: '', isThere: true, isFollowed: false };
  let status: ServerStatus = 'stopped';
  const asked: string[] = [];
  let links = 0;
  const answer = (message: Message, exchange: Exchange): void => {
    const { method } = message;
    const id = idText(message);
    asked.push(method);
    status = server.isThere ? 'ready' : 'failed';
    const fail = (text: string): void => exchange.finish(errorMessage(id, { code: -32_603, message: text }));
    if (!server.isThere) fail('nobody is there');
    else if (method === 'prompts/list' && server.promptsFail !== '') fail(server.promptsFail);
    else exchange.finish(resultMessage(id, { tools: server.tools.map((name) => ({ name })), prompts: [] }));
  };
  const connect = (): Link => {
    links++;
    return { request: answer, notify: () => undefined, close: () => void links-- };
  };
  const keeper = new CatalogueKeeper({
    name: 'files',
    client: gatewayClient('1'),
    clock,
    logger,
    catalogue: null,
    connect,
    status: () => ({
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
      handshake: {
        text: '{}',
        protocolVersion: '2025-11-25',
        capabilities: { tools: {}, prompts: {} },
        serverInfo: { name: 'files', version: '1' },
        instructions: undefined,
        era: 'legacy',
      },
    }),
    isFollowed: () => server.isFollowed,
    onCatalogue: () => undefined,
  });
  /** Time passes, and all that is to happen meanwhile has happened. */
  const pass = async (ms: number): Promise<void> => {
    clock.advance(ms);
    await new Promise(setImmediate);
  };
  return {
    clock,
    server,
    keeper,
    pass,
    links: () => links,
    count: (method: string) => asked.filter((other) => other === method).length,
    warnings: () => logger.lines.map(({ text }) => text),
    tools: () => keeper.catalogue?.lists.tools.map(({ key }) => key),
  };
}

describe('lists of which one cannot be had', () => {
  it('are known but for that one, which is complained of once and asked for again, less and less often', async () => {
    const { keeper, server, pass, tools, warnings, count } = setUp();
    server.promptsFail = 'locked';
    await keeper.learn();
    expect(tools()).toEqual(['first']);
    expect(warnings()).toEqual(['Some lists of "files" cannot be had: prompts (locked)']);
    await pass(30_000);
    expect(count('prompts/list')).toBe(2);
    await pass(30_000);
    expect(count('prompts/list')).toBe(2);
    await pass(30_000);
    expect(count('prompts/list')).toBe(3);
    expect(warnings()).toHaveLength(1);
    server.promptsFail = 'still locked';
    await pass(120_000);
    expect(warnings()).toHaveLength(2);
    server.promptsFail = '';
    await pass(240_000);
    await pass(3_600_000);
    expect(count('prompts/list')).toBe(5);
  });

  it('are asked for at once when they changed, whatever is still to be tried again', async () => {
    const { keeper, server, pass, tools } = setUp();
    server.promptsFail = 'locked';
    await keeper.learn();
    server.tools = ['second'];
    keeper.listsChanged();
    await pass(50);
    expect(tools()).toEqual(['second']);
  });
});

describe('a server whose changes are waited for', () => {
  it('is asked within one session that stays open, until nobody waits any more', async () => {
    const { keeper, server, pass, links, count, tools } = setUp();
    server.isFollowed = true;
    keeper.follow();
    await pass(0);
    server.tools = ['second'];
    keeper.listsChanged();
    await pass(50);
    expect([tools(), links(), count('initialize')]).toEqual([['second'], 1, 1]);
    server.isFollowed = false;
    keeper.follow();
    expect(links()).toBe(0);
  });

  it('is looked for again and again while it is not there', async () => {
    const { keeper, server, pass, tools, links, count, warnings } = setUp();
    server.isFollowed = true;
    server.isThere = false;
    keeper.follow();
    await pass(0);
    keeper.follow();
    await pass(29_999);
    expect([count('initialize'), links()]).toEqual([1, 0]);
    await pass(1);
    expect(count('initialize')).toBe(2);
    server.isThere = true;
    await pass(30_000);
    expect([tools(), links(), warnings()]).toEqual([['first'], 1, []]);
  });

  it('is left alone once it was stopped on purpose, until somebody uses it', async () => {
    const { keeper, server, pass, links } = setUp();
    server.isFollowed = true;
    keeper.follow();
    await pass(0);
    keeper.rest();
    keeper.follow();
    await pass(60_000);
    expect(links()).toBe(0);
    keeper.opened();
    await pass(50);
    expect(links()).toBe(1);
  });
});

describe('a server of which nobody waits for changes', () => {
  it('is asked in a session that ends with the answer, and not again when it is not there', async () => {
    const { keeper, server, pass, links, count } = setUp();
    await keeper.learn();
    expect(links()).toBe(0);
    server.isThere = false;
    keeper.listsChanged();
    await pass(50);
    expect(count('initialize')).toBe(2);
    await pass(3_600_000);
    expect(count('initialize')).toBe(2);
  });
});
