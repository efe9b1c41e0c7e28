import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/shared/errors.ts';
import { Breaker, type Cost, type Passage } from '../../../src/main/core/upstream/breaker.ts';
import { fakeClock } from '../../support/fake-clock.ts';

const live = (): AbortSignal => new AbortController().signal;
const refused = (): AppError =>
  new AppError('SERVER_FAILED', '"far" cannot be reached: nothing listens there.', { expected: 'Start it.' });

function stage() {
  const clock = fakeClock();
  let changes = 0;
  const breaker = new Breaker({ clock, random: () => 0, onChange: () => changes++ });
  const enter = (): Promise<Passage> => breaker.enter(live());
  const fail = async (cost: Cost = 'cheap'): Promise<AppError> => (await enter()).failed(refused(), cost);
  /** Lets it open. */
  const open = async (cost: Cost = 'cheap'): Promise<AppError> => {
    await fail(cost);
    await fail(cost);
    clock.advance(1000);
    return fail(cost);
  };
  return { clock, breaker, enter, fail, open, changes: () => changes };
}

describe('a breaker', () => {
  it('lets everything through until failures have gone on for a moment', async () => {
    const { breaker, fail, clock } = stage();
    for (let count = 0; count < 20; count++) await fail();
    expect([breaker.circuit, breaker.retryAt]).toEqual(['closed', null]);
    clock.advance(1000);
    await fail();
    expect([breaker.circuit, breaker.retryAt]).toEqual(['open', clock.now() + 1000]);
  });

  it('opens at the third failure in a row where each costs time', async () => {
    const { breaker, fail } = stage();
    await fail('dear');
    await fail('dear');
    expect(breaker.circuit).toBe('closed');
    await fail('dear');
    expect(breaker.circuit).toBe('open');
  });

  it('does not count failures that an answer came between', async () => {
    const { breaker, fail, enter, clock } = stage();
    for (let count = 0; count < 20; count++) {
      await fail('dear');
      clock.advance(5000);
      (await enter()).answered();
    }
    expect(breaker.circuit).toBe('closed');
  });

  it('refuses at once while it is open, with the cause and when it is tried next', async () => {
    const { enter, open, clock } = stage();
    await open('dear');
    clock.advance(400);
    await expect(enter()).rejects.toMatchObject({
      message: '"far" cannot be reached: nothing listens there.',
      expected: 'It is tried again in 1 s. Start it.',
      details: { undelivered: true, retryInSeconds: 1 },
    });
  });

  it('lets whoever wants something find out at any time where that costs nothing, one for all', async () => {
    const { breaker, enter, open } = stage();
    await open();
    const probe = await enter();
    const others = [enter(), enter()];
    probe.failed(refused(), 'cheap');
    for (const other of others)
      await expect(other).rejects.toMatchObject({ details: { undelivered: true, retryInSeconds: 2 } });
    const next = await enter();
    const another = enter();
    next.answered();
    (await another).answered();
    expect(breaker.circuit).toBe('closed');
  });

  it('lets another find out where the first gave up', async () => {
    const { enter, open, breaker } = stage();
    await open();
    const first = await enter();
    const second = enter();
    first.dropped();
    (await second).answered();
    expect(breaker.circuit).toBe('closed');
  });

  it('takes a refusal that was long in coming for one that costs time', async () => {
    const { enter, open, clock } = stage();
    await open();
    const slow = await enter();
    clock.advance(300);
    slow.failed(refused(), 'cheap');
    await expect(enter()).rejects.toMatchObject({ details: { undelivered: true } });
  });

  it('then lets one find out, for which the others wait, and closes when that is answered', async () => {
    const { breaker, enter, open, clock } = stage();
    await open();
    clock.advance(1000);
    const probe = await enter();
    expect([breaker.circuit, breaker.retryAt]).toEqual(['half-open', null]);
    let isIn = false;
    const other = enter().then(() => (isIn = true));
    await Promise.resolve();
    expect(isIn).toBe(false);
    probe.answered();
    expect(await other).toBe(true);
    expect(breaker.circuit).toBe('closed');
  });

  it('or opens again, for twice as long, and refuses those who waited', async () => {
    const { breaker, enter, open, clock } = stage();
    await open();
    clock.advance(1000);
    const probe = await enter();
    const other = enter();
    probe.failed(refused(), 'cheap');
    await expect(other).rejects.toMatchObject({ details: { retryInSeconds: 2 } });
    expect([breaker.circuit, breaker.retryAt]).toEqual(['open', clock.now() + 2000]);
  });

  it.each([
    ['cheap', 5000],
    ['dear', 30_000],
  ] as const)('waits in the end, where trying is %s, %i ms', async (cost, longestMs) => {
    const { breaker, fail, open, clock } = stage();
    await open(cost);
    for (let count = 0; count < 10; count++) {
      clock.advance((breaker.retryAt ?? 0) - clock.now());
      await fail(cost);
    }
    expect(breaker.retryAt).toBe(clock.now() + longestMs);
  });

  it('lets the next one find out when the first gave up, and all when it takes its time', async () => {
    const { breaker, enter, open, clock } = stage();
    await open();
    clock.advance(1000);
    (await enter()).dropped();
    expect(breaker.circuit).toBe('open');
    const slow = await enter();
    const other = enter();
    await Promise.resolve();
    clock.advance(3000);
    (await other).answered();
    expect(breaker.circuit).toBe('closed');
    slow.dropped();
    expect(breaker.circuit).toBe('closed');
  });

  it('says of what was not delivered when to send it again, to a server that has been there', async () => {
    const { enter, fail, open } = stage();
    expect((await fail()).details).toEqual({});
    (await enter()).answered();
    const waits = [(await fail()).details, (await fail()).details, (await fail()).details];
    expect(waits).toEqual(
      [100, 200, 400].map((sendAgainAfterMs) => ({ undelivered: true, sendAgainAfterMs })),
    );
    expect((await open()).details).toEqual({ undelivered: true, retryInSeconds: 1 });
  });

  it('keeps a pause that the server wants, within bounds, and says how long it still is', async () => {
    const { breaker, enter, clock } = stage();
    const busy = new AppError('UPSTREAM_ERROR', '"far" answered HTTP 429.');
    (await enter()).paused(busy, 20_000);
    clock.advance(5000);
    await expect(enter()).rejects.toMatchObject({
      expected: 'It may be tried again in 15 s.',
      details: { undelivered: true, sendAgainAfterMs: 15_000 },
    });
    expect(breaker.isPaused).toBe(true);
    clock.advance(15_000);
    (await enter()).paused(busy, 10 ** 12);
    expect(breaker.retryAt).toBe(clock.now() + 300_000);
    clock.advance(300_000);
    (await enter()).paused(busy, 0);
    expect(breaker.retryAt).toBe(clock.now() + 1000);
    clock.advance(1000);
    (await enter()).answered();
    expect([breaker.circuit, breaker.isPaused]).toEqual(['closed', false]);
  });

  it('does not take an answer that was under way for the end of a pause', async () => {
    const { breaker, enter } = stage();
    const earlier = await enter();
    (await enter()).paused(new AppError('UPSTREAM_ERROR', 'Busy.'), 20_000);
    earlier.answered();
    expect(breaker.circuit).toBe('open');
  });

  it('forgets everything when somebody wants it tried', async () => {
    const { breaker, open, enter } = stage();
    await open();
    breaker.reset();
    expect([breaker.circuit, breaker.retryAt]).toEqual(['closed', null]);
    (await enter()).answered();
  });
});
