import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/shared/errors.ts';
import type { Era } from '../../../src/shared/state.ts';
import { StateSeal } from '../../../src/main/core/relay/modern/request-state.ts';
import type { ModernLink, ModernRequest } from '../../../src/main/core/relay/modern/types.ts';
import { HeldToolsNews } from '../../../src/main/core/servers/held-tools-news.ts';
import { acknowledgement } from '../../../src/main/core/relay/modern/subscription-filter.ts';
import { ModernWay, type ModernWayServer } from '../../../src/main/core/servers/modern-way.ts';
import type { Exchange } from '../../../src/main/core/relay/types.ts';
import { catalogueOf } from '../../support/catalogues.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { recordingExchange, type Json } from '../../support/listening-peer.ts';
import { modernRequest, scriptedLegacyServer, settled } from '../../support/scripted-legacy-server.ts';

const tool = JSON.stringify({
  name: 'query',
  inputSchema: { type: 'object', properties: { region: { type: 'string', 'x-mcp-header': 'Region' } } },
});

function setUp(patch: Partial<ModernWayServer> = {}, era: Promise<Era> = Promise.resolve('modern')) {
  const legacy = scriptedLegacyServer();
  const modern: ModernRequest[] = [];
  const cancelled: string[] = [];
  const answers: Exchange[] = [];
  const heldToolsNews = new HeldToolsNews();
  const link: ModernLink = {
    request: (request, exchange) => {
      modern.push(request);
      answers.push(exchange);
      return { cancel: (reason) => void cancelled.push(reason) };
    },
  };
  const server: ModernWayServer = {
    name: 'box',
    refusal: null,
    rules: { deny: ['secret'] },
    catalogue: catalogueOf({ tools: [tool] }),
    heldToolsNews,
    hasHeaders: false,
    isSurelyLegacy: false,
    era: () => era,
    connect: legacy.connect,
    connectModern: () => link,
    ...patch,
  };
  const way = new ModernWay({
    server,
    clock: fakeClock(),
    stateSeal: new StateSeal(Buffer.alloc(32)),
    sessionIdleMs: () => 60_000,
  });
  const call = async (name: string, args: Json = {}, paramHeaders: Record<string, string> = {}) => {
    const { log, exchange } = recordingExchange();
    const request = modernRequest(1, 'tools/call', { name, arguments: args });
    const underway = way.request({ ...request, paramHeaders }, exchange);
    await settled();
    return { log, underway, request };
  };
  const listen = async () => {
    const { log, exchange } = recordingExchange();
    const request = modernRequest('sub', 'subscriptions/listen', {
      notifications: { toolsListChanged: true },
    });
    const underway = way.request({ ...request, paramHeaders: {} }, exchange);
    await settled();
    return { log, underway };
  };
  return { call, listen, legacy, modern, answers, heldToolsNews, cancelled };
}

const codeOf = (answer: Json | null): unknown => (answer?.['error'] as Json | undefined)?.['code'];

describe('the way of modern clients to a server', () => {
  it('is its own link where it is of their era: the bytes stay as they came', async () => {
    const { call, modern, legacy, cancelled } = setUp();
    const { request, underway } = await call('echo', {}, { 'mcp-param-x': 'y' });
    expect(modern).toEqual([{ message: request.message, paramHeaders: { 'mcp-param-x': 'y' } }]);
    expect(legacy.sessions).toEqual([]);
    underway.cancel('gone');
    expect(cancelled).toEqual(['gone']);
  });

  it('is the face of a legacy server otherwise', async () => {
    for (const patch of [{ isSurelyLegacy: true }, { connectModern: () => null }, { era: () => legacyEra }]) {
      const { call, modern, legacy } = setUp(patch);
      await call('echo');
      expect([modern.length, legacy.sessions.length]).toEqual([0, 1]);
    }
  });

  it('is closed where the server cannot be used, or its era cannot be found out', async () => {
    const problem = new AppError('SERVER_DISABLED', 'It is off.');
    const off = setUp({ refusal: problem });
    expect((await off.call('echo')).log.answer).toMatchObject({ error: { message: 'It is off.' } });
    const broken = setUp({}, Promise.reject(problem));
    expect((await broken.call('echo')).log.answer).toMatchObject({ error: { message: 'It is off.' } });
    expect([off.modern, broken.modern]).toEqual([[], []]);
  });

  it('hears nothing of a client that left before the era was known', async () => {
    const { promise, resolve } = Promise.withResolvers<Era>();
    const { call, modern } = setUp({}, promise);
    const { underway } = await call('echo');
    underway.cancel('gone');
    resolve('modern');
    await settled();
    expect(modern).toEqual([]);
  });

  it('holds to the tool rules', async () => {
    const { call, modern } = setUp();
    expect(codeOf((await call('secret')).log.answer)).toBe(-32_602);
    expect(modern).toEqual([]);
  });

  it('has the headers of arguments checked here, unless the server sees them itself', async () => {
    const onStdio = setUp();
    const { log } = await onStdio.call('query', { region: 'eu' }, { 'mcp-param-region': 'us' });
    expect(codeOf(log.answer)).toBe(-32_020);
    const overHttp = setUp({ hasHeaders: true });
    await overHttp.call('query', { region: 'eu' }, { 'mcp-param-region': 'us' });
    expect([onStdio.modern.length, overHttp.modern.length]).toEqual([0, 1]);
  });
});

const legacyEra = Promise.resolve<Era>('legacy');

describe('a subscription that the server answers itself', () => {
  const none = { promptsListChanged: false, resourcesListChanged: false, resourceSubscriptions: [] };

  it('hears under its id when tools are held back and let through, from its acknowledgement to its end', async () => {
    const { listen, answers, heldToolsNews } = setUp();
    const { log, underway } = await listen();
    heldToolsNews.note(['too early']);
    answers[0]?.send(acknowledgement('"sub"', { ...none, toolsListChanged: true }));
    heldToolsNews.note(['query']);
    heldToolsNews.note(['query']);
    heldToolsNews.note([]);
    const told = log.sent.slice(1);
    expect(told).toHaveLength(2);
    for (const message of told)
      expect(message).toMatchObject({
        method: 'notifications/tools/list_changed',
        params: { _meta: { 'io.modelcontextprotocol/subscriptionId': 'sub' } },
      });
    underway.cancel('gone');
    heldToolsNews.note(['query']);
    expect(log.sent).toHaveLength(3);
  });

  it('hears nothing where the server did not agree to tell of tools', async () => {
    const { listen, answers, heldToolsNews } = setUp();
    const { log } = await listen();
    answers[0]?.send(acknowledgement('"sub"', { ...none, toolsListChanged: false }));
    heldToolsNews.note(['query']);
    expect(log.sent).toHaveLength(1);
  });
});
