// The last minutes in steps of seconds, for the charts: looks at what the meter has counted, every few seconds, and keeps
// the differences. On the path of a call it does nothing.
import type { CallPoint, RecentCallsView, ServerCallNumbers } from '../../../shared/calls-numbers.ts';
import type { Clock } from '../ports.ts';
import type { CallMeter } from './call-meter.ts';
import { bucketEndsMs, type CallSeries } from './call-series.ts';
import { quantileMs } from './quantile.ts';

export const stepMs = 5000;
const stepCount = 120;
/** A server's calls are told in so many parts of the whole time. */
const partCount = 20;

/** What a server did within a step, or within several. */
interface Share {
  calls: number;
  errors: number;
  answers: number;
  totalMs: number;
}

interface Step {
  readonly point: CallPoint;
  /** Only of servers that did something. */
  readonly shares: ReadonlyMap<string, Share>;
  /** Answers by how long they took; see `bucketEndsMs`. */
  readonly buckets: readonly number[];
}

/** A series as it was at the last look. */
interface Seen extends Share {
  readonly buckets: number[];
}

export class RecentCalls {
  private readonly meter: CallMeter;
  private readonly clock: Clock;
  private readonly steps: Step[] = [];
  private readonly seen = new WeakMap<CallSeries, Seen>();
  private readonly stop: () => void;
  private lookedAt: number;

  constructor(meter: CallMeter, clock: Clock) {
    this.meter = meter;
    this.clock = clock;
    this.lookedAt = clock.monotonic();
    this.stop = clock.every(stepMs, () => this.look());
  }

  /** The steps that are over, and what is under way. */
  read(): RecentCallsView {
    let inFlight = 0;
    for (const [, count] of this.meter.inFlight()) inFlight += count;
    const buckets = noAnswers();
    for (const step of this.steps) addUp(buckets, step.buckets);
    return {
      stepMs,
      spanMs: stepMs * stepCount,
      medianMs: quantileMs(buckets, 0.5),
      p95Ms: quantileMs(buckets, 0.95),
      points: this.steps.map(({ point }) => point),
      servers: this.servers(),
      inFlight,
    };
  }

  close(): void {
    this.stop();
  }

  private look(): void {
    const now = this.clock.monotonic();
    const shares = new Map<string, Share>();
    const buckets = noAnswers();
    for (const series of this.meter.all()) this.take(series, shares, buckets);
    const sum = (part: 'calls' | 'errors'): number =>
      [...shares.values()].reduce((total, share) => total + share[part], 0);
    const point: CallPoint = {
      time: this.clock.now(),
      ms: now - this.lookedAt,
      calls: sum('calls'),
      errors: sum('errors'),
      medianMs: quantileMs(buckets, 0.5),
      p95Ms: quantileMs(buckets, 0.95),
    };
    this.lookedAt = now;
    this.steps.push({ point, shares, buckets });
    if (this.steps.length > stepCount) this.steps.shift();
  }

  /** Adds what has come to a series since the last look. */
  private take(series: CallSeries, shares: Map<string, Share>, buckets: number[]): void {
    const before = this.seen.get(series) ?? noneSeen();
    if (series.calls === before.calls) return;
    const now: Seen = {
      calls: series.calls,
      errors: series.errors,
      answers: series.calls - series.cancelled,
      totalMs: series.totalMs,
      buckets: [...series.buckets],
    };
    this.seen.set(series, now);
    const share = shares.get(series.server) ?? { calls: 0, errors: 0, answers: 0, totalMs: 0 };
    shares.set(series.server, share);
    share.calls += now.calls - before.calls;
    share.errors += now.errors - before.errors;
    share.answers += now.answers - before.answers;
    share.totalMs += now.totalMs - before.totalMs;
    addUp(
      buckets,
      now.buckets.map((count, index) => count - (before.buckets[index] ?? 0)),
    );
  }

  private servers(): readonly ServerCallNumbers[] {
    const all = new Map<string, Share & { readonly parts: number[] }>();
    // The newest step is the last of the last part, however many there are yet.
    const missing = stepCount - this.steps.length;
    for (const [index, { shares }] of this.steps.entries()) {
      const part = Math.floor(((index + missing) * partCount) / stepCount);
      for (const [server, share] of shares) {
        const sum = all.get(server) ?? emptyParts();
        all.set(server, sum);
        sum.calls += share.calls;
        sum.errors += share.errors;
        sum.answers += share.answers;
        sum.totalMs += share.totalMs;
        sum.parts[part] = (sum.parts[part] ?? 0) + share.calls;
      }
    }
    return [...all].map(([server, { calls, errors, answers, totalMs, parts }]) => ({
      server,
      calls,
      errors,
      meanMs: answers === 0 ? null : totalMs / answers,
      parts,
    }));
  }
}

function noAnswers(): number[] {
  return Array.from({ length: bucketEndsMs.length + 1 }, () => 0);
}

function addUp(sum: number[], more: readonly number[]): void {
  for (const [index, count] of more.entries()) sum[index] = (sum[index] ?? 0) + count;
}

function noneSeen(): Seen {
  return { calls: 0, errors: 0, answers: 0, totalMs: 0, buckets: [] };
}

function emptyParts(): Share & { readonly parts: number[] } {
  return { calls: 0, errors: 0, answers: 0, totalMs: 0, parts: Array.from({ length: partCount }, () => 0) };
}
