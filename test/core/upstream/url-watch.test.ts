import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { UrlWatch } from '../../../src/main/core/upstream/http/url-watch.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { recordingLogger } from '../../support/recorders.ts';

function stage() {
  const clock = fakeClock();
  const seen = {
    isUsed: true,
    isBusy: false,
    answers: true,
    opens: 0,
    pings: 0,
    retryAt: null as number | null,
  };
  const watch: UrlWatch = new UrlWatch({
    name: 'far',
    clock,
    logger: recordingLogger(),
    isUsed: () => seen.isUsed,
    isBusy: () => seen.isBusy,
    retryAt: () => seen.retryAt,
    ping: () => {
      seen.pings++;
      if (!seen.answers) return new Promise(() => undefined);
      watch.heard();
      return Promise.resolve();
    },
    open: () => {
      seen.opens++;
      return seen.answers ? Promise.resolve() : Promise.reject(new Error('not there'));
    },
    onChange: () => undefined,
  });
  const pass = async (seconds: number): Promise<void> => {
    for (let passed = 0; passed < seconds; passed++) {
      clock.advance(1000);
      await turn();
    }
  };
  return { clock, seen, watch, pass };
}

describe('a server behind a URL that is ready', () => {
  it('is asked for a sign of life after a quiet minute', async () => {
    const { seen, watch, pass } = stage();
    watch.ready();
    await pass(55);
    expect(seen.pings).toBe(0);
    await pass(10);
    expect([seen.pings, watch.silentSince]).toEqual([1, null]);
  });

  it.each(['isUsed', 'isBusy'] as const)('is not where that would be of no use (%s)', async (word) => {
    const { seen, watch, pass } = stage();
    watch.ready();
    seen[word] = word === 'isBusy';
    await pass(600);
    expect(seen.pings).toBe(0);
  });

  it('is silent after two questions in vain, asked less and less often, and well again with the next answer', async () => {
    const { clock, seen, watch, pass } = stage();
    const readyAt = clock.now();
    watch.ready();
    seen.answers = false;
    await pass(180);
    expect(watch.silentSince).toBe(readyAt);
    await pass(1800);
    const before = seen.pings;
    await pass(3600);
    expect(seen.pings - before).toBeLessThanOrEqual(12);
    expect(seen.pings).toBeGreaterThan(before);
    seen.answers = true;
    await pass(400);
    expect(watch.silentSince).toBeNull();
  });
});

describe('a server behind a URL that failed', () => {
  it('is looked at by itself, less and less often, until it is there', async () => {
    const { seen, watch, pass } = stage();
    seen.answers = false;
    watch.failed();
    await pass(2 + 4 + 8 + 3);
    expect(seen.opens).toBe(3);
    await pass(3600);
    expect(seen.opens).toBeLessThan(70);
    seen.answers = true;
    await pass(60);
    const found = seen.opens;
    await pass(600);
    expect(seen.opens).toBe(found);
  });

  it('is not looked at before it may be, nor where nobody uses it', async () => {
    const { clock, seen, watch, pass } = stage();
    seen.retryAt = clock.now() + 30_000;
    watch.failed();
    await pass(29);
    expect(seen.opens).toBe(0);
    await pass(2);
    expect(seen.opens).toBe(1);
    seen.isUsed = false;
    watch.failed();
    await pass(600);
    expect(seen.opens).toBe(1);
  });

  it('is left alone once it was stopped', async () => {
    const { seen, watch, pass } = stage();
    watch.failed();
    watch.rest();
    await pass(600);
    expect(seen.opens).toBe(0);
  });
});
