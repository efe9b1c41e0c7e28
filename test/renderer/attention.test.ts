import { describe, expect, test } from 'vitest';
import { attentionKey, attentionOf } from '../../src/renderer/state/attention.ts';
import { badgesOf } from '../../src/renderer/state/badges.ts';
import { pendingRegistration, sampleRegistration } from '../support/sample-registrations.ts';
import { mixedServers, readyServer } from '../support/sample-servers.ts';
import { sampleToken } from '../support/sample-tokens.ts';
import { sampleServer, sampleState } from '../support/scripted-host.ts';

const now = Date.UTC(2026, 10, 21);
const dayMs = 86_400_000;
const kinds = (...given: Parameters<typeof attentionOf>): readonly string[] =>
  attentionOf(...given).map(attentionKey);

describe('what needs attention', () => {
  test('is nothing where all is well, and while tokens are not known', () => {
    const servers = [
      readyServer('files'),
      sampleServer('idle'),
      sampleServer('off', { enabled: false, status: 'failed' }),
    ];
    expect(kinds(sampleState({ servers }), null, now)).toEqual([]);
  });

  test('puts failed servers before those that are tried again, and leaves out who left by itself', () => {
    const left = sampleServer('gone', {
      source: 'registered',
      status: 'failed',
      problem: { code: 'SERVER_OFFLINE', message: 'It is not there.' },
    });
    const servers = [left, ...mixedServers(now).toReversed()];
    expect(kinds(sampleState({ servers }), [], now)).toEqual(['server github', 'server postgres']);
  });

  test('has whoever waits for approval, and nobody else who registered', () => {
    const servers = [sampleRegistration('notes', { state: 'offline' }), pendingRegistration('stranger')];
    const state = sampleState({ registrations: { servers, clients: [] } });
    expect(kinds(state, [], now)).toEqual(['registration stranger_1']);
    expect(badgesOf(state).registrations).toEqual({ count: 1, kind: 'waiting' });
  });

  test('tells beforehand that a certificate ends', () => {
    const tls = {
      mode: 'tls',
      certFile: '/tls/gateway.crt',
      names: ['localhost'],
      expiresAt: now + 13 * dayMs,
    } as const;
    const { gateway } = sampleState({});
    const at = (time: number) => kinds(sampleState({ gateway: { ...gateway, tls } }), [], time);
    expect(at(now)).toEqual(['certificate']);
    expect(at(now - 2 * dayMs)).toEqual([]);
  });

  test.each([
    [
      'a used one that ends within a week',
      { expiresAt: now + 6 * dayMs, lastUsedAt: now - 40 * dayMs },
      true,
    ],
    ['one that ends later', { expiresAt: now + 8 * dayMs, lastUsedAt: now }, false],
    ['one that nobody used', { expiresAt: now + dayMs, lastUsedAt: null }, false],
    [
      'one that ended while it was in use',
      { status: 'expired', expiresAt: now - dayMs, lastUsedAt: now - 2 * dayMs },
      true,
    ],
    [
      'one that was out of use when it ended',
      { status: 'expired', expiresAt: now - dayMs, lastUsedAt: now - 30 * dayMs },
      false,
    ],
    [
      'one that ended long ago',
      { status: 'expired', expiresAt: now - 30 * dayMs, lastUsedAt: now - 31 * dayMs },
      false,
    ],
  ] as const)('of tokens: %s', (_what, patch, isMissed) => {
    const token = sampleToken('laptop', patch);
    expect(kinds(sampleState({}), [token], now)).toEqual(isMissed ? [`token ${token.id}`] : []);
  });
});
