// The rows of recorded calls: the same Patchbay with `logging.calls` on and off, in turn, under the same load. Processor time
// by call tells more than speed here, as the machine is shared with the load.
import { applyLoad, type Load, type Measured } from '../kit/load.ts';
import type { Section } from '../kit/section.ts';
import { median, spread, spreadText } from '../kit/stats.ts';
import { startPatchbay, using } from '../kit/targets.ts';

const rows: readonly (readonly [name: string, load: Load])[] = [
  ['16 sessions', { kind: 'call', tool: 'echo', message: 'hello', sessions: 16, calls: 8000 }],
  [
    '100 kB answers, 16 sessions',
    { kind: 'call', tool: 'big', message: '100000', sessions: 16, calls: 1500 },
  ],
];

export async function measureRecording(rounds: number): Promise<Section> {
  const on = await startPatchbay('/mcp/echo');
  const off = await startPatchbay('/mcp/echo', { config: { logging: { calls: false } } });
  return using([on, off], async () => {
    const figures = [];
    for (const [row, load] of rows) {
      const pairs: { readonly on: Measured; readonly off: Measured }[] = [];
      for (let round = 0; round < 2 * rounds; round++) {
        // Who comes first takes turns: what runs later finds a warmer machine.
        const first = await applyLoad(round % 2 === 0 ? on : off, load);
        const second = await applyLoad(round % 2 === 0 ? off : on, load);
        pairs.push(round % 2 === 0 ? { on: first, off: second } : { on: second, off: first });
      }
      figures.push({
        row,
        calls: spread(pairs.map((pair) => pair.on.callsPerSecond / pair.off.callsPerSecond)),
        processorMsOn: median(pairs.map((pair) => pair.on.processorMs ?? Number.NaN)),
        processorMsOff: median(pairs.map((pair) => pair.off.processorMs ?? Number.NaN)),
      });
    }
    return {
      title: 'Calls recorded, beside the same without',
      head: ['calls', 'calls/s', 'processor time of one'],
      rows: figures.map(({ row, calls, processorMsOn, processorMsOff }) => [
        row,
        spreadText(calls),
        `${(processorMsOn / processorMsOff).toFixed(2)} (${processorMsOff.toFixed(3)} → ${processorMsOn.toFixed(3)} ms)`,
      ]),
      figures,
      bars: [],
    };
  });
}
