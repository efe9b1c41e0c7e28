// Steps come one after the other, whatever becomes of each.
import { expect, it } from 'vitest';
import { deferred } from '../../src/main/core/deferred.ts';
import { OneByOne } from '../../src/main/core/one-by-one.ts';

it('begins a step when the one before is done, failed or not, and is done after the last', async () => {
  const steps = new OneByOne();
  const seen: string[] = [];
  const gate = deferred<void>();
  const first = steps.run(async () => {
    await gate.promise;
    seen.push('first');
    throw new Error('no');
  });
  const second = steps.run(async () => {
    seen.push('second');
    return Promise.resolve(2);
  });
  expect(seen).toEqual([]);
  gate.resolve();
  await expect(first).rejects.toThrow('no');
  expect(await second).toBe(2);
  await steps.done();
  expect(seen).toEqual(['first', 'second']);
});
