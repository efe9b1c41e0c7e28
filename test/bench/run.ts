// `npm run bench`: Patchbay beside the floor and its peers, in turn, in the same run; medians over rounds, ratios first.
// Prints tables, and writes them and the figures to bench-results/. Usage: run.ts [PART …]; BENCH_ROUNDS says how many.
import { keepResults } from '../chaos/kit/table.ts';
import { describeBars, describeSection, type Section } from './kit/section.ts';
import { startFloor, startPatchbay, startPeers, using } from './kit/targets.ts';
import { measureAggregate } from './sections/aggregate.ts';
import { measureAnnounced } from './sections/announced.ts';
import { measureBridge } from './sections/bridge.ts';
import { measureCalls } from './sections/calls.ts';
import { measureHttpUpstream } from './sections/http-upstream.ts';
import { measureMemory } from './sections/memory.ts';
import { measurePageFrames } from './sections/page-frames.ts';
import { measurePageLoad } from './sections/page-load.ts';
import { measureRecording } from './sections/recording.ts';
import { measureScale } from './sections/scale.ts';
import { measureSessions } from './sections/sessions.ts';
import { measureStartUp } from './sections/start-up.ts';

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 3);

const parts: Readonly<Record<string, () => Promise<Section>>> = {
  calls: async () => {
    const targets = [await startPatchbay('/mcp/echo'), await startFloor(), ...(await startPeers())];
    return using(targets, () => measureCalls(targets, rounds));
  },
  http: () => measureHttpUpstream(rounds),
  aggregate: () => measureAggregate(rounds),
  scale: () => measureScale(rounds),
  sessions: () => measureSessions(rounds),
  memory: async () => {
    const peers = await startPeers();
    return using(peers, () => measureMemory(peers));
  },
  recording: () => measureRecording(rounds),
  start: () => measureStartUp(rounds),
  bridge: () => measureBridge(rounds),
  page: () => measurePageLoad(rounds),
  frames: measurePageFrames,
  announced: measureAnnounced,
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0)
  throw new Error(`There is no part ${unknown.join(', ')}. There are: ${Object.keys(parts).join(', ')}.`);

const sections: Section[] = [];
for (const [name, measure] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.error(`Measuring: ${name}`);
  const section = await measure();
  sections.push(section);
  console.log(`\n${describeSection(section)}`);
}
const bars = describeBars(sections);
console.log(`\n${bars}`);
const text = [...sections.map(describeSection), bars].join('\n\n');
await keepResults(
  wanted.length === 0 ? 'bench' : `bench-${wanted.join('-')}`,
  text,
  sections.map(({ title, figures, bars: limits }) => ({ title, figures, limits })),
);
