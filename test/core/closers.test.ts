import { describe, expect, it } from 'vitest';
import { fakeClock } from '../support/fake-clock.ts';
import { Closers } from '../../src/main/core/closers.ts';

function setUp() {
  const clock = fakeClock();
  const closers = new Closers(clock);
  const closed: string[] = [];
  const reports: string[] = [];
  closers.report = (message) => reports.push(message);
  const add = (what: string, until?: Promise<void>): void =>
    closers.add(what, async () => {
      await until;
      closed.push(what);
    });
  return { clock, closers, closed, reports, add };
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

  it('is closed beside what it was added beside, and all of that before the next', async () => {
    const { closers, closed, add } = setUp();
    const slow = Promise.withResolvers<void>();
    add('The ground');
    closers.add('The slow one', async () => {
      await slow.promise;
      closed.push('The slow one');
    });
    closers.addBeside('The prompt one', () => void closed.push('The prompt one'));
    const closing = closers.closeAll();
    await new Promise((resolve) => setImmediate(resolve));
    expect(closed).toEqual(['The prompt one']);
    slow.resolve();
    await closing;
    expect(closed).toEqual(['The prompt one', 'The slow one', 'The ground']);
  });

  it('is left behind when it hangs, and named once the rest is closed', async () => {
    const { clock, closers, closed, reports, add } = setUp();
    add('The ground');
    add('The disk', new Promise(() => {}));
    closers.addBeside('The prompt one', () => void closed.push('The prompt one'));
    const closing = closers.closeAll();
    clock.advance(6999);
    await new Promise((resolve) => setImmediate(resolve));
    expect(closed).toEqual(['The prompt one']);
    clock.advance(1);
    await expect(closing).rejects.toThrow('Not closed within 7 s: The disk.');
    expect(closed).toEqual(['The prompt one', 'The ground']);
    expect(reports).toEqual(['The disk did not close within 7 s.']);
  });

  it('is left by `endNow`, which does the last things only, whatever fails', () => {
    const { closers, closed, reports, add } = setUp();
    add('The slow one');
    closers.addFinal(() => {
      throw new Error('no such file');
    });
    closers.addFinal(() => void closed.push('last thing'));
    closers.endNow();
    expect(closed).toEqual(['last thing']);
    expect(reports).toEqual(['no such file']);
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
