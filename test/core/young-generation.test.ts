// In a process of its own, as it is a setting of the whole process.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);
const module = new URL('../../src/main/core/young-generation.ts', import.meta.url);

/** Much that lives for a while, a little in each turn; prints how large the young generation was at most, in bytes. */
const program = (before: string): string => `
import { getHeapSpaceStatistics } from 'node:v8';
${before}
let most = 0;
const living = [];
for (let turn = 0; turn < 400; turn++) {
  living.push(Array.from({ length: 4000 }, (_, index) => ({ index, turn })));
  if (living.length > 300) living.shift();
  most = Math.max(most, getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size);
  await new Promise(setImmediate);
}
process.stdout.write(String(most));
`;

async function mostBytes(before: string, words: readonly string[] = []): Promise<number> {
  const all = [...words, '--input-type=module', '--eval', program(before)];
  const { stdout } = await run(process.execPath, all);
  return Number(stdout);
}

const start = `import { boundYoungGeneration } from ${JSON.stringify(fileURLToPath(module))};`;

it('is left to whoever chose its size for Node', async () => {
  const words = ['--semi-space-growth-factor=3'];
  expect(await mostBytes(`${start} boundYoungGeneration(process);`, words)).toBeGreaterThan(30_000_000);
});

it('stays small where it would grow', async () => {
  const [bounded, unbounded, ended] = await Promise.all([
    mostBytes(`${start} boundYoungGeneration(process);`),
    mostBytes(''),
    mostBytes(`${start} boundYoungGeneration(process)();`),
  ]);
  expect(bounded).toBeLessThan(25_000_000);
  expect(unbounded).toBeGreaterThan(30_000_000);
  expect(ended).toBeGreaterThan(30_000_000);
});
