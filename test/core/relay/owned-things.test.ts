import { expect, it } from 'vitest';
import { OwnedThings, thingOf, type Ownership } from '../../../src/main/core/relay/owned-things.ts';

it('a thing is somebody’s, nobody else’s, or unknown', () => {
  const things = new OwnedThings();
  things.note({ owner: 'one', thing: 'a', isSole: true });
  expect([things.has('one', 'a'), things.has('other', 'a'), things.has('one', 'b')]).toEqual([
    true,
    false,
    undefined,
  ]);
});

it('what is shared belongs to both, and what begins anew to the last alone', () => {
  const things = new OwnedThings();
  for (const owner of ['one', 'other']) things.note({ owner, thing: 'a', isSole: false });
  expect([things.has('one', 'a'), things.has('other', 'a')]).toEqual([true, true]);
  things.note({ owner: 'other', thing: 'a', isSole: true });
  expect([things.has('one', 'a'), things.has('other', 'a')]).toEqual([false, true]);
});

it('whoever begins a great many pushes out nobody else’s', () => {
  const things = new OwnedThings();
  things.note({ owner: 'one', thing: 'a', isSole: true });
  for (let index = 0; index < 5000; index++)
    things.note({ owner: 'greedy', thing: `${index}`, isSole: true });
  expect([things.has('one', 'a'), things.has('greedy', '0'), things.has('greedy', '4999')]).toEqual([
    true,
    undefined,
    true,
  ]);
  expect([...things.all()].length).toBeLessThan(2500);
});

it('all that is known can be noted again, and what is noted is told', () => {
  const told: Ownership[] = [];
  const things = new OwnedThings();
  things.onNoted = (ownership) => told.push(ownership);
  for (const owner of ['one', 'other']) things.note({ owner, thing: 'a', isSole: false });
  const again = new OwnedThings();
  for (const ownership of things.all()) again.note(ownership);
  expect([...again.all()]).toEqual(told);
});

it('the same id at another server is another thing', () => {
  const things = new Set([thingOf('a', 'task', '1'), thingOf('b', 'task', '1'), thingOf('a', 'state', '1')]);
  expect(things.size).toBe(3);
});
