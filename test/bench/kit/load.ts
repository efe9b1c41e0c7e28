// Runs the load client and reads its figures.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Target } from './child.ts';
import type { LoadFigures, LoadOrder } from './load-client.ts';
import { difference, processorMs } from './process-figures.ts';

const run = promisify(execFile);
const file = join(import.meta.dirname, 'load-client.ts');

export type Load = Omit<LoadOrder, 'url' | 'token'>;

export interface Measured extends LoadFigures {
  /** What the target itself used for each call, children not counted; null where the system does not tell. */
  readonly processorMs: number | null;
}

/** Rejects when an answer was wrong. */
export async function applyLoad({ url, token, pid }: Target, load: Load): Promise<Measured> {
  const order: LoadOrder = { url, token, ...load };
  const before = processorMs(pid);
  const { stdout } = await run(process.execPath, [file, JSON.stringify(order)], { maxBuffer: 1_000_000 });
  const used = difference(processorMs(pid), before);
  const figures = JSON.parse(stdout) as LoadFigures;
  return { ...figures, processorMs: used === null ? null : used / load.calls };
}

/** What every target has done before it is measured: all of them are programs that run for days, once they are started. */
const before: Load = { kind: 'call', tool: 'echo', message: 'hello', sessions: 16, calls: 10_000 };

/** Brings each target to where its code is compiled. Rejects when an answer was wrong. */
export async function warmUp(targets: readonly Target[]): Promise<void> {
  for (const target of targets) await applyLoad(target, before);
}

/** Each round each target in turn, so that what else the machine does hits all of them alike. */
export async function inTurn(
  targets: readonly Target[],
  load: Load,
  rounds: number,
): Promise<ReadonlyMap<Target, readonly Measured[]>> {
  const found = new Map<Target, Measured[]>(targets.map((target) => [target, []]));
  for (let round = 0; round < rounds; round++)
    for (const [target, figures] of found) figures.push(await applyLoad(target, load));
  return found;
}
