// prom-client's metrics over numbers that are kept elsewhere: each is read when somebody looks, and only then.
import type * as PrometheusModule from 'prom-client';
import type { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { bucketEndsMs, type CallSeries } from './call-series.ts';

type Prometheus = typeof PrometheusModule;
type Labels = Readonly<Record<string, string>>;
export type Reading = readonly [labels: Labels, value: number];

export interface MetricOptions {
  readonly name: string;
  readonly help: string;
  readonly labelNames?: readonly string[];
  readonly read: () => Iterable<Reading>;
}

/** What goes up and down. */
export function gauge(prometheus: Prometheus, registry: Registry, options: MetricOptions): Gauge {
  const { name, help, labelNames = [], read } = options;
  return new prometheus.Gauge({
    name,
    help,
    labelNames: [...labelNames],
    registers: [registry],
    collect() {
      this.reset();
      for (const [labels, value] of read()) this.set(labels, value);
    },
  });
}

/** What only goes up, until the next start. */
export function counter(prometheus: Prometheus, registry: Registry, options: MetricOptions): Counter {
  const { name, help, labelNames = [], read } = options;
  return new prometheus.Counter({
    name,
    help,
    labelNames: [...labelNames],
    registers: [registry],
    collect() {
      this.reset();
      for (const [labels, value] of read()) this.inc(labels, value);
    },
  });
}

/** Latencies by bucket. prom-client's own histogram takes one observation at a time; this one shows sums that are kept. */
export function latencies(
  prometheus: Prometheus,
  registry: Registry,
  {
    name,
    help,
    read,
  }: Omit<MetricOptions, 'read' | 'labelNames'> & { readonly read: () => Iterable<CallSeries> },
): Histogram {
  class KeptHistogram extends prometheus.Histogram {
    /** Named by the library, which prints what this gives. */
    getForPromString(): Promise<unknown> {
      const values = [...read()].flatMap((series) => linesOf(name, series));
      return Promise.resolve({ name, help, type: 'histogram', aggregator: 'sum', values });
    }
  }
  return new KeptHistogram({ name, help, registers: [registry] });
}

function linesOf(name: string, series: CallSeries) {
  const { server, client, method, buckets, totalMs } = series;
  const labels = { server, client, method };
  let count = 0;
  const lines = buckets.map((inBucket, index) => {
    count += inBucket;
    const endMs = bucketEndsMs[index];
    const le = endMs === undefined ? '+Inf' : String(endMs / 1000);
    return { metricName: `${name}_bucket`, labels: { ...labels, le }, value: count };
  });
  return [
    ...lines,
    { metricName: `${name}_sum`, labels, value: totalMs / 1000 },
    { metricName: `${name}_count`, labels, value: count },
  ];
}
