// Whatever is asked of a supervisor in whatever order, some things always hold.
import { setImmediate } from 'node:timers/promises';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/shared/errors.ts';
import { stage } from '../../support/supervisor-stage.ts';

type Stage = ReturnType<typeof stage>;

const acts: Readonly<Record<string, (set: Stage) => Promise<void> | undefined>> = {
  start: ({ supervisor }) => supervisor.start(),
  stop: ({ supervisor }) => supervisor.stop(),
  restart: ({ supervisor }) => supervisor.restart(),
  crash: ({ spawner }) => spawner.children.at(-1)?.exit({ code: 1 }) ?? undefined,
  crashLeavingOthers: ({ spawner }) => spawner.children.at(-1)?.exit({ code: 1 }, true) ?? undefined,
  passTime: ({ clock }) => clock.advance(5000) ?? undefined,
  want: ({ knobs }) => void (knobs.isWanted = !knobs.isWanted),
  refuseSpawn: ({ spawner }) => {
    spawner.refusal = spawner.refusal === null ? new AppError('SERVER_FAILED', 'no such command') : null;
    return undefined;
  },
  refuseOpening: ({ knobs }) => {
    knobs.opening = () => Promise.reject(new AppError('UPSTREAM_ERROR', 'refused'));
    return undefined;
  },
  hangOpening: ({ knobs }) => void (knobs.opening = () => new Promise(() => undefined)),
  open: ({ knobs }) => void (knobs.opening = () => Promise.resolve()),
  disobey: ({ spawner }) => void (spawner.obeys = spawner.obeys === 'input' ? 'kill' : 'input'),
};

const turns = fc.array(fc.record({ act: fc.constantFrom(...Object.keys(acts)), ticks: fc.nat({ max: 4 }) }), {
  maxLength: 40,
  size: 'max',
});

describe('any sequence of demands and mishaps', () => {
  it('has one child at a time, answers everybody, and leaves nothing after the last stop', async () => {
    await fc.assert(
      fc.asyncProperty(turns, async (sequence) => {
        const set = stage({ maxRestarts: 2 });
        const outcomes: Promise<unknown>[] = [];
        for (const { act, ticks } of sequence) {
          const outcome = acts[act]?.(set);
          if (outcome !== undefined) outcomes.push(outcome.catch((error: unknown) => error));
          for (let tick = 0; tick < ticks; tick++) await setImmediate();
          expect(set.spawner.children.filter((child) => !child.isGone()).length).toBeLessThanOrEqual(1);
        }
        await set.pass(set.supervisor.stop());
        const answers = await set.pass(Promise.all(outcomes));
        expect(answers.filter((answer) => answer !== undefined && !(answer instanceof AppError))).toEqual([]);
        expect(set.supervisor.status).toMatchObject({
          status: 'stopped',
          pid: null,
          problem: null,
          retryAt: null,
        });
        expect(set.spawner.children.every((child) => child.isGone())).toBe(true);
        expect(set.journal.records.size).toBe(0);
        // For each child that was told of: spawned, then ended.
        expect(set.told.join(' ')).toMatch(/^(spawned ended ?)*$/);
        expect(set.logger.lines).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });
});
