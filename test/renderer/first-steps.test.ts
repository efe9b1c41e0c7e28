// What is kept of the first steps, and what happens where nothing can be kept.
import { expect, it } from 'vitest';
import { noteProgress, readProgress } from '../../src/renderer/state/first-steps.ts';

it('is read back as it was noted', () => {
  const held = new Map<string, string>();
  const storage = {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
  };
  expect(readProgress(storage)).toBe('untouched');
  noteProgress(storage, 'under way');
  expect(readProgress(storage)).toBe('under way');
  noteProgress(storage, 'over');
  expect(readProgress(storage)).toBe('over');
});

it('begins anew where there is no store, one that refuses, or one that holds something else', () => {
  const fail = (): never => {
    throw new Error('denied');
  };
  noteProgress({ setItem: fail }, 'over');
  noteProgress(null, 'over');
  const read = [null, { getItem: fail }, { getItem: () => 'nonsense' }].map(readProgress);
  expect(read).toEqual(['untouched', 'untouched', 'untouched']);
});
