// The rows of many registered servers: what a thousand of them, each with a heartbeat every second, cost Patchbay, and how
// fast it answers meanwhile. There is no floor for this, so the figures stand alone.
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { describeMemory } from '../kit/memory.ts';
import { difference, processorMs, residentBytes } from '../kit/process-figures.ts';
import type { Section } from '../kit/section.ts';
import { startPatchbay } from '../kit/targets.ts';

interface AnnouncedFigures {
  readonly servers: number;
  readonly heartbeatsPerSecond: number;
  readonly heartbeatP50Ms: number;
  readonly heartbeatP99Ms: number;
  readonly listP50Ms: number;
  readonly listP99Ms: number;
  /** Of one processor; null where the system does not tell. */
  readonly cpuPercent: number | null;
}

const servers = 1000;
const seconds = 20;
const programs = resolve(import.meta.dirname, '../servers');

export async function measureAnnounced(): Promise<Section> {
  const patchbay = await startPatchbay('', {
    mcpServers: {},
    config: { registration: { heartbeatSeconds: 1 } },
  });
  try {
    const figures = await announce(patchbay.url, patchbay.pid);
    const memory = residentBytes(patchbay.pid);
    const { heartbeatsPerSecond, heartbeatP50Ms, heartbeatP99Ms, listP50Ms, listP99Ms, cpuPercent } = figures;
    const times = (p50: number, p99: number): string => `${p50.toFixed(1)} ms (p99 ${p99.toFixed(1)} ms)`;
    return {
      title: `${figures.servers} registered servers, ${heartbeatsPerSecond.toFixed(0)} heartbeats each second`,
      head: ['what', ''],
      rows: [
        ['of one processor', cpuPercent === null ? 'unknown' : `${cpuPercent.toFixed(0)} %`],
        ['memory', describeMemory('Patchbay', memory)],
        ['a heartbeat', times(heartbeatP50Ms, heartbeatP99Ms)],
        ['a list of all', times(listP50Ms, listP99Ms)],
      ],
      figures: { ...figures, memory },
      bars: [],
    };
  } finally {
    await patchbay.end();
  }
}

/** Registers a thousand servers at a Patchbay and has them send heartbeats for a while. They are gone afterwards. */
async function announce(url: string, pid: number): Promise<AnnouncedFigures> {
  const program = join(programs, 'announced-servers.ts');
  const child = spawn(process.execPath, [program, url, String(servers), String(seconds)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error('The announced servers ended too early.');
    return value;
  };
  await next();
  const [before, startedAt] = [processorMs(pid), performance.now()];
  const figures = JSON.parse(await next()) as Omit<AnnouncedFigures, 'servers' | 'cpuPercent'>;
  const used = difference(processorMs(pid), before);
  const elapsedMs = performance.now() - startedAt;
  return { ...figures, servers, cpuPercent: used === null ? null : (used / elapsedMs) * 100 };
}
