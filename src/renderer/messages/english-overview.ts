// The words of the overview, in English.
import { count, locale, numbers } from './english-numbers.ts';

const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'medium', hour12: false });
const list = new Intl.ListFormat(locale, { type: 'unit', style: 'short' });
const few = new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 });

export interface StateCounts {
  readonly ready: number;
  readonly idle: number;
  readonly disabled: number;
}

export interface ThroughputNumbers {
  readonly lastMinute: number;
  readonly most: number;
  readonly calls: number;
  readonly errors: number;
}

export interface PointTimes {
  readonly time: number;
  readonly medianMs: number | null;
  readonly p95Ms: number | null;
}

const calls = (value: number): string => count(value, 'call', 'calls');

/** Milliseconds in a unit that leaves two or three digits. */
function duration(ms: number): string {
  if (ms < 1) return `${few.format(ms)} ms`;
  if (ms < 1000) return `${numbers.format(Math.round(ms))} ms`;
  return `${few.format(ms / 1000)} s`;
}

export const overview = {
  well: 'All is well',
  waiting: (things: number) => `${count(things, 'thing needs', 'things need')} your attention`,
  counts: ({ ready, idle, disabled }: StateCounts) =>
    list.format([
      `${count(ready, 'server', 'servers')} ready`,
      ...(idle === 0 ? [] : [`${numbers.format(idle)} idle`]),
      ...(disabled === 0 ? [] : [`${numbers.format(disabled)} disabled`]),
    ]),

  attention: {
    title: 'Needs attention',
    more: (value: number) => `Show ${numbers.format(value)} more`,
    gatewayStopped: 'The gateway is not listening',
    gatewayStoppedText: 'No client reaches any server until it does.',
    paused: 'All servers are paused',
    pausedText: 'Calls to them are refused until they go on.',
    resume: 'Resume',
    resumeAll: 'Resume all servers',
    openConfiguration: 'Open the configuration',
    showLog: 'Show the log',
    details: 'Details',
    detailsOf: (server: string) => `Details of ${server}`,
    registration: (key: string) => `${key} waits for approval`,
    registrationText: (url: string, caller: string) => `${url}, announced from ${caller}`,
    tools: (server: string, value: number) => `${server} has changed ${count(value, 'tool', 'tools')}`,
    review: 'Review',
    reviewTools: (server: string) => `Review the tools of ${server}`,
    announcement: (proxyUrl: string) => `Not registered with ${proxyUrl}`,
    showRegistrations: 'Show registrations',
    /** `when`: "in 3 days", "2 days ago". */
    certificate: (when: string, isOver: boolean) =>
      `The gateway’s certificate ${isOver ? 'expired' : 'expires'} ${when}`,
    token: (name: string, when: string, isActive: boolean) =>
      isActive ? `The token “${name}” expires ${when}` : `The token “${name}” does not count any more`,
    tokenText: 'Whoever uses it is refused then. Make a new one, and give it to the client.',
    openTokens: 'Open the tokens',
  },

  charts: {
    throughput: 'Calls',
    latency: 'Time to answer',
    unknown: '–',
    perMinute: (value: number) => `${numbers.format(value)}/min`,
    calls: (value: number) => `${calls(value)} in 10 min`,
    failed: (value: number) => `${numbers.format(value)} failed`,
    inFlight: (value: number) => `${numbers.format(value)} under way`,
    median: 'median',
    p95: (ms: number) => `95% within ${duration(ms)}`,
    duration,
    axisStart: '10 min ago',
    axisEnd: 'now',
    noCalls: 'No calls of clients in the last 10 minutes',
    noAnswers: 'No answers in the last 10 minutes',
    throughputText: ({ lastMinute, most, calls: all, errors }: ThroughputNumbers) =>
      `Calls of the last 10 minutes: ${calls(all)}, ${numbers.format(errors)} failed; ${calls(lastMinute)} in the last minute, ${numbers.format(most)} in the busiest.`,
    latencyText: (medianMs: number | null, p95Ms: number | null, longestMs: number) =>
      medianMs === null || p95Ms === null
        ? 'Time to answer in the last 10 minutes: there was no answer.'
        : `Time to answer in the last 10 minutes: median ${duration(medianMs)}, 95% within ${duration(p95Ms)}; within ${duration(longestMs)} in the slowest seconds.`,
    throughputAt: ({ time, calls: all, errors }: { time: number; calls: number; errors: number }) =>
      `${clock.format(time)}: ${calls(all)} within a minute${errors === 0 ? '' : `, ${numbers.format(errors)} failed`}`,
    latencyAt: ({ time, medianMs, p95Ms }: PointTimes) =>
      medianMs === null || p95Ms === null
        ? `${clock.format(time)}: no answers`
        : `${clock.format(time)}: median ${duration(medianMs)}, 95% within ${duration(p95Ms)}`,
  },

  servers: {
    calls: 'Calls',
    callsLong: 'Calls in the last 10 minutes',
    mean: 'Mean',
    meanLong: 'Mean time to answer in the last 10 minutes',
  },
};
