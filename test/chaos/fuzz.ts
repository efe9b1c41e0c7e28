// `npm run fuzz`: garbage at every door of a gateway. No crash, no hang, no answer of 5xx but where a server is at fault, no
// leak; exits with 1 after any. One case alone: --door NAME --case N, with the same seed.
import { parseArgs } from 'node:util';
import { attack, type Attacked } from './fuzz/attack.ts';
import { clientDoors } from './fuzz/doors/client-doors.ts';
import type { Door } from './fuzz/doors/door.ts';
import { commandDoor, consoleDoor, registrantDoor } from './fuzz/doors/registrant-doors.ts';
import { serverDoors } from './fuzz/doors/server-doors.ts';
import { sseDoor } from './fuzz/doors/sse-door.ts';
import { openFuzzStage, type FuzzStage } from './fuzz/fuzz-stage.ts';
import { goodCalls } from './fuzz/good-calls.ts';
import { errorsInLog } from './fuzz/own-errors.ts';
import { freshSeed } from './kit/random.ts';
import { keepResults, table } from './kit/table.ts';
import { checkLeft, checkRest, type Check } from './run/checks.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    cases: { type: 'string', default: '100000' },
    door: { type: 'string' },
    case: { type: 'string' },
    /** Where results are kept is bench-results; a name for them. */
    name: { type: 'string', default: 'fuzz' },
  },
});
const seed = values.seed === undefined ? freshSeed() : Number(values.seed);
const cases = Number(values.cases);
const one = values.case === undefined ? null : Number(values.case);
/** At once, of each door, and again in the end. */
const shownFaults = 20;
/** What is used for the first time is no leak: so many cases of each door come before memory is measured. */
const warmUp = 100;

console.log(`Seed ${seed}. Again: npm run fuzz -- --seed ${seed} --cases ${cases}`);
const stage = await openFuzzStage(seed);
try {
  const doors = allDoors(stage).filter(({ name }) => values.door === undefined || values.door === name);
  if (doors.length === 0) throw new Error(`No such door. There are: ${namesOf(allDoors(stage))}.`);
  const { attacked, faults, checks } = await perform(stage, doors);
  const all = [
    ...attacked.flatMap((each) => each.faults),
    ...faults,
    ...checks.filter(({ isGood }) => !isGood).map(({ name, found }) => `${name}: ${found}`),
  ];
  const text = [
    table(['door', 'cases', 'a second', 'outcomes', 'faults'], attacked.map(rowOf)),
    '',
    table(
      ['in the end', 'found', ''],
      checks.map(({ name, found, isGood }) => [name, found.slice(0, 300), isGood ? 'good' : 'BAD']),
    ),
    '',
    ...all.slice(0, shownFaults).map((fault) => `FAULT ${fault}\n`),
    `${attacked.reduce((sum, each) => sum + each.cases, 0)} cases, ${all.length} faults.`,
  ].join('\n');
  console.log(text);
  await keepResults(values.name, `Seed ${seed}.\n\n${text}`, { seed, cases, checks, faults: all });
  if (all.length > 0 && stage.gateway.said !== '') console.log(`The gateway said:\n${stage.gateway.said}`);
  process.exitCode = all.length === 0 ? 0 : 1;
} finally {
  await stage.remove();
}
// Whatever a client still holds open is not worth waiting for.
process.exit();

interface Outcome {
  readonly attacked: readonly Attacked[];
  readonly faults: readonly string[];
  readonly checks: readonly Check[];
}

async function perform(stage: FuzzStage, doors: readonly Door[]): Promise<Outcome> {
  const { gateway, place } = stage;
  const attacked: Attacked[] = [];
  const faults: string[] = [];
  const total = doors.reduce((sum, { share }) => sum + share, 0);
  const counts = doors.map(({ share }) => Math.ceil((cases * share) / total));
  if (one === null)
    for (const [index, door] of doors.entries())
      await attack(stage, door, 0, Math.min(warmUp, counts[index] ?? 0));
  faults.push(...(await goodCalls(stage)));
  const before = await gateway.probe();
  for (const [index, door] of doors.entries()) {
    if (!gateway.isRunning) break;
    const [from, to] = one === null ? [0, counts[index] ?? 0] : [one, one + 1];
    const done = await attack(stage, door, from, to);
    attacked.push(done);
    console.log(`${door.name}: ${done.cases} cases, ${done.faults.length} faults`);
    for (const fault of done.faults.slice(0, shownFaults)) console.log(`FAULT ${fault}\n`);
    if (!gateway.isRunning) break;
    for (const fault of await goodCalls(stage)) faults.push(`After ${door.name}: ${fault}`);
  }
  if (gateway.isRunning) {
    const checks = await checkRest(stage, before);
    await gateway.end('SIGTERM');
    faults.push(...(await errorsInLog(place.dataDir)));
    return { attacked, faults, checks: [...checks, ...(await checkLeft(stage))] };
  }
  faults.push(`The gateway ended: ${JSON.stringify(gateway.ends)}`);
  return { attacked, faults, checks: [] };
}

function allDoors(stage: FuzzStage): readonly Door[] {
  return [
    ...clientDoors(stage),
    sseDoor(stage),
    registrantDoor(stage),
    commandDoor(stage),
    consoleDoor(stage),
    ...serverDoors(stage),
  ];
}

function namesOf(doors: readonly Door[]): string {
  return doors.map(({ name }) => `"${name}"`).join(', ');
}

function rowOf({ door, cases: count, seconds, outcomes, faults }: Attacked): readonly (string | number)[] {
  const told = outcomes.entries().map(([outcome, times]) => `${outcome} ${times}`);
  return [door, count, (count / seconds).toFixed(0), told.join(', '), faults.length];
}
