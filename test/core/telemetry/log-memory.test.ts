// The newest lines, bounded, in order.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogMemory, ownSource } from '../../../src/main/core/telemetry/log-memory.ts';
import type { LogLine } from '../../../src/shared/state.ts';

const all = { after: -1, limit: 10_000 };

describe('LogMemory', () => {
  it('gives the newest lines after a number, of one source or of all', () => {
    const memory = new LogMemory();
    for (const source of ['a', 'b', 'a', 'b', 'a']) memory.append(1, source, 'info', 'x');
    const seqs = (query: { source?: string; after: number; limit: number }): number[] =>
      memory.read(query).map(({ seq }) => seq);
    expect(seqs(all)).toEqual([0, 1, 2, 3, 4]);
    expect(seqs({ ...all, source: 'a' })).toEqual([0, 2, 4]);
    expect(seqs({ source: 'a', after: 0, limit: 1 })).toEqual([4]);
    expect(seqs({ after: 1, limit: 2 })).toEqual([3, 4]);
    expect(seqs({ after: 4, limit: 5 })).toEqual([]);
    expect(seqs({ ...all, source: 'unknown' })).toEqual([]);
  });

  it('never holds more than its limits, and always the newest', () => {
    const entry = fc.record({ source: fc.constantFrom('a', 'b', 'c', ownSource), size: fc.nat(60) });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 200 }), (entries) => {
        const memory = new LogMemory({ linesPerSource: 10, charactersPerSource: 100, sources: 10 });
        const written: LogLine[] = entries.map(({ source, size }) =>
          memory.append(0, source, 'info', 'x'.repeat(size)),
        );
        for (const source of ['a', 'b', 'c', ownSource]) {
          const mine = written.filter((line) => line.source === source);
          const kept = memory.read({ ...all, source });
          expect(kept).toEqual(mine.slice(mine.length - kept.length));
          expect(kept.length).toBeLessThanOrEqual(10);
          expect(kept.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(100);
        }
      }),
    );
  });

  it('forgets the source that was silent for the longest time, never its own', () => {
    const memory = new LogMemory({ linesPerSource: 10, charactersPerSource: 100, sources: 3 });
    for (const source of [ownSource, 'a', 'b', 'a', 'c', 'd']) memory.append(0, source, 'info', 'x');
    expect(new Set(memory.read(all).map(({ source }) => source))).toEqual(new Set([ownSource, 'c', 'd']));
  });
});
