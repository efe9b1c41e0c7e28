import { expect, it } from 'vitest';
import { giveBack, givingBack, markWhole, unmarkWhole } from '../../src/main/core/give-back.ts';

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

it('gives back a message that lies alone in its piece, when its last user says so', () => {
  const message = Buffer.from(new ArrayBuffer(large)).subarray(10, 50_000);
  markWhole(message);
  givingBack(message.subarray(5))?.();
  expect(message.length).toBe(0);
});

it('knows nothing of pieces that were not named, are small, or were cut into several messages', () => {
  const [unnamed, cut] = [large, large].map((bytes) => Buffer.from(new ArrayBuffer(bytes)));
  const small = Buffer.from(new ArrayBuffer(1000));
  for (const bytes of [small, cut]) if (bytes !== undefined) markWhole(bytes);
  if (cut !== undefined) unmarkWhole(cut);
  for (const bytes of [unnamed, small, cut]) expect(bytes && givingBack(bytes)).toBeUndefined();
});

it('gives back once', () => {
  const message = Buffer.from(new ArrayBuffer(large));
  markWhole(message);
  const again = givingBack(message);
  givingBack(message)?.();
  expect(() => again?.()).not.toThrow();
  expect(givingBack(message)).toBeUndefined();
});

it('leaves what is not to be given back', () => {
  const pooled = Buffer.allocUnsafe(100);
  const message = Buffer.from(pooled.buffer, 0, 20_000);
  markWhole(message);
  expect(() => givingBack(message)?.()).not.toThrow();
  expect(pooled.length).toBe(100);
});
