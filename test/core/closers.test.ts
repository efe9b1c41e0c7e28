import { describe, expect, it } from 'vitest';
import { Closers } from '../../src/main/core/closers.ts';

function setUp() {
  const closers = new Closers();
  const closed: string[] = [];
  const reports: string[] = [];
  closers.report = (message) => reports.push(message);
  const add = (what: string, until?: Promise<void>): void =>
    closers.add(what, async () => {
      await until;
      closed.push(what);
    });
  return { closers, closed, reports, add };
}

describe('what was opened', () => {
  it('is closed in reverse, once, although one of them fails', async () => {
    const { closers, closed, reports, add } = setUp();
    add('The first');
    closers.add('The second', () => Promise.reject(new Error('stuck')));
    add('The third');
    await Promise.all([closers.closeAll(), closers.closeAll()]);
    expect(closed).toEqual(['The third', 'The first']);
    expect(reports).toEqual(['The second could not be closed: stuck']);
  });

  it('is closed at once when it was opened too late, and waited for', async () => {
    const { closers, closed, add } = setUp();
    const slow = Promise.withResolvers<void>();
    const late = Promise.withResolvers<void>();
    add('The slow one', slow.promise);
    const closing = closers.closeAll();
    add('The prompt one');
    add('The late one', late.promise);
    await Promise.resolve();
    slow.resolve();
    late.resolve();
    await closing;
    expect(closed.toSorted()).toEqual(['The late one', 'The prompt one', 'The slow one']);
    add('The last one');
    await closers.closeAll();
    expect(closed.at(-1)).toBe('The last one');
  });
});
