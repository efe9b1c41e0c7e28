import { describe, expect, test } from 'vitest';
import { english } from '../../src/renderer/messages/english.ts';
import { orderTokens } from '../../src/renderer/state/token-order.ts';
import { faultOf } from '../../src/renderer/state/token-faults.ts';
import { readReach, scopesOf } from '../../src/renderer/state/token-scopes.ts';
import { completeScopes, readScopes } from '../../src/main/core/auth/scopes.ts';
import { sampleToken } from '../support/sample-tokens.ts';

const words = english.tokens;

describe('the scopes that a person chooses', () => {
  test.each([
    [{ servers: null, readOnly: false }, 'Everything on the gateway'],
    [{ servers: null, readOnly: true }, 'Only tools that read, on all servers'],
    [{ servers: ['files'], readOnly: false }, 'Only files'],
    [{ servers: ['files', 'notes'], readOnly: true }, 'Only tools that read, on files and notes'],
  ])('%j mean to the gateway and in words what was chosen', (choice, sentence) => {
    const scopes = completeScopes(scopesOf(choice));
    const grants = readScopes(scopes);
    expect(grants.isReadOnly).toBe(choice.readOnly);
    expect(grants.servers === null ? null : [...grants.servers]).toEqual(choice.servers);
    expect(words.reach(readReach(scopes))).toBe(sentence);
  });

  test.each([
    [['registry'], 'Only registering servers'],
    [['metrics', 'registry'], 'Only metrics and registering servers'],
    [['execute:mcp', 'metrics', 'server:files'], 'Only files; and metrics'],
  ])('%j of the command line are told as well', (scopes, sentence) => {
    expect(words.reach(readReach(scopes))).toBe(sentence);
  });
});

describe('times of tokens', () => {
  const minute = 60_000;
  test.each([
    [90 * 24 * 60 * minute - 3000, 'in 90 days'],
    [30_000, 'in less than a minute'],
    [-30_000, 'less than a minute ago'],
    [-5 * minute, '5 minutes ago'],
    [-26 * 60 * minute, '26 hours ago'],
  ])('%i milliseconds from now are %s', (distance, text) => {
    const now = Date.now();
    expect(words.fromNow(now + distance, now)).toBe(text);
  });
});

test('tokens that count come first, the newest of each first', () => {
  const tokens = [
    sampleToken('a', { createdAt: 1 }),
    sampleToken('b', { createdAt: 4, status: 'expired' }),
    sampleToken('c', { createdAt: 3 }),
  ];
  expect(orderTokens(tokens).map(({ name }) => name)).toEqual(['c', 'a', 'b']);
});

test('a fault stands at the field that the core names, anything else at none', () => {
  const details = { call: 'createToken', field: 'scopes.3', reason: 'too long' };
  expect(faultOf({ code: 'BAD_REQUEST', message: 'm', details }, english)).toEqual({
    field: 'scopes',
    text: 'Too long.',
  });
  expect(faultOf({ code: 'LIMIT_REACHED', message: 'Full.', expected: 'Revoke.' }, english)).toEqual({
    field: null,
    text: 'Full. Revoke.',
  });
});
