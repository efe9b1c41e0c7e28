import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reconcile } from '../../src/renderer/state/reconcile.ts';
import { sampleServer, sampleState } from '../support/scripted-host.ts';

describe('reconciling two snapshots', () => {
  test('keeps the very object when nothing changed', () => {
    const before = sampleState({ servers: [sampleServer('a'), sampleServer('b')] });
    expect(reconcile(before, structuredClone(before))).toBe(before);
  });

  test('keeps every server but the one that changed', () => {
    const before = sampleState({ servers: [sampleServer('a'), sampleServer('b')] });
    const next = structuredClone({
      ...before,
      servers: [sampleServer('a'), sampleServer('b', { status: 'ready' })],
    });
    const after = reconcile(before, next);
    expect(after).not.toBe(before);
    expect(after.servers[0]).toBe(before.servers[0]);
    expect(after.servers[1]?.status).toBe('ready');
    expect(after.gateway).toBe(before.gateway);
  });

  test('knows a server by its name when the list around it moves', () => {
    const before = sampleState({ servers: [sampleServer('a'), sampleServer('b')] });
    const after = reconcile(before, structuredClone({ ...before, servers: [sampleServer('b')] }));
    expect(after.servers).toEqual([sampleServer('b')]);
    expect(after.servers[0]).toBe(before.servers[1]);
  });

  test('always gives exactly the next value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (before, next) => {
        expect(reconcile(before, next)).toEqual(next);
      }),
    );
  });
});
