// Throughput and latency of the last minutes, side by side.
import { useMemo } from 'react';
import type { ReactElement } from 'react';
import type { CallPoint, RecentCallsView } from '../../../shared/calls-numbers.ts';
import { useMessages } from '../../messages/messages.ts';
import styles from './call-charts.module.css';
import { ChartCard } from './chart-card.tsx';
import { areaPath, bandPath, linePath, minutesOf, niceEnd, slotsOf } from './chart-paths.ts';

const nothing: RecentCallsView = {
  stepMs: 5000,
  spanMs: 600_000,
  medianMs: null,
  p95Ms: null,
  points: [],
  servers: [],
  inFlight: 0,
};

/** `recent`: null while it is not known; the charts stand where they will be. */
export function CallCharts({ recent }: { readonly recent: RecentCallsView | null }): ReactElement {
  const view = recent ?? nothing;
  const slots = useMemo(() => slotsOf(view), [view]);
  return (
    <div className={styles.charts}>
      <Throughput view={view} slots={slots} known={recent !== null} />
      <Latency view={view} slots={slots} known={recent !== null} />
    </div>
  );
}

interface ChartProps {
  readonly view: RecentCallsView;
  readonly slots: readonly (CallPoint | null)[];
  readonly known: boolean;
}

function Throughput({ view, slots, known }: ChartProps): ReactElement {
  const words = useMessages().overview.charts;
  const { points, inFlight, stepMs } = view;
  const calls = points.reduce((total, point) => total + point.calls, 0);
  const errors = points.reduce((total, point) => total + point.errors, 0);
  const minutes = useMemo(() => minutesOf(slots, stepMs), [slots, stepMs]);
  const most = Math.max(0, ...minutes.map((minute) => minute?.calls ?? 0));
  const lastMinute = minutes.at(-1)?.calls ?? 0;
  const top = niceEnd(most);
  const paths = useMemo(
    () => ({
      calls: areaPath(minutes.map((minute) => (minute === null ? null : minute.calls / top))),
      errors: areaPath(minutes.map((minute) => (minute === null ? null : minute.errors / top))),
    }),
    [minutes, top],
  );
  return (
    <ChartCard
      title={words.throughput}
      value={known ? words.perMinute(lastMinute) : words.unknown}
      notes={[
        { text: words.calls(calls) },
        ...(errors === 0 ? [] : [{ text: words.failed(errors), tone: 'bad' as const }]),
        ...(inFlight === 0 ? [] : [{ text: words.inFlight(inFlight) }]),
      ]}
      description={words.throughputText({ lastMinute, most, calls, errors })}
      top={calls === 0 ? null : words.perMinute(top)}
      emptyText={known && calls === 0 ? words.noCalls : null}
      slots={slots.length}
      read={(at) => {
        const minute = minutes[at] ?? null;
        return minute === null ? null : words.throughputAt(minute);
      }}
    >
      <path className={styles.calls} d={paths.calls} />
      <path className={styles.errors} d={paths.errors} />
    </ChartCard>
  );
}

function Latency({ view, slots, known }: ChartProps): ReactElement {
  const words = useMessages().overview.charts;
  const { points, medianMs, p95Ms } = view;
  const longest = Math.max(0, ...points.map(({ p95Ms }) => p95Ms ?? 0));
  const top = niceEnd(longest);
  const paths = useMemo(() => {
    const heights = slots.map((slot) =>
      slot === null || slot.medianMs === null || slot.p95Ms === null
        ? null
        : ([slot.medianMs / top, slot.p95Ms / top] as const),
    );
    return {
      rest: areaPath(heights.map((pair) => pair?.[0] ?? null)),
      band: bandPath(heights),
      median: linePath(heights.map((pair) => pair?.[0] ?? null)),
    };
  }, [slots, top]);
  return (
    <ChartCard
      title={words.latency}
      value={medianMs === null ? words.unknown : words.duration(medianMs)}
      notes={p95Ms === null ? [] : [{ text: words.median }, { text: words.p95(p95Ms) }]}
      description={words.latencyText(medianMs, p95Ms, longest)}
      top={medianMs === null ? null : words.duration(top)}
      emptyText={known && medianMs === null ? words.noAnswers : null}
      slots={slots.length}
      read={(at) => {
        const slot = slots[at] ?? null;
        return slot === null ? null : words.latencyAt(slot);
      }}
    >
      <path className={styles.band} d={paths.band} />
      <path className={styles.rest} d={paths.rest} />
      <path className={styles.median} d={paths.median} />
    </ChartCard>
  );
}
