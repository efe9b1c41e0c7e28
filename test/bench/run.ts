// `npm run bench`: Patchbay beside the floor, in turn, in the same run; medians over rounds, ratios first.
// Prints a Markdown table and writes it, and the figures as JSON, to bench-results/.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readOwnToken } from '../../src/main/core/auth/own-token.ts';
import { describeAnnounced, measureAnnounced } from './announced.ts';
import { describePage, measurePage } from './page.ts';
import { describeRecording, measureRecording } from './recording.ts';
import { describeStartUp, measureStartUp } from './start-up.ts';

interface Figures {
  readonly callsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

interface Target {
  readonly name: string;
  readonly url: string;
  readonly process: ChildProcess;
}

interface Row {
  readonly name: string;
  readonly sessions: number;
  readonly calls: number;
  readonly tool: 'echo' | 'big';
  readonly message: string;
}

const here = import.meta.dirname;
const root = resolve(here, '../..');
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5);
const rows: readonly Row[] = [
  { name: 'one session, one by one', sessions: 1, calls: 2000, tool: 'echo', message: 'hello' },
  { name: '16 sessions', sessions: 16, calls: 8000, tool: 'echo', message: 'hello' },
  { name: '50 sessions', sessions: 50, calls: 8000, tool: 'echo', message: 'hello' },
  { name: '100 kB answers, 16 sessions', sessions: 16, calls: 2000, tool: 'big', message: '100000' },
  {
    name: '100 kB requests, 16 sessions',
    sessions: 16,
    calls: 2000,
    tool: 'echo',
    message: 'x'.repeat(100_000),
  },
];

function firstLine(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((done, failed) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const found = pattern.exec(text)?.[1];
      if (found !== undefined) done(found);
    });
    child.on('exit', (code) => failed(new Error(`A target ended with status ${code}: ${text}`)));
  });
}

async function startFloor(): Promise<Target> {
  const process_ = spawn(process.execPath, [join(here, 'floor.ts'), join(here, 'echo-server.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { name: 'floor', url: await firstLine(process_, /(http:\S+)/), process: process_ };
}

async function startPatchbay(dataDir: string, path: string, logging: object = {}): Promise<Target> {
  const mcpServers = { echo: { command: process.execPath, args: [join(here, 'echo-server.ts')] } };
  writeFileSync(
    join(dataDir, 'config.json'),
    JSON.stringify({
      gateway: { rateLimitPerMinute: 1_000_000_000 },
      registration: { heartbeatSeconds: 1 },
      logging,
      mcpServers,
    }),
  );
  const args = [join(root, 'out/main/cli.js'), 'serve', '--data-dir', dataDir, '--port', '0', '--no-console'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  return { name: 'Patchbay', url: `${await firstLine(child, /ready on (http:\S+)/)}${path}`, process: child };
}

/** What `load.ts` shows to Patchbay, as any client does. */
let token: string | null = null;

function measure({ url }: Target, { sessions, calls, tool, message }: Row): Figures {
  const args = [join(here, 'load.ts'), url, String(sessions), String(calls), tool, message];
  const env = { ...process.env, ...(token === null ? {} : { LOAD_TOKEN: token }) };
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', env })) as Figures;
}

/** Resident memory in MB; 0 where the system does not tell. */
function memoryOf({ process: { pid } }: Target): number {
  try {
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) / 1024;
  } catch {
    return 0;
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function end({ process: child }: Target): Promise<void> {
  const ended = new Promise((done) => child.once('exit', done));
  child.kill();
  await ended;
}

const dataDir = mkdtempSync(join(tmpdir(), 'patchbay-bench-'));
const floor = await startFloor();
const patchbay = await startPatchbay(dataDir, '/mcp/echo');
token = await readOwnToken(dataDir);
const atRest = memoryOf(patchbay);
const results = rows.map((row) => {
  const pairs = Array.from({ length: rounds }, () => ({
    floor: measure(floor, row),
    patchbay: measure(patchbay, row),
  }));
  const ratio = (of: (figures: Figures) => number): number =>
    median(pairs.map((pair) => of(pair.patchbay) / of(pair.floor)));
  return {
    row: row.name,
    p50Ratio: ratio(({ p50Ms }) => p50Ms),
    p99Ratio: ratio(({ p99Ms }) => p99Ms),
    callsRatio: ratio(({ callsPerSecond }) => callsPerSecond),
    p50Ms: median(pairs.map((pair) => pair.patchbay.p50Ms)),
    callsPerSecond: median(pairs.map((pair) => pair.patchbay.callsPerSecond)),
  };
});
const underLoad = memoryOf(patchbay);
floor.process.kill();
await end(patchbay);

const offDir = mkdtempSync(join(tmpdir(), 'patchbay-bench-off-'));
const recordingOn = await startPatchbay(dataDir, '/mcp/echo');
const recordingOff = await startPatchbay(offDir, '/mcp/echo', { calls: false });
const tokens = { on: await readOwnToken(dataDir), off: await readOwnToken(offDir) };
const recording = measureRecording({
  rows: rows.filter(({ sessions }) => sessions === 16),
  rounds: 2 * rounds,
  on: recordingOn,
  off: recordingOff,
  measure: (which, row) => {
    token = tokens[which];
    return measure(which === 'on' ? recordingOn : recordingOff, row);
  },
});
await end(recordingOn);
await end(recordingOff);
rmSync(offDir, { recursive: true });

const crowded = await startPatchbay(dataDir, '');
const announced = await measureAnnounced(crowded.url, crowded.process.pid ?? 0);
const crowdedMemory = memoryOf(crowded);
await end(crowded);
rmSync(dataDir, { recursive: true });
const startUp = await measureStartUp(join(root, 'out/main/cli.js'), rounds);

const pageFigures = await measurePage(join(root, 'out/renderer'));

const table = [
  `Medians of ${rounds} rounds, Patchbay beside a bare Node relay ("floor") in the same run.`,
  '',
  '| | p50 ÷ floor | p99 ÷ floor | calls/s ÷ floor | p50 | calls/s |',
  '| --- | --- | --- | --- | --- | --- |',
  ...results.map(
    (result) =>
      `| ${result.row} | ${result.p50Ratio.toFixed(2)} | ${result.p99Ratio.toFixed(2)} | ${result.callsRatio.toFixed(2)} | ${result.p50Ms.toFixed(2)} ms | ${result.callsPerSecond.toFixed(0)} |`,
  ),
  '',
  `Memory: ${atRest.toFixed(0)} MB at rest, ${underLoad.toFixed(0)} MB after the load.`,
  '',
  describeStartUp(startUp),
  '',
  describeAnnounced(announced, crowdedMemory),
  '',
  describeRecording(recording),
  '',
  describePage(pageFigures),
].join('\n');
console.log(table);
mkdirSync(join(root, 'bench-results'), { recursive: true });
writeFileSync(join(root, 'bench-results/bench.md'), `${table}\n`);
writeFileSync(
  join(root, 'bench-results/bench.json'),
  `${JSON.stringify({ rounds, results, atRest, underLoad, startUp, announced, crowdedMemory, recording, page: pageFigures }, null, 2)}\n`,
);
