// The rows of the start: from the spawn to the ready line, with no server and with fifty that are configured and not
// started, beside a Node that does nothing, in turn.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atMost, type Section } from '../kit/section.ts';
import { median } from '../kit/stats.ts';
import { program } from '../kit/targets.ts';

interface StartUpFigures {
  /** Configured servers. */
  readonly servers: number;
  /** Spawn to ready, divided by the whole life of `node -e 0` right beside it; the median. */
  readonly ratio: number;
  readonly readyMs: number;
  /** Spawn to ready, beyond that whole life; the median. */
  readonly beyondMs: number;
}

const counts = [0, 50];

export async function measureStartUp(rounds: number): Promise<Section> {
  const figures: StartUpFigures[] = [];
  for (const servers of counts) figures.push(await measureWith(servers, rounds));
  return {
    title: 'Start to ready, none of the servers started',
    head: ['configured servers', '÷ `node -e 0`', 'beyond `node -e 0`', 'start to ready'],
    rows: figures.map(({ servers, ratio, beyondMs, readyMs }) => [
      servers,
      ratio.toFixed(1),
      `${beyondMs.toFixed(0)} ms`,
      `${readyMs.toFixed(0)} ms`,
    ]),
    figures,
    bars: figures
      .filter(({ servers }) => servers > 0)
      .map(({ servers, beyondMs }) =>
        atMost(`start to ready, ${servers} servers: ms`, 400, 'ms beyond `node -e 0`', beyondMs),
      ),
  };
}

async function measureWith(servers: number, rounds: number): Promise<StartUpFigures> {
  const dataDir = mkdtempSync(join(tmpdir(), 'patchbay-bench-start-'));
  const entries = Array.from({ length: servers }, (_, index) => [
    `server-${index}`,
    { command: process.execPath, args: ['server.js', String(index)], env: { NUMBER: String(index) } },
  ]);
  writeFileSync(join(dataDir, 'config.json'), JSON.stringify({ mcpServers: Object.fromEntries(entries) }));
  // The first start makes keys and tokens.
  await startOnce(dataDir);
  const pairs: { readonly nodeMs: number; readonly readyMs: number }[] = [];
  for (let round = 0; round < rounds; round++)
    pairs.push({ nodeMs: emptyNode(), readyMs: await startOnce(dataDir) });
  rmSync(dataDir, { recursive: true });
  return {
    servers,
    ratio: median(pairs.map(({ nodeMs, readyMs }) => readyMs / nodeMs)),
    readyMs: median(pairs.map(({ readyMs }) => readyMs)),
    beyondMs: median(pairs.map(({ nodeMs, readyMs }) => readyMs - nodeMs)),
  };
}

async function startOnce(dataDir: string): Promise<number> {
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
