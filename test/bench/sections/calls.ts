// The rows of calls: Patchbay between a client and one server on stdio, beside the floor and the peers.
import { describeMemory } from '../kit/memory.ts';
import type { Target } from '../kit/child.ts';
import { inTurn, warmUp, type Load, type Measured } from '../kit/load.ts';
import { atLeast, atMost, type Bar, type Section } from '../kit/section.ts';
import { residentBytes } from '../kit/process-figures.ts';
import { median, spread, spreadText } from '../kit/stats.ts';

interface Row {
  readonly name: string;
  readonly load: Load;
  /** The floor and a peer do less than is asked for. */
  readonly without?: readonly string[];
}

const echo = { kind: 'call', tool: 'echo', message: 'hello' } as const;
const big = { kind: 'call', tool: 'big', sessions: 16 } as const;
const rows: readonly Row[] = [
  { name: 'one session, one by one', load: { ...echo, sessions: 1, calls: 2000 } },
  { name: '16 sessions', load: { ...echo, sessions: 16, calls: 8000 } },
  { name: '50 sessions', load: { ...echo, sessions: 50, calls: 8000 } },
  { name: '200 sessions', load: { ...echo, sessions: 200, calls: 8000 } },
  { name: '100 kB answers, 16 sessions', load: { ...big, calls: 1500, message: '100000' } },
  { name: '1 MB answers, 16 sessions', load: { ...big, calls: 150, message: '1000000' } },
  {
    name: '100 kB requests, 16 sessions',
    load: { ...echo, sessions: 16, calls: 1500, message: 'x'.repeat(100_000) },
  },
  {
    name: 'event streams with 10 reports each, 16 sessions',
    load: { kind: 'progress', tool: 'progress', message: 'hello', sessions: 16, calls: 1500 },
    without: ['floor', 'mcp-proxy'],
  },
  {
    name: 'modern era, 16 at a time',
    load: { ...echo, kind: 'modern', sessions: 16, calls: 8000 },
    without: ['mcp-proxy', 'supergateway'],
  },
];

interface Ratios {
  readonly p50: number;
  readonly p99: number;
  readonly calls: number;
}

interface RowFigures {
  readonly row: string;
  readonly measured: Readonly<Record<string, readonly Measured[]>>;
  /** Null where the floor does not take part. */
  readonly toFloor: Ratios | null;
  /** Beside the best of the peers, in each respect. */
  readonly toPeers: Ratios | null;
  /** What the floor reaches there: nearly the most that can be had. */
  readonly floorToPeers: Ratios | null;
  readonly callsSpread: string;
  readonly p50Ms: number;
  readonly callsPerSecond: number;
  readonly processorMs: number;
}

/** The first target is Patchbay. */
export async function measureCalls(targets: readonly Target[], rounds: number): Promise<Section> {
  const figures: RowFigures[] = [];
  console.error('  warming up');
  await warmUp(targets);
  for (const row of rows) {
    console.error(`  ${row.name}`);
    const taking = targets.filter(({ name }) => row.without?.includes(name) !== true);
    figures.push(figuresOf(row.name, await inTurn(taking, row.load, rounds)));
  }
  const memory = targets.map((target) => describeMemory(target.name, residentBytes(target.pid)));
  return {
    title: `Calls, medians of ${rounds} rounds; memory afterwards: ${memory.join(', ')}`,
    head: [
      'calls',
      'p50 ÷ floor',
      'p99 ÷ floor',
      'calls/s ÷ floor',
      'p50 ÷ best peer',
      'calls/s ÷ best peer',
      'floor ÷ best peer: p50, calls/s',
      'p50',
      'calls/s',
      'processor each',
    ],
    rows: figures.map((each) => [
      each.row,
      ratioText(each.toFloor?.p50),
      ratioText(each.toFloor?.p99),
      each.callsSpread,
      ratioText(each.toPeers?.p50),
      ratioText(each.toPeers?.calls),
      [each.floorToPeers?.p50, each.floorToPeers?.calls].map(ratioText).filter(isSome).join(', '),
      `${each.p50Ms.toFixed(2)} ms`,
      each.callsPerSecond.toFixed(0),
      `${each.processorMs.toFixed(2)} ms`,
    ]),
    figures,
    bars: figures.flatMap(barsOf),
  };
}

function figuresOf(row: string, found: ReadonlyMap<Target, readonly Measured[]>): RowFigures {
  const named = new Map([...found].map(([{ name }, each]) => [name, each]));
  const ours = named.get('Patchbay') ?? [];
  const others = ['mcp-proxy', 'supergateway'].flatMap((name) => [named.get(name) ?? []]).filter(isSome);
  const floor = named.get('floor') ?? [];
  return {
    row,
    measured: Object.fromEntries(named),
    toFloor: isSome(floor) ? ratiosOf(ours, floor) : null,
    toPeers: besideBest(ours, others),
    floorToPeers: isSome(floor) ? besideBest(floor, others) : null,
    callsSpread: isSome(floor)
      ? spreadText(spread(pairs(ours, floor, ({ callsPerSecond }) => callsPerSecond)))
      : '',
    p50Ms: median(ours.map(({ p50Ms }) => p50Ms)),
    callsPerSecond: median(ours.map(({ callsPerSecond }) => callsPerSecond)),
    processorMs: median(ours.map(({ processorMs }) => processorMs ?? Number.NaN)),
  };
}

function isSome(list: { readonly length: number }): boolean {
  return list.length > 0;
}

/** Null where there are no others. */
function besideBest(ours: readonly Measured[], others: readonly (readonly Measured[])[]): Ratios | null {
  const ratios = others.map((each) => ratiosOf(ours, each));
  if (!isSome(ratios)) return null;
  return {
    p50: Math.max(...ratios.map(({ p50 }) => p50)),
    p99: Math.max(...ratios.map(({ p99 }) => p99)),
    calls: Math.min(...ratios.map(({ calls }) => calls)),
  };
}

function ratiosOf(ours: readonly Measured[], theirs: readonly Measured[]): Ratios {
  return {
    p50: median(pairs(ours, theirs, ({ p50Ms }) => p50Ms)),
    p99: median(pairs(ours, theirs, ({ p99Ms }) => p99Ms)),
    calls: median(pairs(ours, theirs, ({ callsPerSecond }) => callsPerSecond)),
  };
}

/** The ratios of each round. */
function pairs(
  ours: readonly Measured[],
  theirs: readonly Measured[],
  of: (measured: Measured) => number,
): readonly number[] {
  return ours.flatMap((each, round) => {
    const other = theirs[round];
    return other === undefined ? [] : [of(each) / of(other)];
  });
}

function ratioText(ratio: number | undefined): string {
  return ratio === undefined ? '' : ratio.toFixed(2);
}

function barsOf({ row, toFloor, toPeers }: RowFigures): readonly Bar[] {
  const floor = toFloor ?? { p50: Number.NaN, p99: Number.NaN, calls: Number.NaN };
  const peers = toPeers ?? { p50: Number.NaN, p99: Number.NaN, calls: Number.NaN };
  const calls = `${row}: calls/s`;
  switch (row) {
    case 'one session, one by one':
      return [
        atMost(`${row}: p50`, 1.25, '× floor', floor.p50),
        atMost(`${row}: p50`, 0.6, '× the best peer', peers.p50),
      ];
    case '16 sessions':
      return [
        atLeast(calls, 0.85, '× floor', floor.calls),
        atLeast(calls, 3, '× the best peer', peers.calls),
        atMost(`${row}: p99`, 1.25, '× floor', floor.p99),
      ];
    case '50 sessions':
      return [
        atLeast(calls, 0.85, '× floor', floor.calls),
        atLeast(calls, 3, '× the best peer', peers.calls),
      ];
    case '100 kB answers, 16 sessions':
    case '1 MB answers, 16 sessions':
      return [atLeast(calls, 1, '× floor', floor.calls), atLeast(calls, 1.8, '× the best peer', peers.calls)];
    default:
      return [];
  }
}
