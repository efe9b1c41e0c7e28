// When a watched file is worth another look.
import { appendFile, realpath, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { watchFile, type FileWatch } from '../../../src/main/core/config/watch-file.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { recordingLogger } from '../../support/recorders.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { until } from '../../support/until.ts';

let watch: FileWatch;

afterEach(async () => {
  await watch.close();
  vi.unstubAllEnvs();
});

interface Watched {
  readonly file: string;
  readonly clock: ReturnType<typeof fakeClock>;
  readonly hints: () => number;
}

async function watched(): Promise<Watched> {
  const file = path.join(await realpath(await tempFolder()), 'config.json');
  await writeFile(file, 'first');
  const clock = fakeClock();
  let hints = 0;
  watch = watchFile({ path: file, clock, logger: recordingLogger(), onHint: () => (hints += 1) });
  // Once for whatever happened before it was up.
  await until('the watch to be up', () => clock.pending() === 2);
  clock.advance(100);
  expect(hints).toBe(1);
  return { file, clock, hints: () => hints };
}

describe('watchFile', () => {
  it('hints when a save of several steps is over', async () => {
    const { file, clock, hints } = await watched();
    await writeFile(file, '');
    await until('the first step to be seen', () => clock.pending() === 2);
    clock.advance(60);
    await appendFile(file, 'second');
    await until('the second step to be seen', () => {
      clock.advance(1);
      return hints() === 2;
    });
    expect(hints()).toBe(2);
  });

  it('looks by itself where the file system tells nothing of changes', async () => {
    // Has the watcher look for itself, but in eleven days.
    vi.stubEnv('CHOKIDAR_USEPOLLING', '1');
    vi.stubEnv('CHOKIDAR_INTERVAL', '1000000000');
    const { file, clock, hints } = await watched();
    await until('a hint', async () => {
      await appendFile(file, '.');
      clock.advance(5000);
      return hints() > 1;
    });
    expect(hints()).toBe(2);
  });

  it('leaves no timer behind', async () => {
    const { clock } = await watched();
    await watch.close();
    expect(clock.pending()).toBe(0);
  });
});
