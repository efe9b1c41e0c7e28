// The rows of `/mcp`: twenty servers with fifty tools each. Calls beside those on a server's own address; lists beside a
// static answer of their size, at first (after a start) and again and again.
import { join, resolve } from 'node:path';
import type { Target } from '../kit/child.ts';
import { applyLoad, inTurn, type Load } from '../kit/load.ts';
import { atMost, type Section } from '../kit/section.ts';
import { median, spread, spreadText } from '../kit/stats.ts';
import { echoEntry, startFloor, startPatchbay } from '../kit/targets.ts';

const servers = 20;
const toolsEach = 47;
const echo = { kind: 'call', message: 'hello', sessions: 1, calls: 2000 } as const;
const listBytes = 100_000;

/** How the tool of that name is called. */
const loadOf = (tool: string): Load => ({ ...echo, tool });

export async function measureAggregate(rounds: number): Promise<Section> {
  const entries = Array.from({ length: servers }, (_, index) => [
    `server-${index}`,
    { ...echoEntry, args: [...echoEntry.args, String(toolsEach)] },
  ]);
  const patchbay = await startPatchbay('/mcp', { mcpServers: Object.fromEntries(entries) });
  const own: Target = { ...patchbay, url: `${patchbay.origin}/mcp/server-7` };
  // The first call starts the server; the list is whole once all have been asked for theirs.
  await applyLoad(own, { ...loadOf('echo'), calls: 10 });
  const coldMs = await firstList(patchbay);
  const bytes = await listLength(patchbay);
  const file = await startFloor(join(resolve(import.meta.dirname, '../servers'), 'static-file.ts'), [
    String(bytes),
  ]);
  try {
    const calls: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const alone = await applyLoad(own, loadOf('echo'));
      const merged = await applyLoad(patchbay, loadOf('server-7__echo'));
      calls.push(merged.p50Ms / alone.p50Ms);
    }
    const list: Load = { kind: 'list', tool: '', message: String(listBytes), sessions: 1, calls: 300 };
    const lists = await inTurn([file, patchbay], list, rounds);
    const [still = [], ours = []] = [lists.get(file), lists.get(patchbay)];
    const warm = ours.map((each, round) => each.p50Ms / (still[round]?.p50Ms ?? Number.NaN));
    return {
      title: `${servers} servers of ${toolsEach + 3} tools on /mcp (a list of ${(bytes / 1000).toFixed(0)} kB; after the start it took ${coldMs.toFixed(0)} ms until it was whole)`,
      head: ['what', 'ratio'],
      rows: [
        ['p50 of a call ÷ that on the server’s own address', spreadText(spread(calls))],
        ['p50 of tools/list ÷ that of a static answer', spreadText(spread(warm))],
      ],
      figures: { calls, warm, coldMs, bytes },
      bars: [
        atMost('/mcp with 20 servers: p50 of a call', 1.15, '× that on its own address', median(calls)),
        atMost('tools/list of 1,000 tools, again: p50', 2, '× a static answer', median(warm)),
      ],
    };
  } finally {
    await Promise.all([patchbay.end(), file.end()]);
  }
}

/** Milliseconds from the first question until the list has every server's tools. */
async function firstList(patchbay: Target): Promise<number> {
  const begin = performance.now();
  for (;;) {
    const text = await listText(patchbay);
    if (text.split('"inputSchema"').length > servers * (toolsEach + 3)) return performance.now() - begin;
    if (performance.now() - begin > 120_000) throw new Error('The list does not become whole.');
  }
}

async function listLength(patchbay: Target): Promise<number> {
  return (await listText(patchbay)).length;
}

async function listText({ url, token }: Target): Promise<string> {
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
  };
  const ask = (body: object, more: Readonly<Record<string, string>>): Promise<Response> =>
    fetch(url, {
      method: 'POST',
      headers: { ...headers, ...more },
      body: JSON.stringify({ jsonrpc: '2.0', ...body }),
    });
  const params = {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'load', version: '1' },
  };
  const opened = await ask({ id: 1, method: 'initialize', params }, {});
  await opened.text();
  const session = {
    'mcp-session-id': opened.headers.get('mcp-session-id') ?? '',
    'mcp-protocol-version': '2025-06-18',
  };
  await (await ask({ method: 'notifications/initialized' }, session)).text();
  let [text, cursor] = ['', undefined as string | undefined];
  do {
    const params = cursor === undefined ? {} : { cursor };
    const page = await (await ask({ id: 2, method: 'tools/list', params }, session)).text();
    text += page;
    cursor = /"nextCursor":"([^"]+)"/.exec(page)?.[1];
  } while (cursor !== undefined);
  await fetch(url, { method: 'DELETE', headers: { ...headers, ...session } });
  return text;
}
