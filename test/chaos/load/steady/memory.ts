// What the gateway holds while it does the same thing again and again: bytes, and objects, which are counted.
import { megabytes, table } from '../../kit/table.ts';
import { inLanes } from '../lanes.ts';
import type { LoadStage } from '../load-stage.ts';
import type { Part } from '../part.ts';
import { isGrowing, slopeOf, type Slope } from '../slope.ts';

/** One thing that is done again and again. */
export interface Steady {
  readonly name: string;
  /** How often, besides a quarter of it before anything is looked at. */
  readonly count: number;
  /** At the least, before anything is looked at: what is kept within limits is to have reached them. */
  readonly warmUp?: number;
  /** So many at a time. */
  readonly lanes: number;
  readonly begin?: () => Promise<void>;
  readonly operate: (index: number, lane: number) => Promise<unknown>;
  /** Resolves when nothing of what was done is under way any more. */
  readonly settled?: () => Promise<void>;
  readonly end?: () => Promise<void>;
}

interface Look {
  readonly count: number;
  readonly bytes: number;
  readonly objects: number;
}

interface Figures {
  readonly name: string;
  readonly count: number;
  readonly perSecond: number;
  readonly looks: readonly Look[];
  readonly bytes: Slope;
  readonly objects: Slope;
}

export interface Noise {
  /** Growth below this is not told from what a process needs anyway. */
  readonly bytes: number;
  readonly objects: number;
}

/** All of them as one: each time each of them once, one after the other. */
export function together(name: string, count: number, lanes: number, all: readonly Steady[]): Steady {
  const inTurn = async (step: (steady: Steady) => Promise<unknown> | undefined): Promise<void> => {
    for (const steady of all) await step(steady);
  };
  return {
    name,
    count,
    lanes,
    warmUp: Math.max(...all.map(({ warmUp = 0 }) => warmUp)),
    begin: () => inTurn((steady) => steady.begin?.()),
    operate: (index, lane) => inTurn((steady) => steady.operate(index, lane)),
    settled: () => inTurn((steady) => steady.settled?.()),
    end: () => inTurn((steady) => steady.end?.()),
  };
}

export async function steadyMemory(
  stage: LoadStage,
  all: readonly Steady[],
  looks: number,
  noise: Noise,
): Promise<Part> {
  const figures: Figures[] = [];
  for (const steady of all) {
    console.log(`  ${steady.count} times: ${steady.name}`);
    const each = await measure(stage, steady, looks);
    figures.push(each);
    console.log(`    ${bytesEach(each)} bytes, ${objectsEach(each)} objects`);
  }
  const hasGrown = (each: Figures): boolean =>
    isGrowing(each.bytes, noise.bytes) || isGrowing(each.objects, noise.objects);
  return {
    title: 'Memory while the same is done again and again (slopes for each time, with their standard errors)',
    head: ['what', 'times', 'a second', 'held', 'bytes', 'objects', 'grows'],
    rows: figures.map((each) => [
      each.name,
      each.count,
      each.perSecond.toFixed(0),
      `${megabytes(each.bytes.first)} → ${megabytes(each.bytes.last)}`,
      bytesEach(each),
      objectsEach(each),
      hasGrown(each) ? 'YES' : 'no',
    ]),
    figures,
    violations: figures.filter(hasGrown).map(describeGrowth),
  };
}

async function measure(stage: LoadStage, steady: Steady, looks: number): Promise<Figures> {
  const { name, count, lanes, warmUp = 0, operate } = steady;
  const before = Math.max(warmUp, Math.round(count / 4));
  let busyMs = 0;
  const run = async (from: number, to: number): Promise<void> => {
    const begin = performance.now();
    await inLanes(lanes, to - from, (index, lane) => operate(from + index, lane));
    await steady.settled?.();
    busyMs += performance.now() - begin;
  };
  await steady.begin?.();
  await run(0, before);
  busyMs = 0;
  const found = [await look(stage, 0)];
  for (let index = 0; index < looks; index++) {
    const [from, to] = [index, index + 1].map((part) => Math.round((count * part) / looks));
    await run(before + (from ?? 0), before + (to ?? 0));
    found.push(await look(stage, to ?? 0));
  }
  await steady.end?.();
  return {
    name,
    count,
    perSecond: (count * 1000) / busyMs,
    looks: found,
    bytes: slopeOf(found.map(({ count: at, bytes }) => ({ count: at, value: bytes }))),
    objects: slopeOf(found.map(({ count: at, objects }) => ({ count: at, value: objects }))),
  };
}

function bytesEach({ bytes: { slope, error } }: Figures): string {
  return `${slope.toFixed(1)} ± ${error.toFixed(1)}`;
}

function objectsEach({ objects: { slope, error } }: Figures): string {
  return `${slope.toFixed(4)} ± ${error.toFixed(4)}`;
}

async function look({ gateway }: LoadStage, count: number): Promise<Look> {
  const objects = await gateway.ask('objects');
  const { heapUsed, external } = await gateway.probe();
  return { count, bytes: heapUsed + external, objects };
}

function describeGrowth({ name, looks }: Figures): string {
  const rows = looks.map(({ count, bytes, objects }) => [count, megabytes(bytes), objects]);
  return `Memory grows with ${name}:\n${table(['done', 'held', 'objects'], rows)}`;
}
