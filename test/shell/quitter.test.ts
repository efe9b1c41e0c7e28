import { describe, expect, it } from 'vitest';
import { createQuitter } from '../../src/main/shell/quitter.ts';
import type { Quitter } from '../../src/main/shell/quitter.ts';
import { fakeClock } from '../support/fake-clock.ts';

function setUp(installs = false) {
  const clock = fakeClock();
  const stopping = Promise.withResolvers<void>();
  const exits: number[] = [];
  let stops = 0;
  let endings = 0;
  const installedAfter: number[] = [];
  const quitter = createQuitter({
    clock,
    stop: async () => {
      stops += 1;
      await stopping.promise;
    },
    endNow: () => (endings += 1),
    exit: (status) => exits.push(status),
    deadlineMs: 10_000,
    install: () => {
      installedAfter.push(endings);
      return installs;
    },
  });
  return { clock, stopping, exits, quitter, installedAfter, stops: () => stops, endings: () => endings };
}

/** Lets what has been promised come through. */
const settle = async (): Promise<void> => {
  await new Promise((resolve) => setImmediate(resolve));
};

describe('the way out', () => {
  it('waits for the core to stop, then exits with 0', async () => {
    const { stopping, exits, quitter } = setUp();
    quitter.quit();
    await settle();
    expect(exits).toEqual([]);
    stopping.resolve();
    await settle();
    expect(exits).toEqual([0]);
  });

  it('is taken once, however often it is asked for', async () => {
    const { stopping, exits, quitter, stops } = setUp();
    quitter.quit();
    quitter.quit();
    stopping.resolve();
    await settle();
    quitter.quit();
    await settle();
    expect(stops()).toBe(1);
    expect(exits).toEqual([0]);
  });

  it('is not longer than its deadline', async () => {
    const { clock, stopping, exits, quitter, endings } = setUp();
    quitter.quit();
    clock.advance(9999);
    expect(exits).toEqual([]);
    expect(endings()).toBe(0);
    clock.advance(1);
    expect(exits).toEqual([1]);
    // What the stop had not come to.
    expect(endings()).toBe(1);
    stopping.resolve();
    await settle();
    expect(exits).toEqual([1]);
  });

  it('is cut short when somebody insists, and nothing is left then either', async () => {
    const { stopping, exits, quitter, endings } = setUp();
    const said: string[] = [];
    quitter.quit(0, () => said.push('last words'));
    quitter.endAtOnce();
    expect(exits).toEqual([1]);
    expect(endings()).toBe(1);
    expect(said).toEqual(['last words']);
    stopping.resolve();
    await settle();
    expect(exits).toEqual([1]);
  });

  it('exits with 1 when the core cannot stop', async () => {
    const { stopping, exits, quitter } = setUp();
    quitter.quit();
    stopping.reject(new Error('stuck'));
    await settle();
    expect(exits).toEqual([1]);
  });

  it('exits with the status it was given', async () => {
    const { stopping, exits, quitter } = setUp();
    quitter.quit(1);
    stopping.resolve();
    await settle();
    expect(exits).toEqual([1]);
  });

  it('lets the last words be said when everything has ended', async () => {
    const { stopping, exits, quitter } = setUp();
    const said: string[] = [];
    quitter.quit(1, () => said.push(`words, ${exits.length} exits`));
    await settle();
    expect(said).toEqual([]);
    stopping.resolve();
    await settle();
    expect(said).toEqual(['words, 0 exits']);
    expect(exits).toEqual([1]);
  });

  it('installs an update when all has ended, and exits by itself where nothing else ends the process', async () => {
    const { clock, stopping, exits, quitter, installedAfter } = setUp(true);
    quitter.quit();
    await settle();
    expect([quitter.ended, installedAfter]).toEqual([false, []]);
    stopping.resolve();
    await settle();
    expect([quitter.ended, installedAfter, exits]).toEqual([true, [1], []]);
    clock.advance(10_000);
    expect(exits).toEqual([0]);
  });

  it('exits at once where nothing is to be installed', async () => {
    const { stopping, exits, quitter, installedAfter } = setUp();
    quitter.quit();
    stopping.resolve();
    await settle();
    expect([installedAfter, exits]).toEqual([[1], [0]]);
  });

  it.each<[string, (quitter: Quitter) => void]>([
    ['ends with the system', (quitter) => quitter.quitWithSystem()],
    ['has made a mistake', (quitter) => quitter.quit(1)],
    ['is pressed', (quitter) => quitter.endAtOnce()],
  ])('installs nothing when the program %s', async (_why, end) => {
    const { stopping, exits, quitter, installedAfter } = setUp(true);
    end(quitter);
    stopping.resolve();
    await settle();
    expect([installedAfter, exits.length]).toEqual([[], 1]);
  });

  it('says whether it has begun', () => {
    const { quitter } = setUp();
    expect(quitter.begun).toBe(false);
    quitter.quit();
    expect(quitter.begun).toBe(true);
  });
});
