import { describe, expect, test } from 'vitest';
import { availableActions, filterServers, needsAttention } from '../../src/renderer/state/server-rules.ts';
import type { ServerStatus } from '../../src/shared/state.ts';
import { sampleServer } from '../support/scripted-host.ts';

function offered(status: ServerStatus, enabled = true): string {
  const rules = availableActions(sampleServer('a', { status, enabled }));
  return [
    rules.power,
    rules.canStart && 'can start',
    rules.canStop && 'can stop',
    rules.canRestart && 'can restart',
  ]
    .filter(Boolean)
    .join(', ');
}

describe('the actions offered for a server', () => {
  test.each([
    ['stopped', 'start, can start'],
    ['starting', 'stop, can stop, can restart'],
    ['ready', 'stop, can stop, can restart'],
    ['backing-off', 'stop, can stop, can restart'],
    ['failed', 'start, can start'],
    ['stopping', 'stop'],
  ] as const)('when it is %s: %s', (status, expected) => {
    expect(offered(status)).toBe(expected);
  });

  test('leave a disabled one alone until it is enabled', () => {
    expect(offered('stopped', false)).toBe('start');
  });

  test('are none for the built-in one, and no switch for one that registered itself', () => {
    const builtIn = availableActions(sampleServer('a', { source: 'built-in', status: 'ready' }));
    expect(builtIn).toMatchObject({ canStart: false, canStop: false, canRestart: false, canToggle: false });
    expect(availableActions(sampleServer('a', { source: 'registered' })).canToggle).toBe(false);
  });
});

test('attention is asked for by servers that failed, wait to restart, or rest since they ended badly', () => {
  const crash = { code: 'SERVER_EXITED', message: '"a" ended with exit code 1 while starting.' } as const;
  expect(needsAttention(sampleServer('a', { status: 'stopped', problem: crash }))).toBe(true);
  expect(needsAttention(sampleServer('a', { status: 'stopped' }))).toBe(false);
});

test('attention is asked for by no server that is disabled, paused or gone', () => {
  expect(needsAttention(sampleServer('a', { status: 'failed' }))).toBe(true);
  expect(needsAttention(sampleServer('a', { status: 'backing-off' }))).toBe(true);
  expect(needsAttention(sampleServer('a', { status: 'failed', enabled: false }))).toBe(false);
  expect(needsAttention(sampleServer('a', { status: 'failed', paused: true }))).toBe(false);
  expect(needsAttention(sampleServer('a', { status: 'ready' }))).toBe(false);
  const problem = { code: 'SERVER_OFFLINE', message: '"a_1" is offline.' } as const;
  expect(needsAttention(sampleServer('a_1', { status: 'failed', problem }))).toBe(false);
});

test('the filter finds all its words, in name, target, kind or state, in any case', () => {
  const servers = [
    sampleServer('files', { target: 'npx server-filesystem' }),
    sampleServer('remote', { kind: 'http', status: 'failed' }),
  ];
  const found = (filter: string) => filterServers(servers, filter).map(({ name }) => name);
  expect(found('')).toEqual(['files', 'remote']);
  expect(found(' FILE npx ')).toEqual(['files']);
  expect(found('http failed')).toEqual(['remote']);
  expect(found('files failed')).toEqual([]);
});
