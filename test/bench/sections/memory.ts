// Memory at rest and under load, and whether it stays: two hundred thousand calls on fifty sessions, beside the peers.
import type { Target } from '../kit/child.ts';
import { applyLoad } from '../kit/load.ts';
import { describeMemory } from '../kit/memory.ts';
import { residentBytes } from '../kit/process-figures.ts';
import { atMost, type Section } from '../kit/section.ts';
import { startPatchbay } from '../kit/targets.ts';

const looks = 10;
const callsEach = 20_000;
const load = { kind: 'call', tool: 'echo', message: 'hello', sessions: 50 } as const;

/** `peers` are loaded with a tenth of it. */
export async function measureMemory(peers: readonly Target[]): Promise<Section> {
  const patchbay = await startPatchbay('/mcp/echo');
  try {
    const atRest = residentBytes(patchbay.pid);
    const held: number[] = [];
    for (let look = 0; look < looks; look++) {
      await applyLoad(patchbay, { ...load, calls: callsEach });
      held.push(residentBytes(patchbay.pid) ?? Number.NaN);
    }
    const others: (readonly [string, number | null])[] = [];
    for (const peer of peers) {
      await applyLoad(peer, { ...load, calls: callsEach });
      others.push([peer.name, residentBytes(peer.pid)]);
    }
    const [half = Number.NaN, last = Number.NaN] = [held[looks / 2 - 1], held.at(-1)];
    return {
      title: `Memory over ${(looks * callsEach).toLocaleString('en')} calls on ${load.sessions} sessions (resident)`,
      head: ['when', ''],
      rows: [
        ['at rest', describeMemory('Patchbay', atRest)],
        ...held.map((bytes, look) => [
          `after ${((look + 1) * callsEach).toLocaleString('en')} calls`,
          describeMemory('Patchbay', bytes),
        ]),
        ...others.map(([name, bytes]) => [
          `after ${callsEach.toLocaleString('en')} calls`,
          describeMemory(name, bytes),
        ]),
      ],
      figures: { atRest, held, others },
      bars: [
        atMost('memory under load of 50 sessions: MB', 120, 'MB', Math.max(...held) / 1e6),
        atMost('memory, second half of 200,000 calls: growth', 1.05, '× the first half’s end', last / half),
      ],
    };
  } finally {
    await patchbay.end();
  }
}
