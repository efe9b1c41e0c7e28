// The rows of sessions: opened and closed one after the other; a thousand that only listen, and what each of them holds.
import { Agent, request, type ClientRequest } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Target } from '../kit/child.ts';
import { inLanes } from '../../chaos/load/lanes.ts';
import { applyLoad, type Load } from '../kit/load.ts';
import { residentBytes } from '../kit/process-figures.ts';
import { atMost, type Section } from '../kit/section.ts';
import { median, spread, spreadText } from '../kit/stats.ts';
import { startPatchbay } from '../kit/targets.ts';

const idle = 1000;
const settleMs = 2000;

/** What a thousand add to resident memory, each of them, in bytes. */
interface IdleBytes {
  /** The first thousand of a process: with all that it needs once, whoever comes. */
  readonly first: number;
  /** The thousand beside them. */
  readonly second: number;
}

export async function measureSessions(rounds: number): Promise<Section> {
  const comings = await measureComings(rounds);
  const idling: IdleBytes[] = [];
  for (let round = 0; round < rounds; round++) idling.push(await measureIdle());
  const [first, second] = [idling.map((each) => each.first), idling.map((each) => each.second)];
  return {
    title: 'Sessions',
    head: ['what', ''],
    rows: [
      ['opened, called once and closed, 8 at a time', `${median(comings).toFixed(0)} each second`],
      [`${idle} that only listen, beside as many`, describeEach(second)],
      [`the first ${idle} of a process`, describeEach(first)],
    ],
    figures: { comings, idling },
    bars: [atMost(`${idle} idle sessions with streams: kB`, 25, 'kB each', median(second) / 1000)],
  };
}

async function measureComings(rounds: number): Promise<readonly number[]> {
  const patchbay = await startPatchbay('/mcp/echo');
  try {
    const comings: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const load: Load = { kind: 'session', tool: 'echo', message: 'hello', sessions: 8, calls: 500 };
      comings.push((await applyLoad(patchbay, load)).callsPerSecond);
    }
    return comings;
  } finally {
    await patchbay.end();
  }
}

/** In a process of their own: what others have left is room for them, and would hide what they take. */
async function measureIdle(): Promise<IdleBytes> {
  const patchbay = await startPatchbay('/mcp/echo');
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  const streams: ClientRequest[] = [];
  const resident: number[] = [];
  const listening = async (count: number): Promise<void> => {
    await inLanes(16, count, async () => void streams.push(await listen(patchbay, agent)));
    await pause(settleMs);
    resident.push(residentBytes(patchbay.pid) ?? Number.NaN);
  };
  try {
    for (const count of [50, idle, idle]) await listening(count);
  } finally {
    for (const stream of streams) stream.destroy();
    agent.destroy();
    await patchbay.end();
  }
  const [few = Number.NaN, first = Number.NaN, second = Number.NaN] = resident;
  return { first: (first - few) / idle, second: (second - first) / idle };
}

/** NaN where the system does not tell. */
function describeEach(bytes: readonly number[]): string {
  const { median: middle, low, high } = spread(bytes.map((each) => each / 1000));
  return Number.isNaN(middle) ? 'unknown' : `${spreadText({ median: middle, low, high }, 1)} kB each`;
}

/** A session whose standalone stream is open. */
async function listen(target: Target, agent: Agent): Promise<ClientRequest> {
  const opening = await fetch(target.url, {
    method: 'POST',
    headers: headersOf(target, 'application/json, text/event-stream'),
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'idle', version: '1' } },
    }),
  });
  await opening.text();
  const session = {
    'mcp-session-id': opening.headers.get('mcp-session-id') ?? '',
    'mcp-protocol-version': '2025-06-18',
  };
  return new Promise((resolve, reject) => {
    const headers = { ...headersOf(target, 'text/event-stream'), ...session };
    const stream = request(target.url, { method: 'GET', agent, headers }, (response) => {
      response.on('error', () => undefined).resume();
      if (response.statusCode === 200) resolve(stream);
      else reject(new Error(`The stream was answered with ${response.statusCode}.`));
    });
    stream.on('error', reject);
    stream.end();
  });
}

function headersOf({ token }: Target, accept: string): Record<string, string> {
  return {
    accept,
    'content-type': 'application/json',
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
  };
}
