// `npm run load`: many sessions, rapid connects, large messages, and memory over a hundred thousand calls, sessions and
// registrations (S2.7). Prints figures, and exits with 1 when an answer was wrong, something grew or was left, or the
// gateway was too slow.
import { parseArgs } from 'node:util';
import { createRandom, freshSeed } from './kit/random.ts';
import { keepResults } from './kit/table.ts';
import { largeMessages } from './load/large-messages.ts';
import { openLoadStage, type LoadStage } from './load/load-stage.ts';
import { describePart, type Part } from './load/part.ts';
import { planOf } from './load/plan.ts';
import { lookAtRest } from './load/rest.ts';
import { manySessions } from './load/sessions.ts';
import { steadyCalls } from './load/steady/calls.ts';
import { steadyMemory, together } from './load/steady/memory.ts';
import { steadyRegistrations } from './load/steady/registrations.ts';
import { steadySessions } from './load/steady/sessions.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    /** Of everything a part, and times are not judged. */
    short: { type: 'boolean', default: false },
    /** Of what is done again and again only what has this in its name. */
    only: { type: 'string' },
    /** Where results are kept is bench-results; a name for them. */
    name: { type: 'string', default: 'load' },
  },
});
const seed = values.seed === undefined ? freshSeed() : Number(values.seed);
const plan = planOf(values.short);
const togetherLanes = 16;

console.log(`Seed ${seed}. Again: npm run load -- --seed ${seed}${values.short ? ' --short' : ''}\n`);
const stage = await openLoadStage(createRandom(seed), values.short);
try {
  const parts = await perform(stage);
  const violations = [...parts.flatMap((part) => part.violations), ...stage.gateway.mistakes];
  const closing = `${violations.length} violations.`;
  for (const violation of violations) console.log(`VIOLATION ${violation}`);
  console.log(closing);
  await keepResults(values.name, [`Seed ${seed}.`, ...parts.map(describePart), closing].join('\n\n'), {
    seed,
    parts: parts.map(({ title, figures }) => ({ title, figures })),
    violations,
  });
  process.exitCode = violations.length === 0 ? 0 : 1;
} finally {
  await stage.remove();
}

async function perform(on: LoadStage): Promise<readonly Part[]> {
  const before = await on.gateway.probe();
  const parts: Part[] = [];
  const all = [
    ...(values.only === undefined
      ? [() => manySessions(on, plan.sessions), () => largeMessages(on, plan.sizes)]
      : []),
    () => steady(on),
    () => lookAtRest(on, before),
  ];
  for (const part of all) {
    parts.push(await part());
    console.log(`${parts.slice(-1).map(describePart).join('')}\n`);
  }
  return parts;
}

function steady(on: LoadStage): Promise<Part> {
  const groups = [
    { name: 'every kind of call', all: steadyCalls(on, plan.calls) },
    { name: 'every kind of session', all: steadySessions(on, plan.comings) },
    { name: 'every kind of registration', all: steadyRegistrations(on, plan.registrations) },
  ];
  const wanted = groups.flatMap(({ name, all }) => {
    const chosen = all.filter((each) => each.count > 0 && each.name.includes(values.only ?? ''));
    return values.short ? [together(name, chosen[0]?.count ?? 0, togetherLanes, chosen)] : chosen;
  });
  return steadyMemory(
    on,
    wanted.filter(({ count }) => count > 0),
    plan.looks,
    plan.noise,
  );
}
