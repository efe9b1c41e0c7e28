// The space for young objects, in a Node of its own: what is set there cannot be taken back.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);
const file = join(import.meta.dirname, '../../src/main/cli/serve/young-space.ts');

/** The half that a collection copies to is counted from the first collection on. */
const halves = 2;

/** Makes far more than fits, and holds on to it for a while; prints by how much the space has grown. */
const growing = (isKept: boolean): string => `
  import { getHeapSpaceStatistics } from 'node:v8';
  import { keepYoungSpace } from ${JSON.stringify(file)};
  const size = () => getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size;
  const before = size();
  if (${isKept}) keepYoungSpace(process);
  const held = Array.from({ length: 20_000 });
  for (let count = 0; count < 600_000; count++) held[count % held.length] = { text: [count, count, count] };
  console.log(size() / before);`;

async function growth(isKept: boolean, words: readonly string[] = []): Promise<number> {
  const all = [...words, '--input-type=module', '--eval', growing(isKept)];
  return Number((await run(process.execPath, all)).stdout);
}

it('does not grow once it is kept', async () => {
  expect(await growth(false)).toBeGreaterThan(halves);
  expect(await growth(true)).toBeLessThanOrEqual(halves);
});

it('is left to whoever chose its size for Node', async () => {
  expect(await growth(true, ['--max-semi-space-size=32'])).toBeGreaterThan(halves);
});
