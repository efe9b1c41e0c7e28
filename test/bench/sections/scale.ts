// What a call costs when there is ten times as much of everything else: servers, their tools, sessions that wait.
import { applyLoad, type Load } from '../kit/load.ts';
import { atMost, type Section } from '../kit/section.ts';
import { median, middleHalf, spreadText } from '../kit/stats.ts';
import { echoEntry, startPatchbay, type Patchbay } from '../kit/targets.ts';

interface Amount {
  readonly servers: number;
  readonly tools: number;
  readonly sessions: number;
}

const little: Amount = { servers: 5, tools: 10, sessions: 10 };
const much: Amount = { servers: 50, tools: 100, sessions: 100 };
/** Short, so that what else the machine does hits both of a pair alike; so many pairs to a round. */
const load: Load = { kind: 'call', tool: 'echo', message: 'hello', sessions: 1, calls: 500 };
const pairsPerRound = 8;

/** What one costs as multiples of the other. */
interface Pair {
  readonly p50: number;
  readonly processor: number;
}

export async function measureScale(rounds: number): Promise<Section> {
  const [small, large] = [await start(little), await start(much)];
  try {
    // Neither is measured while its code is still being compiled.
    for (const target of [small, large]) await applyLoad(target, { ...load, calls: 2000 });
    const pairs: Pair[] = [];
    for (let count = 0; count < rounds * pairsPerRound; count++)
      pairs.push(await measurePair(small, large, count % 2 === 0));
    const [p50, processor] = [pairs.map((pair) => pair.p50), pairs.map((pair) => pair.processor)];
    return {
      title: `A call beside ten times the rest (${much.servers} servers, ${much.tools} tools, ${much.sessions} sessions)`,
      head: ['what', 'ratio, and the middle half of them'],
      rows: [
        ['p50 of a call', spreadText(middleHalf(p50))],
        ['processor time by call', spreadText(middleHalf(processor))],
      ],
      figures: { pairs },
      bars: [
        atMost('a call with ten times the rest: p50', 1.1, '× with a tenth', median(p50)),
        atMost('a call with ten times the rest: processor time', 1.1, '× with a tenth', median(processor)),
      ],
    };
  } finally {
    await Promise.all([small.end(), large.end()]);
  }
}

/** Now the one comes first, now the other: whichever is second finds the machine warmer, or busier. */
async function measurePair(small: Patchbay, large: Patchbay, isSmallFirst: boolean): Promise<Pair> {
  const first = await applyLoad(isSmallFirst ? small : large, load);
  const second = await applyLoad(isSmallFirst ? large : small, load);
  const [least, most] = isSmallFirst ? [first, second] : [second, first];
  return {
    p50: most.p50Ms / least.p50Ms,
    processor: (most.processorMs ?? Number.NaN) / (least.processorMs ?? Number.NaN),
  };
}

/** Only one server runs; the others are configured, and the sessions wait on `/mcp`. */
async function start({ servers, tools, sessions }: Amount): Promise<Patchbay> {
  const entry = { ...echoEntry, args: [...echoEntry.args, String(tools)] };
  const entries = Array.from({ length: servers }, (_, index) => [`server-${index}`, entry]);
  const patchbay = await startPatchbay('/mcp/server-0', { mcpServers: Object.fromEntries(entries) });
  for (let count = 0; count < sessions; count++) await open(patchbay);
  return patchbay;
}

async function open({ origin, token }: Patchbay): Promise<void> {
  const params = {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'idle', version: '1' },
  };
  const answer = await fetch(`${origin}/mcp`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params }),
  });
  await answer.text();
}
