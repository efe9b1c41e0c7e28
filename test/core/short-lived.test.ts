// What waits for somebody's yes is kept for its time, and then kept nowhere.
import { expect, it } from 'vitest';
import { ShortLived } from '../../src/main/core/short-lived.ts';
import { fakeClock } from '../support/fake-clock.ts';

function stage(most = 3) {
  const clock = fakeClock();
  const gone: string[] = [];
  const kept = new ShortLived<string>({ clock, lifeMs: 1000, most, onGone: (value) => gone.push(value) });
  return { clock, gone, kept };
}

it('gives what is kept as often as it is asked for, and once to who takes it', () => {
  const { clock, gone, kept } = stage();
  const id = kept.keep('a');
  expect([kept.find(id), kept.find(id), kept.take(id), kept.take(id), kept.find(id)]).toEqual([
    'a',
    'a',
    'a',
    undefined,
    undefined,
  ]);
  expect(kept.find('made up')).toBeUndefined();
  expect([clock.pending(), gone]).toEqual([0, []]);
});

it('lets go of what nobody asked for as soon as its time is over', () => {
  const { clock, gone, kept } = stage();
  const id = kept.keep('a');
  clock.advance(999);
  expect([kept.find(id), gone]).toEqual(['a', []]);
  clock.advance(1);
  expect(gone).toEqual(['a']);
  expect([kept.find(id), clock.pending()]).toEqual([undefined, 0]);
});

it('gives nothing whose time is over, even where the timer has not come yet', () => {
  const clock = fakeClock();
  const asleep = { monotonic: () => clock.monotonic(), after: () => () => undefined };
  const gone: string[] = [];
  const kept = new ShortLived<string>({
    clock: asleep,
    lifeMs: 10,
    most: 3,
    onGone: (one) => gone.push(one),
  });
  const id = kept.keep('a');
  clock.advance(10);
  expect([kept.take(id), gone]).toEqual([undefined, ['a']]);
});

it('lets go of the oldest where there are too many', () => {
  const { clock, gone, kept } = stage(2);
  const ids = ['a', 'b', 'c'].map((value) => kept.keep(value));
  expect(ids.map((id) => kept.find(id))).toEqual([undefined, 'b', 'c']);
  expect([gone, clock.pending()]).toEqual([['a'], 2]);
});
