// The rows of a server behind a URL: Patchbay beside a bare pipe in front of the same server.
import { join, resolve } from 'node:path';
import { startProgram } from '../kit/child.ts';
import { inTurn, warmUp, type Load } from '../kit/load.ts';
import { atLeast, type Section } from '../kit/section.ts';
import { spread, spreadText, type Spread } from '../kit/stats.ts';
import { startFloor, startPatchbay } from '../kit/targets.ts';

const servers = resolve(import.meta.dirname, '../servers');
const rows: readonly (readonly [name: string, load: Load])[] = [
  ['16 sessions', { kind: 'call', tool: 'echo', message: 'hello', sessions: 16, calls: 8000 }],
  [
    '100 kB answers, 16 sessions',
    { kind: 'call', tool: 'big', message: '100000', sessions: 16, calls: 1500 },
  ],
];

export async function measureHttpUpstream(rounds: number): Promise<Section> {
  const file = join(servers, 'http-echo-server.ts');
  const server = await startProgram({ file, words: [], ready: /(http:\S+)/ });
  const patchbay = await startPatchbay('/mcp/web', {
    mcpServers: { web: { type: 'http', url: server.said } },
  });
  const pipe = await startFloor(join(servers, 'pipe.ts'), [server.said]);
  try {
    await warmUp([pipe, patchbay]);
    const figures: { readonly row: string; readonly ratio: Spread }[] = [];
    for (const [row, load] of rows) {
      const found = await inTurn([pipe, patchbay], load, rounds);
      const [piped = [], ours = []] = [found.get(pipe), found.get(patchbay)];
      const ratios = ours.map(
        (each, round) => each.callsPerSecond / (piped[round]?.callsPerSecond ?? Number.NaN),
      );
      figures.push({ row, ratio: spread(ratios) });
    }
    return {
      title: 'A server behind a URL, beside a bare pipe',
      head: ['calls', 'calls/s ÷ pipe'],
      rows: figures.map(({ row, ratio }) => [row, spreadText(ratio)]),
      figures,
      bars: [
        atLeast(
          'HTTP server, 16 sessions: calls/s',
          0.85,
          '× a bare pipe',
          figures[0]?.ratio.median ?? Number.NaN,
        ),
      ],
    };
  } finally {
    await Promise.all([patchbay.end(), pipe.end(), server.end()]);
  }
}
