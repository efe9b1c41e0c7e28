// Many sessions at once (S2.7): as fast as they can, and paced to a thousand calls a second.
import { setTimeout } from 'node:timers/promises';
import { inLanes } from './lanes.ts';
import type { LightSession } from './client/light-session.ts';
import type { LoadStage } from './load-stage.ts';
import type { Part } from './part.ts';

/** S2.7: more than a thousand messages a second, each answered in less than 100 ms on average. */
const wantedPerSecond = 1000;
const wantedMeanMs = 100;
/** Opened, and closed, at a time. */
const openLanes = 50;

type Manner = 'as fast as they can' | 'paced';

interface Figures {
  readonly sessions: number;
  readonly manner: Manner;
  readonly calls: number;
  readonly perSecond: number;
  readonly meanMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly slowestMs: number;
  /** Of the gateway, for a call. */
  readonly processorMs: number;
}

export interface SessionsPlan {
  readonly counts: readonly number[];
  readonly callsOfEach: number;
  readonly pacedSeconds: number;
}

export async function manySessions(stage: LoadStage, plan: SessionsPlan): Promise<Part> {
  const { counts, callsOfEach, pacedSeconds } = plan;
  const figures: Figures[] = [];
  for (const count of counts) {
    const sessions: LightSession[] = [];
    await inLanes(openLanes, count, async () => {
      sessions.push(await stage.session('echo').open());
    });
    // Code is compiled in the beginning.
    await hurried(sessions, count);
    figures.push(
      await measured(stage, count, 'as fast as they can', () => hurried(sessions, callsOfEach * count)),
      await measured(stage, count, 'paced', () => paced(stage, sessions, pacedSeconds)),
    );
    await inLanes(openLanes, count, (index) => sessions[index]?.close() ?? Promise.resolve());
  }
  return {
    title: 'Many sessions at once (S2.7)',
    head: ['sessions', 'manner', 'calls', 'calls/s', 'mean', 'p50', 'p99', 'slowest', 'processor'],
    rows: figures.map((each) => [
      each.sessions,
      each.manner,
      each.calls,
      each.perSecond.toFixed(0),
      ...[each.meanMs, each.p50Ms, each.p99Ms, each.slowestMs].map((ms) => `${ms.toFixed(1)} ms`),
      `${each.processorMs.toFixed(2)} ms`,
    ]),
    figures,
    // A short run is a test, which says nothing of times.
    violations: stage.isShort ? [] : figures.flatMap(judged),
  };
}

function judged({ sessions, manner, perSecond, meanMs }: Figures): readonly string[] {
  // A thousand that each wait for the answer before they ask again wait for one another, by no fault of the gateway.
  if (manner === 'paced')
    return meanMs < wantedMeanMs
      ? []
      : [`${sessions} sessions at ${perSecond.toFixed(0)} calls/s waited ${meanMs.toFixed(0)} ms.`];
  return perSecond > wantedPerSecond ? [] : [`${sessions} sessions made ${perSecond.toFixed(0)} calls/s.`];
}

/** How long each call took, in milliseconds. */
async function hurried(sessions: readonly LightSession[], calls: number): Promise<number[]> {
  const times: number[] = [];
  await inLanes(sessions.length, calls, async (index, lane) => {
    times.push(await timed(sessions[lane], `call ${index}`));
  });
  return times;
}

async function paced(
  { random }: LoadStage,
  sessions: readonly LightSession[],
  seconds: number,
): Promise<number[]> {
  const times: number[] = [];
  const begin = performance.now();
  const running: Promise<unknown>[] = [];
  for (let index = 0; index < wantedPerSecond * seconds; index++) {
    // Behind the time: go on at once, so that the rate holds.
    const waitMs = begin + (index * 1000) / wantedPerSecond - performance.now();
    if (waitMs > 1) await setTimeout(waitMs);
    const session = sessions[random.int(0, sessions.length - 1)];
    running.push(timed(session, `paced ${index}`).then((ms) => times.push(ms)));
  }
  await Promise.all(running);
  return times;
}

async function timed(session: LightSession | undefined, message: string): Promise<number> {
  const begin = performance.now();
  await session?.echo(message);
  return performance.now() - begin;
}

async function measured(
  { gateway }: LoadStage,
  sessions: number,
  manner: Manner,
  run: () => Promise<number[]>,
): Promise<Figures> {
  const before = await gateway.ask('processorMs');
  const begin = performance.now();
  const times = (await run()).toSorted((one, other) => one - other);
  const totalMs = performance.now() - begin;
  const after = await gateway.ask('processorMs');
  const at = (part: number): number =>
    times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0;
  return {
    sessions,
    manner,
    calls: times.length,
    perSecond: (times.length * 1000) / totalMs,
    meanMs: times.reduce((sum, ms) => sum + ms, 0) / times.length,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    slowestMs: at(1),
    processorMs: (after - before) / times.length,
  };
}
