// The rows of the stdio bridge, beside mcp-remote in front of the same gateway: from the spawn to the answer to
// `initialize`, a call, and memory.
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { residentBytes } from '../kit/process-figures.ts';
import type { Section } from '../kit/section.ts';
import { median, spread, spreadText } from '../kit/stats.ts';
import { startPatchbay, type Patchbay } from '../kit/targets.ts';

interface Figures {
  readonly readyMs: number;
  readonly callMs: number;
  readonly memoryBytes: number | null;
}

const root = resolve(import.meta.dirname, '../../..');
const calls = 500;

export async function measureBridge(rounds: number): Promise<Section> {
  const patchbay = await startPatchbay('/mcp/echo');
  try {
    const pairs: { readonly bridge: Figures; readonly remote: Figures }[] = [];
    for (let round = 0; round < rounds; round++)
      pairs.push({
        bridge: await measureOne(bridgeWords(patchbay)),
        remote: await measureOne(remoteWords(patchbay)),
      });
    const row = (what: string, of: (figures: Figures) => number, unit: string, digits: number) => [
      what,
      spreadText(spread(pairs.map(({ bridge, remote }) => of(bridge) / of(remote)))),
      `${median(pairs.map(({ bridge }) => of(bridge))).toFixed(digits)} ${unit}`,
      `${median(pairs.map(({ remote }) => of(remote))).toFixed(digits)} ${unit}`,
    ];
    return {
      title: 'The stdio bridge, beside mcp-remote',
      head: ['what', 'ratio', 'bridge', 'mcp-remote'],
      rows: [
        row('spawn to the answer to initialize', ({ readyMs }) => readyMs, 'ms', 0),
        row('a call', ({ callMs }) => callMs, 'ms', 2),
        row('memory', ({ memoryBytes }) => (memoryBytes ?? Number.NaN) / 1e6, 'MB', 0),
      ],
      figures: pairs,
      bars: [],
    };
  } finally {
    await patchbay.end();
  }
}

function bridgeWords({ dataDir }: Patchbay): readonly string[] {
  return [join(root, 'out/main/bridge.js'), 'echo', '--data-dir', dataDir];
}

function remoteWords({ url, token }: Patchbay): readonly string[] {
  const header = token === null ? [] : ['--header', `Authorization:Bearer ${token}`];
  return [join(root, 'node_modules/mcp-remote/dist/proxy.js'), url, '--allow-http', ...header];
}

async function measureOne(words: readonly string[]): Promise<Figures> {
  const begin = performance.now();
  const child = spawn(process.execPath, words, { stdio: ['pipe', 'pipe', 'ignore'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (id: number, method: string, params: object): Promise<void> => {
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    for (;;) {
      const { value, done } = await lines.next();
      if (done === true) throw new Error(`${words[0]} ended.`);
      const answer = JSON.parse(value) as { readonly id?: unknown; readonly error?: unknown };
      if (answer.id !== id) continue;
      if (answer.error !== undefined) throw new Error(`${words[0]} answered ${value}`);
      return;
    }
  };
  try {
    const clientInfo = { name: 'bench', version: '1' };
    await ask(1, 'initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo });
    const readyMs = performance.now() - begin;
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' })}\n`);
    const times: number[] = [];
    for (let id = 2; id < calls + 2; id++) {
      const start = performance.now();
      await ask(id, 'tools/call', { name: 'echo', arguments: { message: 'hello' } });
      times.push(performance.now() - start);
    }
    return { readyMs, callMs: median(times), memoryBytes: residentBytes(child.pid ?? 0) };
  } finally {
    const ended = new Promise((done) => child.once('exit', done));
    child.stdin.end();
    child.kill();
    await ended;
  }
}
