// What a call costs when there is ten times as much of everything else: servers, their tools, sessions that wait.
import { applyLoad, type Load } from '../kit/load.ts';
import { atMost, type Section } from '../kit/section.ts';
import { median, spread, spreadText } from '../kit/stats.ts';
import { echoEntry, startPatchbay, type Patchbay } from '../kit/targets.ts';

interface Amount {
  readonly servers: number;
  readonly tools: number;
  readonly sessions: number;
}

const little: Amount = { servers: 5, tools: 10, sessions: 10 };
const much: Amount = { servers: 50, tools: 100, sessions: 100 };
const load: Load = { kind: 'call', tool: 'echo', message: 'hello', sessions: 1, calls: 2000 };

export async function measureScale(rounds: number): Promise<Section> {
  const [small, large] = [await start(little), await start(much)];
  try {
    const ratios: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const [least, most] = [await applyLoad(small, load), await applyLoad(large, load)];
      ratios.push(most.p50Ms / least.p50Ms);
    }
    return {
      title: `A call beside ten times the rest (${much.servers} servers, ${much.tools} tools, ${much.sessions} sessions)`,
      head: ['what', 'ratio'],
      rows: [['p50 of a call', spreadText(spread(ratios))]],
      figures: { ratios },
      bars: [atMost('a call with ten times the rest: p50', 1.1, '× with a tenth', median(ratios))],
    };
  } finally {
    await Promise.all([small.end(), large.end()]);
  }
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
