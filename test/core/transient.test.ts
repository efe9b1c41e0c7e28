import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { TransientMap, TransientSet } from '../../src/main/core/transient.ts';

type Step =
  | { readonly does: 'set'; readonly key: number; readonly value: number }
  | { readonly does: 'delete' | 'get'; readonly key: number }
  | { readonly does: 'clear' };

const key = fc.integer({ min: 0, max: 40 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ does: fc.constant('set' as const), key, value: fc.nat() }) },
  { weight: 6, arbitrary: fc.record({ does: fc.constantFrom('delete' as const, 'get' as const), key }) },
  { weight: 1, arbitrary: fc.constant({ does: 'clear' as const }) },
);

function take(map: Map<number, number> | TransientMap<number, number>, next: Step): unknown {
  if (next.does === 'set') {
    map.set(next.key, next.value);
    return null;
  }
  if (next.does === 'clear') {
    map.clear();
    return null;
  }
  return next.does === 'delete' ? map.delete(next.key) : [map.get(next.key), map.has(next.key)];
}

it('does what a Map does, in the same order, however much comes and goes', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 600, size: 'max' }), (steps) => {
      const [known, tested] = [new Map<number, number>(), new TransientMap<number, number>()];
      for (const next of steps) expect(take(tested, next)).toEqual(take(known, next));
      expect([...tested]).toEqual([...known]);
      expect([...tested.keys()]).toEqual([...known.keys()]);
      expect([...tested.values()]).toEqual([...known.values()]);
      expect(tested.size).toBe(known.size);
    }),
  );
});

it('shows what is added and removed while somebody goes through it, as a Map does', () => {
  const change = fc.record({ does: fc.constantFrom('set', 'set', 'set', 'delete', 'delete', 'clear'), key });
  fc.assert(
    fc.property(fc.array(key), fc.array(change, { maxLength: 300, size: 'max' }), (first, changes) => {
      const seen = (map: Map<number, number> | TransientMap<number, number>): readonly number[] => {
        for (const each of first) map.set(each, each);
        const left = [...changes];
        const found: number[] = [];
        for (const [each] of map) {
          found.push(each);
          for (const { does, key: other } of left.splice(0, 7))
            if (does === 'set') map.set(other, other);
            else if (does === 'delete') map.delete(other);
            else map.clear();
        }
        return [...found, -1, ...map.keys()];
      };
      expect(seen(new TransientMap())).toEqual(seen(new Map()));
    }),
  );
});

it('is a set as well', () => {
  const members = new TransientSet<string>().add('one').add('two').add('one').add('three');
  expect([members.delete('two'), members.delete('two'), members.has('one'), members.has('two')]).toEqual([
    true,
    false,
    true,
    false,
  ]);
  expect([...members, members.size]).toEqual(['one', 'three', 2]);
  members.clear();
  expect([...members, members.size]).toEqual([0]);
});

it('keeps alive nothing that was taken out, where a Map keeps nearly all of it', async () => {
  const file = join(import.meta.dirname, '../support/churn.ts');
  const words = ['--expose-gc', '--max-semi-space-size=1', file];
  const heldBy = async (kind: string): Promise<number> =>
    Number((await promisify(execFile)(process.execPath, [...words, kind])).stdout);
  const [byMap, byTransient] = await Promise.all([heldBy('map'), heldBy('transient')]);
  expect(byMap).toBeGreaterThan(1_000_000);
  expect(byTransient).toBeLessThan(byMap / 4);
});
