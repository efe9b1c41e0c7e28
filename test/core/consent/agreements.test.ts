// A yes is to one plan, once, for a while.
import { expect, it } from 'vitest';
import { createAgreements } from '../../../src/main/core/consent/agreements.ts';
import { fakeClock } from '../../support/fake-clock.ts';

it('gives the plan that was shown for a yes, once, within ten minutes', () => {
  const clock = fakeClock();
  const agreements = createAgreements<string>(clock, 'this');
  const [one, other] = [agreements.offer('one'), agreements.offer('other')];
  expect(agreements.take(one)).toBe('one');
  const refused = expect.objectContaining({ code: 'CONSENT_NEEDED' });
  expect(() => agreements.take(one)).toThrow(refused);
  expect(() => agreements.take('made up')).toThrow(refused);
  clock.advance(10 * 60_000);
  expect(() => agreements.take(other)).toThrow(refused);
});

it('forgets the oldest where many are asked for', () => {
  const agreements = createAgreements<number>(fakeClock(), 'this');
  const first = agreements.offer(0);
  const later = Array.from({ length: 64 }, (_each, index) => agreements.offer(index));
  expect(() => agreements.take(first)).toThrow('no such yes to this');
  expect(agreements.take(later.at(-1) ?? '')).toBe(63);
});
