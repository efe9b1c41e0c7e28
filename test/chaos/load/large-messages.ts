// Large messages, to servers and from them, and what is larger than allowed.
import { megabytes } from '../kit/table.ts';
import type { LightSession } from './client/light-session.ts';
import { inLanes } from './lanes.ts';
import type { LoadStage } from './load-stage.ts';
import type { Part } from './part.ts';
import { digestOf, textOf } from './text.ts';

export interface Size {
  readonly name: string;
  readonly bytes: number;
  /** In each direction, to each server. */
  readonly calls: number;
}

const servers = ['echo', 'web'] as const;
const transports = { echo: 'stdio', web: 'HTTP' } as const;
const directions = ['to the server', 'from the server'] as const;
const lanes = 2;
/** gateway.maxMessageBytes, by default. */
const allowedBytes = 16 * 1024 * 1024;
/** How much more may be held once all is over. */
const noiseBytes = 4 * 1024 * 1024;

interface Figures {
  readonly name: string;
  readonly transport: string;
  readonly direction: (typeof directions)[number];
  readonly calls: number;
  readonly wrong: number;
  readonly meanMs: number;
  readonly processorMs: number;
  readonly bytesPerSecond: number;
  readonly resident: number;
}

export async function largeMessages(stage: LoadStage, sizes: readonly Size[]): Promise<Part> {
  const figures: Figures[] = [];
  const violations: string[] = [];
  const before = await held(stage);
  for (const server of servers) {
    const sessions = await Promise.all(Array.from({ length: lanes }, () => stage.session(server).open()));
    for (const size of sizes) {
      for (const direction of directions)
        figures.push({
          transport: transports[server],
          ...(await exchange(stage, sessions, size, direction)),
        });
    }
    for (const session of sessions.slice(0, 1)) violations.push(...(await tooLarge(session, server)));
    await Promise.all(sessions.map((session) => session.close()));
  }
  const after = await held(stage);
  if (after - before > noiseBytes)
    violations.push(`After large messages ${megabytes(after - before)} more than before are held.`);
  for (const { wrong, name, transport, direction } of figures)
    if (wrong > 0) violations.push(`${wrong} messages of ${name} ${direction} on ${transport} were changed.`);
  return {
    title: `Large messages, ${lanes} at a time (held before: ${megabytes(before)}, after: ${megabytes(after)})`,
    head: ['size', 'server', 'direction', 'calls', 'wrong', 'one takes', 'processor', 'a second', 'resident'],
    rows: figures.map((each) => [
      each.name,
      each.transport,
      each.direction,
      each.calls,
      each.wrong,
      `${each.meanMs.toFixed(1)} ms`,
      `${each.processorMs.toFixed(1)} ms`,
      megabytes(each.bytesPerSecond),
      megabytes(each.resident),
    ]),
    figures,
    violations,
  };
}

async function exchange(
  { gateway, random }: LoadStage,
  sessions: readonly LightSession[],
  { name, bytes, calls }: Size,
  direction: Figures['direction'],
): Promise<Omit<Figures, 'transport'>> {
  const seed = random.int(0, 1e6);
  const text = textOf(seed, bytes);
  const digest = digestOf(text);
  const isTo = direction === 'to the server';
  const call = isTo ? { tool: 'take', message: text } : { tool: 'give', message: `${seed} ${bytes}` };
  let [wrong, totalMs] = [0, 0];
  const before = await gateway.ask('processorMs');
  const begin = performance.now();
  await inLanes(lanes, calls, async (_, lane) => {
    const from = performance.now();
    const told = (await sessions[lane]?.call(call)) ?? '';
    totalMs += performance.now() - from;
    if ((isTo ? told : digestOf(told)) !== digest) wrong++;
  });
  const seconds = (performance.now() - begin) / 1000;
  const after = await gateway.ask('processorMs');
  const { resident } = await gateway.probe();
  return {
    name,
    direction,
    calls,
    wrong,
    meanMs: totalMs / calls,
    processorMs: (after - before) / calls,
    bytesPerSecond: (bytes * calls) / seconds,
    resident,
  };
}

async function held({ gateway }: LoadStage): Promise<number> {
  const { heapUsed, external } = await gateway.probe();
  return heapUsed + external;
}

/** Refused by name in either direction, and the session goes on. */
async function tooLarge(session: LightSession, server: string): Promise<readonly string[]> {
  const violations: string[] = [];
  const asked = [
    { tool: 'take', message: 'x'.repeat(allowedBytes), pattern: /larger than 16777216 bytes/ },
    {
      tool: 'give',
      message: `1 ${allowedBytes + 2000}`,
      pattern: new RegExp(`"${server}".* is larger than`),
    },
  ];
  for (const { pattern, ...call } of asked) {
    const told = await session.call(call).catch((error: unknown) => String(error));
    if (!pattern.test(told)) violations.push(`What is too large was answered with ${told.slice(0, 200)}`);
  }
  await session.echo('on').catch((error: unknown) => {
    violations.push(`The session does not go on after what was too large: ${String(error)}`);
  });
  return violations;
}
