// The space for young objects, in a Node of its own: what is set there cannot be taken back.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);
const file = join(import.meta.dirname, '../../src/main/cli/serve/young-space.ts');
const maxBytes = 4 * 1024 * 1024;

/** Makes far more than fits, and holds on to it for a while; prints how large the space is then. */
const growing = (isLimited: boolean): string => `
  import { getHeapSpaceStatistics } from 'node:v8';
  import { setImmediate as turn } from 'node:timers/promises';
  import { limitYoungSpace } from ${JSON.stringify(file)};
  if (${isLimited}) limitYoungSpace(process, ${maxBytes});
  const held = Array.from({ length: 20_000 });
  for (let count = 0; count < 300_000; count++) {
    held[count % held.length] = { text: [count, count, count] };
    if (count % 5000 === 0) await turn();
  }
  console.log(getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size);`;

async function grown(isLimited: boolean, words: readonly string[] = []): Promise<number> {
  const all = [...words, '--input-type=module', '--eval', growing(isLimited)];
  return Number((await run(process.execPath, all)).stdout);
}

it('grows no further than it may', async () => {
  expect(await grown(false)).toBeGreaterThan(maxBytes);
  expect(await grown(true)).toBe(maxBytes);
});

it('is left to whoever chose its size for Node', async () => {
  expect(await grown(true, ['--max-semi-space-size=32'])).toBeGreaterThan(maxBytes);
});
