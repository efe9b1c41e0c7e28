// The rows of sessions: opened and closed one after the other; a thousand that only listen, and what each of them holds.
import { Agent, request, type ClientRequest } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Target } from '../kit/child.ts';
import { inLanes } from '../../chaos/load/lanes.ts';
import { applyLoad } from '../kit/load.ts';
import { difference, residentBytes } from '../kit/process-figures.ts';
import { atMost, type Section } from '../kit/section.ts';
import { median } from '../kit/stats.ts';
import { startPatchbay, type Patchbay } from '../kit/targets.ts';

const idle = 1000;
const settleMs = 4000;

export async function measureSessions(rounds: number): Promise<Section> {
  const patchbay = await startPatchbay('/mcp/echo');
  try {
    const comings: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const figures = await applyLoad(patchbay, {
        kind: 'session',
        tool: 'echo',
        message: 'hello',
        sessions: 8,
        calls: 500,
      });
      comings.push(figures.callsPerSecond);
    }
    const bytesEach = await idleBytes(patchbay);
    return {
      title: 'Sessions',
      head: ['what', ''],
      rows: [
        ['opened, called once and closed, 8 at a time', `${median(comings).toFixed(0)} each second`],
        [
          `${idle} that only listen`,
          bytesEach === null ? 'unknown' : `${(bytesEach / 1000).toFixed(1)} kB each`,
        ],
      ],
      figures: { comings, bytesEach },
      bars: [
        atMost(`${idle} idle sessions with streams: kB`, 25, 'kB each', (bytesEach ?? Number.NaN) / 1000),
      ],
    };
  } finally {
    await patchbay.end();
  }
}

/** Resident memory for each of a thousand sessions with an open stream; null where the system does not tell. */
async function idleBytes(patchbay: Patchbay): Promise<number | null> {
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  const streams: ClientRequest[] = [];
  // What a first session makes the process load and make is not the others' cost.
  for (let warm = 0; warm < 50; warm++) streams.push(await listen(patchbay, agent));
  await pause(settleMs);
  const before = residentBytes(patchbay.pid);
  await inLanes(16, idle, async () => void streams.push(await listen(patchbay, agent)));
  await pause(settleMs);
  const used = difference(residentBytes(patchbay.pid), before);
  for (const stream of streams) stream.destroy();
  agent.destroy();
  return used === null ? null : used / idle;
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
