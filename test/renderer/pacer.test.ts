import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPacer } from '../../src/renderer/state/pacer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('work is done at once, and once in each pause however often it is asked for', () => {
  const work = vi.fn<() => void>();
  const pacer = createPacer(work, 1000);
  pacer.ask();
  expect(work).toHaveBeenCalledTimes(1);
  for (let turn = 0; turn < 30; turn += 1) {
    pacer.ask();
    vi.advanceTimersByTime(100);
  }
  expect(work).toHaveBeenCalledTimes(4);
});

test('work that nobody asked for again is not done again, and is done at once after a pause', () => {
  const work = vi.fn<() => void>();
  const pacer = createPacer(work, 1000);
  pacer.ask();
  vi.advanceTimersByTime(5000);
  expect(work).toHaveBeenCalledTimes(1);
  pacer.ask();
  expect(work).toHaveBeenCalledTimes(2);
});

test('work that is still to be done is forgotten when it stops', () => {
  const work = vi.fn<() => void>();
  const pacer = createPacer(work, 1000);
  pacer.ask();
  pacer.ask();
  pacer.stop();
  vi.advanceTimersByTime(5000);
  expect(work).toHaveBeenCalledTimes(1);
});
