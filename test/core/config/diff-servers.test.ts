// What changed between two configurations.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffServers } from '../../../src/main/core/config/diff-servers.ts';
import type { ServerConfig } from '../../../src/main/core/config/types.ts';
import { loaded } from './context.ts';

const servers = (entries: object): ReadonlyMap<string, ServerConfig> =>
  loaded(JSON.stringify({ mcpServers: entries })).servers;
const none = { added: [], removed: [], restart: [], update: [], unchanged: [] };

describe('diffServers', () => {
  it('tells added, removed and unchanged servers by name', () => {
    const before = servers({ a: { command: 'x' }, b: { command: 'x' } });
    const after = servers({ c: { command: 'x' }, b: { command: 'x' } });
    expect(diffServers(before, after)).toEqual({ ...none, added: ['c'], removed: ['a'], unchanged: ['b'] });
  });

  const base = { command: 'x', args: ['1'], env: { A: 'a', B: 'b' } };
  it.each([
    ['command', { command: 'y' }],
    ['args', { args: ['1', '2'] }],
    ['env', { env: { A: 'a' } }],
    ['cwd', { cwd: '/' }],
    ['session', { session: 'isolated' }],
    ['idleMinutes', { idleMinutes: 1 }],
    ['enabled', { enabled: false }],
    ['a variable that is missing now', { env: { A: '${NOT_SET}' } }],
  ])('wants a restart for %s', (_what, change) => {
    expect(diffServers(servers({ a: base }), servers({ a: { ...base, ...change } }))).toEqual({
      ...none,
      restart: ['a'],
    });
  });

  it('wants a restart when a command becomes a URL', () => {
    const after = servers({ a: { url: 'http://a' } });
    expect(diffServers(servers({ a: base }), after).restart).toEqual(['a']);
    expect(diffServers(after, servers({ a: { url: 'http://a', headers: { X: 'y' } } })).restart).toEqual([
      'a',
    ]);
  });

  it.each([
    ['tools', { tools: { deny: ['x'] } }],
    ['toolTimeoutSeconds', { toolTimeoutSeconds: 1 }],
  ])('takes %s over without a restart', (_what, change) => {
    expect(diffServers(servers({ a: base }), servers({ a: { ...base, ...change } }))).toEqual({
      ...none,
      update: ['a'],
    });
  });

  it('does not mind order, form, defaults written out, or keys it does not know', () => {
    const after = loaded(
      JSON.stringify({
        servers: [
          { name: 'a', autoApprove: [], enabled: true, env: { B: 'b', A: 'a' }, args: ['1'], command: 'x' },
        ],
      }),
    ).servers;
    expect(diffServers(servers({ a: base }), after)).toEqual({ ...none, unchanged: ['a'] });
  });

  it('puts every name of both into exactly one list', () => {
    const entry = fc.record({
      command: fc.constantFrom('x', 'y'),
      toolTimeoutSeconds: fc.constantFrom(1, 2),
    });
    const some = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), entry).map(servers);
    fc.assert(
      fc.property(some, some, (before, after) => {
        const names = Object.values(diffServers(before, after)).flat();
        expect(names.toSorted()).toEqual([...new Set([...before.keys(), ...after.keys()])].toSorted());
      }),
    );
  });
});
