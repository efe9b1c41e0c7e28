// What was acknowledged is there after the program was killed at any moment.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { openStore } from '../../../src/main/core/store/store.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { recordingLogger } from '../../support/recorders.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const program = join(import.meta.dirname, '../../support/store-writer.ts');

/** Runs the writer until it has acknowledged so many changes, kills it, and gives all that it acknowledged. */
async function writeAndDie(dataDir: string, first: number, changes: number): Promise<number[]> {
  const child = spawn(process.execPath, [program, dataDir, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const acknowledged: number[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    acknowledged.push(Number(line));
    if (acknowledged.length === changes) child.kill('SIGKILL');
  });
  await Promise.all([exited, once(lines, 'close')]);
  expect(child.signalCode).toBe('SIGKILL');
  return acknowledged;
}

it('every acknowledged change is there after each of twenty kills', { timeout: 60_000 }, async () => {
  const dataDir = await tempFolder();
  const acknowledged: number[] = [];
  for (let round = 0; round < 20; round++) {
    acknowledged.push(...(await writeAndDie(dataDir, round * 10_000, 1 + round * 3)));
    const logger = recordingLogger();
    const store = await openStore({ dataDir, clock: fakeClock(), logger, platform: process.platform });
    expect(store.get().sessions).toEqual(expect.arrayContaining(acknowledged));
    expect(logger.lines).toEqual([]);
    JSON.parse(await readFile(join(dataDir, 'registry.json'), 'utf8'));
  }
});
