// `npm run defences`: every attack's test fails without the defence that holds it off. Each defence in the table is switched
// off in a copy of the source, and the tests named beside it have to fail; with all in place they have to pass.
// `-- --only WORDS`: those whose attack holds the words. Ends with 1 where a test proves nothing.
import { join } from 'node:path';
import { copyOf, type Copy } from './copy.ts';
import type { Defence } from './defence.ts';
import { runTests, type Outcome } from './run-tests.ts';
import { defences } from './table.ts';

const original = join(import.meta.dirname, '..', '..');
const [flag, ...words] = process.argv.slice(2);
if (flag !== undefined && (flag !== '--only' || words.length === 0)) {
  console.error('npm run defences [-- --only WORDS]');
  process.exit(2);
}
const wanted = defences.filter(({ against }) => against.includes(words.join(' ')));
const copy = await copyOf(original);
let faults = 0;
try {
  console.log(`${wanted.length} defences.`);
  const all = wanted.flatMap(({ tests }) => tests);
  const broken = missing(all, await runTests(copy.root, all), 'passed');
  if (broken.length > 0) {
    faults += 1;
    console.log(`✗ With all defences in place these do not pass:\n${list(broken)}`);
  }
  for (const defence of wanted) if (!(await prove(copy, defence))) faults += 1;
} finally {
  await copy.remove();
}
console.log(faults === 0 ? 'Every test fails without its defence.' : `${faults} of them prove nothing.`);
process.exitCode = faults === 0 ? 0 : 1;

async function prove(where: Copy, { against, off, tests }: Defence): Promise<boolean> {
  try {
    const takeBack = await where.change(off);
    const outcomes = await runTests(where.root, tests).catch((error: unknown) => asError(error));
    await takeBack();
    if (outcomes instanceof Error) throw outcomes;
    const idle = missing(tests, outcomes, 'failed');
    if (idle.length === 0) console.log(`✓ ${against}`);
    else console.log(`✗ ${against}: passes without its defence:\n${list(idle)}`);
    return idle.length === 0;
  } catch (error) {
    console.log(`✗ ${against}: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** The names of which no test ended like this. */
function missing(
  tests: Defence['tests'],
  outcomes: readonly Outcome[],
  status: Outcome['status'],
): readonly string[] {
  return tests
    .flatMap(({ names }) => names)
    .filter((name) => !outcomes.some((test) => test.status === status && test.name.includes(name)));
}

function list(names: readonly string[]): string {
  return names.map((name) => `    ${name}`).join('\n');
}
