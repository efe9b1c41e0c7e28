// run.json: where the running gateway can be reached. There only while it listens.
import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { isAlive } from '../process-identity.ts';
import { durableFile } from '../store/durable-file.ts';

const runSchema = z.object({
  pid: z.int().min(1),
  /** The gateway's. */
  url: z.string(),
  /** null without console. */
  consoleUrl: z.string().nullable(),
  version: z.string(),
  /** Epoch milliseconds. */
  startedAt: z.number(),
});

export type RunFile = Readonly<z.output<typeof runSchema>>;

/** What the running Patchbay of this data folder wrote; null when none runs. One whose process is gone does not count. */
export async function readRunFile(dataDir: string): Promise<RunFile | null> {
  const run = await loadRunFile(dataDir);
  return run !== null && isAlive(run.pid) ? run : null;
}

/** The file as it stands, also when its process is gone; null when there is none or it makes no sense. */
export async function loadRunFile(dataDir: string): Promise<RunFile | null> {
  try {
    const result = runSchema.safeParse(JSON.parse(await readFile(pathIn(dataDir), 'utf8')));
    return result.success ? result.data : null;
  } catch {
    return null;
  }
}

/** Rejects with the system's error. */
export async function writeRunFile(dataDir: string, run: RunFile, platform: NodeJS.Platform): Promise<void> {
  await durableFile(pathIn(dataDir), { platform }).write(`${JSON.stringify(run, null, 2)}\n`);
}

export async function removeRunFile(dataDir: string, platform: NodeJS.Platform): Promise<void> {
  await durableFile(pathIn(dataDir), { platform }).remove();
}

/** Throws the system's error. */
export function removeRunFileNow(dataDir: string): void {
  rmSync(pathIn(dataDir), { force: true });
}

function pathIn(dataDir: string): string {
  return join(dataDir, 'run.json');
}
