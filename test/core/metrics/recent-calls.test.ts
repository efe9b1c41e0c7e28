import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultBounds } from '../../../src/main/core/bounds/bounds.ts';
import { CallMeter, type Outcome } from '../../../src/main/core/metrics/call-meter.ts';
import { bucketEndsMs, CallSeries } from '../../../src/main/core/metrics/call-series.ts';
import { quantileMs } from '../../../src/main/core/metrics/quantile.ts';
import { RecentCalls, stepMs } from '../../../src/main/core/metrics/recent-calls.ts';
import { fakeClock } from '../../support/fake-clock.ts';

function stage() {
  const clock = fakeClock();
  const meter = new CallMeter({ bounds: defaultBounds() });
  const recent = new RecentCalls(meter, clock);
  const call = (server: string, ms: number, outcome: Outcome = 'answered', method = 'tools/call'): void =>
    meter.ended(
      meter.admitted(server),
      { client: 'c', method, requestBytes: 1, answerBytes: 1, ms },
      outcome,
    );
  return { clock, meter, recent, call };
}

describe('the numbers of the last minutes', () => {
  it('say what came to an end in each step, and how long answers took', () => {
    const { clock, recent, call } = stage();
    for (let index = 0; index < 99; index += 1) call('files', 4);
    call('files', 900, 'failed');
    call('notes', 8, 'cancelled');
    clock.advance(stepMs);
    clock.advance(stepMs);
    call('notes', 8, 'answered', 'tools/list');
    clock.advance(stepMs);
    const { points } = recent.read();
    expect(points.map(({ calls, errors }) => [calls, errors])).toEqual([
      [101, 1],
      [0, 0],
      [1, 0],
    ]);
    expect(points.map(({ time }) => time - clock.now())).toEqual([-2 * stepMs, -stepMs, 0]);
    expect(points.every(({ ms }) => ms === stepMs)).toBe(true);
    expect(points[0]?.medianMs).toBeGreaterThan(2.5);
    expect(points[0]?.p95Ms).toBeLessThanOrEqual(5);
    expect(points[1]).toMatchObject({ medianMs: null, p95Ms: null });
    const { medianMs, p95Ms } = recent.read();
    expect(medianMs).toBeGreaterThan(2.5);
    expect(p95Ms).toBeLessThanOrEqual(5);
  });

  it('tell servers apart, in parts of the whole time, and leave out those without calls', () => {
    const { clock, recent, call, meter } = stage();
    call('files', 2);
    clock.advance(stepMs);
    clock.advance(100 * stepMs);
    call('files', 4, 'failed');
    call('notes', 9, 'cancelled');
    clock.advance(stepMs);
    meter.admitted('idle').inFlight += 2;
    const { servers, inFlight } = recent.read();
    expect(servers.map(({ server, calls, errors, meanMs }) => [server, calls, errors, meanMs])).toEqual([
      ['files', 2, 1, 3],
      ['notes', 1, 0, null],
    ]);
    expect(servers[0]?.parts).toEqual([0, 0, 0, 1, ...Array.from({ length: 15 }, () => 0), 1]);
    expect(inFlight).toBe(2);
  });

  it('go back ten minutes and no further, also for a server that is gone', () => {
    const { clock, recent, call, meter } = stage();
    call('gone', 2);
    clock.advance(stepMs);
    // So many that the meter lets go of those that are no more.
    for (let index = 0; index < 300; index += 1) call(`s${index}`, 1);
    meter.keepOnly(() => false);
    clock.advance(118 * stepMs);
    expect(recent.read().points).toHaveLength(119);
    expect(recent.read().servers.map(({ server }) => server)).toContain('gone');
    clock.advance(2 * stepMs);
    expect(recent.read().points).toHaveLength(120);
    expect(recent.read().servers.map(({ server }) => server)).not.toContain('gone');
    recent.close();
    expect(clock.pending()).toBe(0);
  });
});

describe('a share of the answers', () => {
  it('lies in the bucket of the answer that ends the share', () => {
    const times = fc.array(fc.double({ min: 0, max: 400_000, noNaN: true }), {
      minLength: 1,
      maxLength: 200,
    });
    fc.assert(
      fc.property(times, fc.double({ min: 0.01, max: 1, noNaN: true }), (all, share) => {
        const series = new CallSeries('s', 'c', 'm');
        for (const ms of all) series.took(ms);
        const sorted = all.toSorted((one, other) => one - other);
        const exact = sorted[Math.max(0, Math.ceil(share * sorted.length - 1e-9) - 1)] ?? 0;
        const index = bucketEndsMs.findIndex((end) => exact <= end);
        const found = quantileMs(series.buckets, share) ?? Number.NaN;
        expect(found).toBeLessThanOrEqual(bucketEndsMs[index] ?? 300_000);
        expect(found).toBeGreaterThanOrEqual(index === -1 ? 300_000 : (bucketEndsMs[index - 1] ?? 0));
      }),
    );
  });
});
