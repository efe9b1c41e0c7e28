import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteRing } from '../../../src/main/core/call-log/byte-ring.ts';

describe('the ring of bytes', () => {
  it('gives back what was written, as long as it is among the newest', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 200_000 }), { maxLength: 12 }), (sizes) => {
        const ring = new ByteRing(600_000);
        const places = sizes.map((size, index) => {
          const position = ring.end;
          ring.write(Buffer.alloc(size + 10, index + 1), size);
          return { position, size, index };
        });
        for (const { position, size, index } of places) {
          const kept = ring.read(position, size);
          const wanted = position < ring.start ? null : Buffer.alloc(size, index + 1).toString('latin1');
          expect(kept === null ? null : kept.toString('latin1')).toBe(wanted);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('has no bytes from beyond its end', () => {
    const ring = new ByteRing(1);
    ring.write(Buffer.from('abc'), 3);
    expect(ring.read(1, 2)?.toString()).toBe('bc');
    expect(ring.read(1, 3)).toBeNull();
  });
});
