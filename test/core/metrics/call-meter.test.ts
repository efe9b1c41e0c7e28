import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Bounds, defaultBounds } from '../../../src/main/core/bounds/bounds.ts';
import { CallMeter, type EndedCall } from '../../../src/main/core/metrics/call-meter.ts';
import { CallSeries, bucketEndsMs } from '../../../src/main/core/metrics/call-series.ts';
import { configSchema } from '../../../src/shared/config-schema.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { recordingLogger } from '../../support/recorders.ts';

const call = (patch: Partial<EndedCall> = {}): EndedCall => ({
  client: 'claude',
  method: 'tools/call',
  requestBytes: 10,
  answerBytes: 100,
  ms: 3,
  ...patch,
});

const meterOf = (redact?: (text: string) => string): CallMeter =>
  new CallMeter({ bounds: defaultBounds(), ...(redact === undefined ? {} : { redact }) });

describe('the meter', () => {
  it('adds up calls, errors, cancellations and bytes by server, client and method', () => {
    const meter = meterOf();
    const files = meter.admitted('files');
    meter.ended(files, call(), 'answered');
    meter.ended(files, call({ ms: 7 }), 'failed');
    meter.ended(files, call(), 'cancelled');
    meter.ended(files, call({ method: 'tools/list' }), 'answered');
    meter.ended(meter.admitted('other one'), call(), 'answered');
    expect([...meter.all()].map(({ server, method, calls }) => [server, method, calls])).toEqual([
      ['files', 'tools/call', 3],
      ['files', 'tools/list', 1],
      ['other one', 'tools/call', 1],
    ]);
    const [first] = meter.all();
    expect(first).toMatchObject({ errors: 1, cancelled: 1, requestBytes: 30, answerBytes: 300, totalMs: 10 });
    expect(first?.buckets.reduce((sum, count) => sum + count, 0)).toBe(2);
  });

  it('puts every latency in the bucket whose end it does not exceed', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), (ms) => {
        const series = new CallSeries('s', 'c', 'm');
        series.took(ms);
        const index = series.buckets.indexOf(1);
        expect(ms).toBeLessThanOrEqual(bucketEndsMs[index] ?? Number.POSITIVE_INFINITY);
        expect(ms).toBeGreaterThan(bucketEndsMs[index - 1] ?? -1);
      }),
    );
  });

  it('has so many series, whatever clients say, and loses no call', () => {
    const meter = meterOf();
    const total = 20_000;
    for (let index = 0; index < total; index++) {
      const server = meter.admitted(`s${index % 2000}`);
      meter.ended(server, call({ client: `c${index}`, method: `m${index % 7}` }), 'answered');
    }
    const all = [...meter.all()];
    expect(all.length).toBeLessThanOrEqual(2600);
    expect(all.reduce((sum, { calls }) => sum + calls, 0)).toBe(total);
    expect(new Set(all.map(({ client }) => client)).size).toBeLessThanOrEqual(65);
    expect(new Set(all.map(({ server }) => server)).size).toBeLessThanOrEqual(501);
    expect(new Set(all.map(({ method }) => method))).toEqual(new Set(['other']));
  });

  it('tells no secrets and no control characters that a client has in its name, and no long names', () => {
    const meter = meterOf((text) => text.replaceAll('s3cret', '[redacted]'));
    const server = meter.admitted('files');
    meter.ended(server, call({ client: 'a s3cret\nname' }), 'answered');
    meter.ended(server, call({ client: 'x'.repeat(1000) }), 'answered');
    expect([...meter.all()].map(({ client }) => client)).toEqual([String.raw`a [redacted]\nname`, 'other']);
  });

  it('refuses a call to a server that has too many, and no other', () => {
    const settings = configSchema.parse({ gateway: { limits: { maxCallsPerServer: 2 } } });
    const bounds = new Bounds({ settings: () => settings, clock: fakeClock(), logger: recordingLogger() });
    const meter = new CallMeter({ bounds });
    meter.admitted('files').inFlight = 2;
    expect(() => meter.admitted('files')).toThrow(
      expect.objectContaining({
        details: { server: 'files', limit: 'gateway.limits.maxCallsPerServer', value: 2 },
      }),
    );
    expect(meter.admitted('others').inFlight).toBe(0);
  });

  it('lets go of servers that are no more, once there are many', () => {
    const meter = meterOf();
    for (let index = 0; index < 400; index++) meter.ended(meter.admitted(`s${index}`), call(), 'answered');
    meter.keepOnly((name) => name === 's7');
    expect([...meter.all()].map(({ server }) => server)).toEqual(['s7']);
  });
});
