// The rows of many registered servers: what a thousand of them, each with a heartbeat every second, cost Patchbay, and how
// fast it answers meanwhile. There is no floor for this, so the figures stand alone.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { cpuTicks, ticksPerSecond } from './processor.ts';

export interface AnnouncedFigures {
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
/** Registers a thousand servers at a Patchbay and has them send heartbeats for a while. They are gone afterwards. */
export async function measureAnnounced(url: string, pid: number): Promise<AnnouncedFigures> {
  const program = join(import.meta.dirname, 'announced-servers.ts');
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
  const [ticks, startedAt] = [cpuTicks(pid), performance.now()];
  const figures = JSON.parse(await next()) as Omit<AnnouncedFigures, 'servers' | 'cpuPercent'>;
  const used = ticks === null ? null : (cpuTicks(pid) ?? ticks) - ticks;
  const elapsed = (performance.now() - startedAt) / 1000;
  return {
    ...figures,
    servers,
    cpuPercent: used === null ? null : (used / ticksPerSecond / elapsed) * 100,
  };
}

/** As a sentence below the table. */
export function describeAnnounced(figures: AnnouncedFigures, memoryMb: number): string {
  const { heartbeatsPerSecond, heartbeatP50Ms, heartbeatP99Ms, listP50Ms, listP99Ms, cpuPercent } = figures;
  const cpu = cpuPercent === null ? 'an unknown part' : `${cpuPercent.toFixed(0)} %`;
  return (
    `${figures.servers} registered servers, ${heartbeatsPerSecond.toFixed(0)} heartbeats/s: ${cpu} of one processor, ` +
    `${memoryMb.toFixed(0)} MB; a heartbeat takes ${heartbeatP50Ms.toFixed(1)} ms (p99 ${heartbeatP99Ms.toFixed(1)} ms), ` +
    `a list of all ${listP50Ms.toFixed(1)} ms (p99 ${listP99Ms.toFixed(1)} ms).`
  );
}
