// All cases of one door, a few at a time, until they are done or the gateway is.
import { createRandom } from '../kit/random.ts';
import { Tally } from '../kit/tally.ts';
import type { Door } from './doors/door.ts';
import type { FuzzStage } from './fuzz-stage.ts';

export interface Attacked {
  readonly door: string;
  readonly cases: number;
  readonly seconds: number;
  readonly outcomes: Tally;
  /** Each with the words that repeat it. */
  readonly faults: readonly string[];
}

/** The cases from `from` to before `to`. Never rejects because of a case. */
export async function attack(stage: FuzzStage, door: Door, from: number, to: number): Promise<Attacked> {
  const outcomes = new Tally();
  const faults: string[] = [];
  const underway = new Set<number>();
  const note = (index: number, fault: string): void => {
    faults.push(`--door "${door.name}" --case ${index}: ${fault}`);
  };
  let next = from;
  const work = async (lane: number): Promise<void> => {
    while (next < to && stage.gateway.isRunning) {
      const index = next++;
      underway.add(index);
      try {
        const { outcome, fault } = await door.attack(
          createRandom(stage.seed, `${door.name}/${index}`),
          index,
          lane,
        );
        outcomes.add(outcome);
        if (fault !== null) note(index, fault);
      } catch (error) {
        note(
          index,
          `The case failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        );
      }
      // What was under way when the gateway ended is told.
      if (stage.gateway.isRunning) underway.delete(index);
    }
  };
  const begin = performance.now();
  await door.open?.();
  await Promise.all(Array.from({ length: Math.min(door.lanes, to - from) }, (_, lane) => work(lane)));
  if (!stage.gateway.isRunning)
    note([...underway][0] ?? next, `The gateway ended at ${[...underway].join(', ')}.`);
  try {
    await door.close?.();
  } catch (error) {
    note(next, `Closing the door: ${String(error)}`);
  }
  return { door: door.name, cases: to - from, seconds: (performance.now() - begin) / 1000, outcomes, faults };
}
