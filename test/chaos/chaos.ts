// `npm run chaos`: sixty clients over five servers while everything breaks. Every call must end with the right answer or
// with an error that names the cause, and nothing may be left. Exits with 1 after any violation.
import { parseArgs } from 'node:util';
import { inject } from './faults/injector.ts';
import { pause } from './kit/deadline.ts';
import { createRandom, freshSeed } from './kit/random.ts';
import { keepResults } from './kit/table.ts';
import { checkLeft, checkRest, type Check } from './run/checks.ts';
import { faultOf, faultsOfLedgers } from './run/judge.ts';
import { describeRun } from './run/report.ts';
import { openStage, raise, serverNames, type Stage } from './run/stage.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seconds: { type: 'string', default: '180' },
    clients: { type: 'string', default: '60' },
    /** Seconds between two ends of the gateway. */
    gateway: { type: 'string', default: '25' },
    /** Where results are kept is bench-results; a name for them. */
    name: { type: 'string', default: 'chaos' },
  },
});
const seed = values.seed === undefined ? freshSeed() : Number(values.seed);
const seconds = Number(values.seconds);
/** All must have recovered so long after the last injection. */
const recoverWithinMs = 60_000;

if (process.platform === 'win32') {
  console.log('Processes cannot be stopped and continued on Windows: run this on Linux or macOS.');
  process.exit(2);
}
console.log(
  `Seed ${seed}. Again: npm run chaos -- --seed ${seed} --seconds ${seconds} --clients ${values.clients}`,
);
const stage = await openStage(createRandom(seed), Number(values.clients));
try {
  const checks = await perform(stage);
  const violations = [
    ...stage.book.violations,
    ...stage.book.calls.flatMap((call) => {
      const fault = faultOf(stage.book, call);
      return fault === null ? [] : [`${call.client} ${fault}: ${call.server} ${call.token} ${call.message}`];
    }),
    ...(await faultsOfLedgers(stage.book, stage.place.folder, serverNames)),
    ...checks.filter(({ isGood }) => !isGood).map(({ name, found }) => `${name}: ${found}`),
  ];
  const text = describeRun(stage.book, checks, violations);
  console.log(text);
  await keepResults(values.name, `Seed ${seed}, ${seconds} s.\n\n${text}`, {
    seed,
    seconds,
    checks,
    violations,
  });
  if (violations.length > 0 && stage.gateway.said !== '')
    console.log(`The gateway said:\n${stage.gateway.said}`);
  process.exitCode = violations.length === 0 ? 0 : 1;
} finally {
  await stage.remove();
}
// Whatever a client still holds open is not worth waiting for.
process.exit();

async function perform(stage: Stage): Promise<readonly Check[]> {
  await raise(stage);
  const before = await stage.gateway.probe();
  // Everybody knows everybody before anything breaks.
  const known = await Promise.all(
    stage.callers.map((caller) => caller.recovers(performance.now() + recoverWithinMs)),
  );
  if (known.includes(false))
    stage.book.violations.push('Not everybody was answered before anything was injected.');
  console.log(`${stage.callers.length} clients are connected; ${seconds} s of injections begin.`);

  const end = new AbortController();
  const lives = stage.callers.map((caller) => caller.live(end.signal));
  stage.isCutting = true;
  const injecting = new AbortController();
  const injected = inject(
    stage,
    { everyMs: 700, gatewayEveryMs: Number(values.gateway) * 1000 },
    injecting.signal,
  );
  await pause(seconds * 1000);
  injecting.abort();
  await injected;
  stage.isCutting = false;
  end.abort();
  await Promise.all(lives);
  // What was to be cut later is cut now.
  for (const wire of [...stage.clientWires, ...Object.values(stage.wires)]) wire.cutAll();

  const deadline = performance.now() + recoverWithinMs;
  const recovered = await Promise.all(
    stage.callers.map(async (caller) => ((await caller.recovers(deadline)) ? null : caller.options.name)),
  );
  const list = await stage.registrar.compare();
  await Promise.all(stage.callers.map((caller) => caller.close()));
  const checks = await checkRest(stage, before);
  stage.ending.abort();
  await stage.gateway.end('SIGTERM').catch((error: unknown) => stage.book.violations.push(String(error)));
  return [
    {
      name: 'clients that do not recover',
      found: recovered.filter((name) => name !== null).join(', ') || 'none',
      isGood: recovered.every((name) => name === null),
    },
    { name: 'registrations', found: list.join(' / ') || 'as acknowledged', isGood: list.length === 0 },
    ...checks,
    ...(await checkLeft(stage)),
  ];
}
