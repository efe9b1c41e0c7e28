// The rows of the start: from the spawn to the ready line, with no server and with fifty that are configured and not
// started, beside a Node that does nothing, in turn.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface StartUpFigures {
  /** Configured servers. */
  readonly servers: number;
  /** Spawn to ready, divided by the whole life of `node -e 0` right beside it; the median. */
  readonly ratio: number;
  readonly readyMs: number;
}

const counts = [0, 50];

/** `program` is the built command line. */
export async function measureStartUp(program: string, rounds: number): Promise<readonly StartUpFigures[]> {
  const figures: StartUpFigures[] = [];
  for (const servers of counts) {
    const dataDir = mkdtempSync(join(tmpdir(), 'patchbay-bench-start-'));
    const entries = Array.from({ length: servers }, (_, index) => [
      `server-${index}`,
      { command: process.execPath, args: ['server.js', String(index)], env: { NUMBER: String(index) } },
    ]);
    writeFileSync(join(dataDir, 'config.json'), JSON.stringify({ mcpServers: Object.fromEntries(entries) }));
    // The first start makes keys and tokens.
    await startOnce(program, dataDir);
    const pairs: { nodeMs: number; readyMs: number }[] = [];
    for (let round = 0; round < rounds; round++)
      pairs.push({ nodeMs: emptyNode(), readyMs: await startOnce(program, dataDir) });
    figures.push({
      servers,
      ratio: median(pairs.map(({ nodeMs, readyMs }) => readyMs / nodeMs)),
      readyMs: median(pairs.map(({ readyMs }) => readyMs)),
    });
    rmSync(dataDir, { recursive: true });
  }
  return figures;
}

/** As sentences below the table. */
export function describeStartUp(figures: readonly StartUpFigures[]): string {
  return [
    '| start to ready | ÷ `node -e 0` | |',
    '| --- | --- | --- |',
    ...figures.map(
      ({ servers, ratio, readyMs }) =>
        `| ${servers} configured servers, none started | ${ratio.toFixed(1)} | ${readyMs.toFixed(0)} ms |`,
    ),
  ].join('\n');
}

async function startOnce(program: string, dataDir: string): Promise<number> {
  const words = ['serve', '--data-dir', dataDir, '--port', '0', '--console-port', '0'];
  const startedAt = performance.now();
  const child = spawn(process.execPath, [program, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const readyMs = await new Promise<number>((resolve, reject) => {
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (/^Patchbay ready on /m.test(text)) resolve(performance.now() - startedAt);
    });
    void ended.then(() => reject(new Error(`Patchbay ended before it was ready: ${text}`)));
  });
  child.kill();
  await ended;
  return readyMs;
}

function emptyNode(): number {
  const startedAt = performance.now();
  spawnSync(process.execPath, ['-e', '0']);
  return performance.now() - startedAt;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
