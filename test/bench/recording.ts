// The rows of recorded calls: the same Patchbay with `logging.calls` on and off, in turn, under the same load. Processor time
// by call tells more than speed here, as the machine is shared with the load.
import type { ChildProcess } from 'node:child_process';
import { cpuTicks, ticksPerSecond } from './processor.ts';

export interface RecordingFigures {
  readonly row: string;
  /** On divided by off; medians over rounds. */
  readonly callsRatio: number;
  readonly cpuRatio: number;
  /** Milliseconds of processor time for one call, off and on. */
  readonly cpuMsOff: number;
  readonly cpuMsOn: number;
}

export interface RecordingRow {
  readonly name: string;
  readonly calls: number;
}

export interface RecordingOptions<Row extends RecordingRow> {
  readonly rows: readonly Row[];
  readonly rounds: number;
  readonly on: { readonly process: ChildProcess };
  readonly off: { readonly process: ChildProcess };
  readonly measure: (which: 'on' | 'off', row: Row) => { readonly callsPerSecond: number };
}

interface Measured {
  readonly callsPerSecond: number;
  readonly cpuMs: number;
}

export function measureRecording<Row extends RecordingRow>(
  options: RecordingOptions<Row>,
): readonly RecordingFigures[] {
  const { rows, rounds } = options;
  const once = (which: 'on' | 'off', row: Row): Measured => {
    const { pid = 0 } = options[which].process;
    const before = cpuTicks(pid) ?? 0;
    const { callsPerSecond } = options.measure(which, row);
    const ticks = (cpuTicks(pid) ?? 0) - before;
    return { callsPerSecond, cpuMs: ((ticks / ticksPerSecond) * 1000) / row.calls };
  };
  return rows.map((row) => {
    const pairs = Array.from({ length: rounds }, (_, round) => {
      // Who comes first takes turns: what runs later finds a warmer machine.
      const [first, second] = round % 2 === 0 ? (['on', 'off'] as const) : (['off', 'on'] as const);
      const [one, other] = [once(first, row), once(second, row)];
      return first === 'on' ? { on: one, off: other } : { on: other, off: one };
    });
    return {
      row: row.name,
      callsRatio: median(pairs.map(({ on, off }) => on.callsPerSecond / off.callsPerSecond)),
      cpuRatio: median(pairs.map(({ on, off }) => on.cpuMs / off.cpuMs)),
      cpuMsOff: median(pairs.map(({ off }) => off.cpuMs)),
      cpuMsOn: median(pairs.map(({ on }) => on.cpuMs)),
    };
  });
}

/** As a table. */
export function describeRecording(figures: readonly RecordingFigures[]): string {
  return [
    '| calls recorded ÷ not recorded | calls/s | processor time by call | |',
    '| --- | --- | --- | --- |',
    ...figures.map(
      ({ row, callsRatio, cpuRatio, cpuMsOff, cpuMsOn }) =>
        `| ${row} | ${callsRatio.toFixed(2)} | ${cpuRatio.toFixed(2)} | ${cpuMsOff.toFixed(3)} → ${cpuMsOn.toFixed(3)} ms |`,
    ),
  ].join('\n');
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
