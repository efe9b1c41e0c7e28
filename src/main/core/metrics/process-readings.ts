// The process as monitoring knows it: memory, processor time, delays of the event loop. Measures only from the first look on.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Reading } from './readings.ts';

/** How often the event loop is looked at, in milliseconds. */
const resolutionMs = 20;
const perSecond = 1e9;

export class ProcessReadings {
  private delays: ReturnType<typeof monitorEventLoopDelay> | null = null;

  /** By what kind of memory it is. */
  *memory(): Iterable<Reading> {
    const { rss, heapTotal, heapUsed, external, arrayBuffers } = process.memoryUsage();
    yield [{ kind: 'resident' }, rss];
    yield [{ kind: 'heap_total' }, heapTotal];
    yield [{ kind: 'heap_used' }, heapUsed];
    yield [{ kind: 'external' }, external];
    yield [{ kind: 'array_buffers' }, arrayBuffers];
  }

  *cpuSeconds(): Iterable<Reading> {
    const { user, system } = process.cpuUsage();
    yield [{ mode: 'user' }, user / 1e6];
    yield [{ mode: 'system' }, system / 1e6];
  }

  /** How much later than due the event loop came to things, in seconds, since the last look. */
  eventLoopDelay(): readonly Reading[] {
    if (this.delays === null) {
      this.delays = monitorEventLoopDelay({ resolution: resolutionMs });
      this.delays.enable();
    }
    const { delays } = this;
    const quantiles = [50, 90, 99].map((percent): Reading => [
      { quantile: String(percent / 100) },
      lateness(delays.percentile(percent)),
    ]);
    const longest: Reading = [{ quantile: '1' }, delays.count === 0 ? 0 : lateness(delays.max)];
    delays.reset();
    return [...quantiles, longest];
  }

  close(): void {
    this.delays?.disable();
    this.delays = null;
  }
}

/** The time between two looks counts as a delay there. */
function lateness(nanoseconds: number): number {
  return Math.max(0, nanoseconds / perSecond - resolutionMs / 1000);
}
