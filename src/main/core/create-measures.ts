// What is counted and kept of calls, and told of them. Only wiring.
import { CallLog } from './call-log/call-log.ts';
import { callLogSettings } from './call-log/settings.ts';
import type { Closers } from './closers.ts';
import type { Ground } from './ground.ts';
import { CallMeter } from './metrics/call-meter.ts';
import { Metrics } from './metrics/exposition.ts';
import { gatherFacts, type FactSources } from './metrics/gather-facts.ts';
import { RecentCalls } from './metrics/recent-calls.ts';

export interface MeasuresParts extends Omit<FactSources, 'callLog'> {
  readonly ground: Ground;
}

export interface Measures {
  readonly meter: CallMeter;
  readonly callLog: CallLog;
  readonly metrics: Metrics;
  readonly recentCalls: RecentCalls;
}

export function createMeasures({ ground, ...sources }: MeasuresParts, closers: Closers): Measures {
  const { bounds, clock, config, logging } = ground;
  const meter = new CallMeter({ bounds, redact: (text) => logging.redact(text) });
  const callLog = new CallLog(clock, callLogSettings(config.current));
  const metrics = new Metrics({ meter, bounds, facts: () => gatherFacts({ ...sources, callLog }) });
  closers.add('The metrics', () => metrics.close());
  const recentCalls = new RecentCalls(meter, clock);
  closers.addBeside('The numbers of the last minutes', () => recentCalls.close());
  return { meter, callLog, metrics, recentCalls };
}
