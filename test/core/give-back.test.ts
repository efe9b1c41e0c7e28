import { expect, it } from 'vitest';
import { giveBack } from '../../src/main/core/give-back.ts';

const large = 65_536;

it('lets go of what is a piece of its own', () => {
  const bytes = Buffer.from(new ArrayBuffer(large));
  giveBack(bytes);
  expect(bytes.length).toBe(0);
});

it('leaves what lies in a larger piece, and what is small', () => {
  const whole = Buffer.from(new ArrayBuffer(large));
  const small = Buffer.from(new ArrayBuffer(1000));
  giveBack(whole.subarray(1));
  giveBack(small);
  expect([whole.length, small.length]).toEqual([large, 1000]);
});

it('leaves what other threads see as well', () => {
  const shared = Buffer.from(new SharedArrayBuffer(large));
  giveBack(shared);
  expect(shared.length).toBe(large);
});
