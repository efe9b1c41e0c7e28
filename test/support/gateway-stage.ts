// The gateway alone, on a real socket, in front of servers whose answers the test gives.
import { randomBytes } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { anybody } from '../../src/main/core/auth/token-gate.ts';
import { listenGateway, type GatewayOptions } from '../../src/main/core/gateway/gateway.ts';
import type { ModernRequest } from '../../src/main/core/relay/modern/types.ts';
import { SessionIds } from '../../src/main/core/relay/session-ids.ts';
import { Sessions, stopping } from '../../src/main/core/relay/sessions.ts';
import type { Exchange, Link } from '../../src/main/core/relay/types.ts';
import { idText, type Message } from '../../src/main/core/relay/wire/message.ts';
import { fakeClock, type FakeClock } from './fake-clock.ts';
import { createRegistryOnStore, defaultSettings } from './registry-app.ts';
import { sessionMemory } from './session-memory.ts';
import { tempFolder } from './temp-folder.ts';

/** Nobody registers us anywhere. */
const quietAnnouncement: GatewayOptions['commands']['announcement'] = {
  problem: null,
  getRegistrationStatus: () => ({
    enabled: false,
    registered: false,
    server_key: null,
    server_url: null,
    proxy_url: '',
    server_id: 'patchbay',
  }),
  setServerUrl: () => undefined,
  registerServer: () => Promise.resolve(false),
  unregisterServer: () => Promise.resolve(true),
};

/** A request that waits for the test's answer. */
export interface Held {
  readonly message: Message;
  readonly exchange: Exchange;
  /** A modern one was cancelled. */
  isCancelled: boolean;
}

export function resultFor(message: Message, result: unknown = {}): Buffer {
  return Buffer.from(`{"jsonrpc":"2.0","id":${idText(message)},"result":${JSON.stringify(result)}}`);
}

/** Call from within a test, with which it ends. The clock stands still. */
export async function gatewayStage(
  options: Pick<GatewayOptions, 'requestTimeoutMs'> &
    Partial<Pick<GatewayOptions, 'commands' | 'guard' | 'rateLimit' | 'metrics' | 'callers'>> = {},
) {
  const clock: FakeClock = fakeClock();
  const silent = (): void => undefined;
  const logger = { error: silent, warn: silent, info: silent, debug: silent };
  const { registry, store } = await createRegistryOnStore({
    dataDir: await tempFolder(),
    clock,
    logger,
    settings: defaultSettings,
  });
  onTestFinished(async () => {
    await registry.close();
    await store.close();
  });
  const held: Held[] = [];
  const hold = (message: Message, exchange: Exchange): Held => {
    const entry = { message, exchange, isCancelled: false };
    held.push(entry);
    return entry;
  };
  const connect = (): Link => ({
    request: (message, exchange) => {
      if (message.method === 'initialize')
        exchange.finish(resultFor(message, { protocolVersion: '2025-11-25', capabilities: {} }));
      else hold(message, exchange);
    },
    notify: () => undefined,
    close: () => undefined,
  });
  const sessions = new Sessions({
    clock,
    ids: new SessionIds(randomBytes(32)),
    memory: sessionMemory(),
    limits: () => ({ maxSessions: 100, idleMs: 3_600_000 }),
    connect,
    useRegistered: () => false,
    onChange: () => undefined,
  });
  const gateway = await listenGateway({
    host: '127.0.0.1',
    port: 0,
    maxMessageBytes: () => 1_000_000,
    keepAliveMs: () => 30_000,
    rateLimit: () => ({ perMinute: Number.POSITIVE_INFINITY, countsMessages: false }),
    guard: { check: () => null },
    callers: {
      gate: {
        check: () => anybody,
        known: () => anybody,
        permissionFor: () => null,
        tokenUse: () => 'unread',
      },
      isNamed: () => true,
    },
    sessions,
    requireServer: () => undefined,
    modern: () => ({
      request: ({ message }: ModernRequest, exchange: Exchange) => {
        const entry = hold(message, exchange);
        return { cancel: () => void (entry.isCancelled = true) };
      },
    }),
    health: {
      version: '0.0.0-test',
      startedAt: 0,
      now: () => 0,
      sessions: () => sessions.size,
      servers: () => [],
      server: (name) => {
        throw new Error(`There is no ${name} here.`);
      },
    },
    commands: {
      version: '0.0.0-test',
      startedAt: 0,
      now: () => 0,
      servers: () => [],
      announcement: quietAnnouncement,
    },
    clock,
    registration: {
      registry,
      gateway: () => ({
        name: 'patchbay',
        version: '0.0.0-test',
        protocolVersion: '2025-11-25',
        requiresToken: false,
      }),
    },
    logger,
    ...options,
  });
  onTestFinished(async () => {
    const closing = gateway.close(stopping());
    // Past every bound on the way out.
    for (let seconds = 0; seconds < 10; seconds++) {
      await new Promise(setImmediate);
      clock.advance(1000);
    }
    await closing;
    sessions.close();
  });
  const url = `http://127.0.0.1:${gateway.port}/mcp`;
  return { url, port: gateway.port, gateway, sessions, clock, held };
}
