// What must be so when everything is over: nothing is held any more, nothing is left, and the files are in order.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { currentFormat, parseDocument } from '../../../src/main/core/store/document-format.ts';
import { processesWith } from '../../support/processes.ts';
import { pause } from '../kit/deadline.ts';
import { getJson } from '../kit/get-json.ts';
import { hasProc } from '../kit/place.ts';
import type { ProbeReport } from '../kit/probe.ts';
import { megabytes } from '../kit/table.ts';
import type { Stage } from './stage.ts';

export interface Check {
  readonly name: string;
  readonly found: string;
  readonly isGood: boolean;
}

/** Until sessions of clients that were never told their id have ended for want of use, and connections for want of calls. */
const emptyWithinMs = 60_000;
/** How much more than at its beginning a process that did work may hold: caches and code that was compiled meanwhile. */
const allowedHeapBytes = 24 * 1024 * 1024;
const allowedMore = 4;

interface Health {
  readonly sessions: number;
  readonly servers: Readonly<Record<string, string>>;
}

/** What the gateway holds once all clients have gone, beside what it held before they came. */
export async function checkRest(
  stage: Pick<Stage, 'gateway'>,
  before: ProbeReport,
): Promise<readonly Check[]> {
  const deadline = performance.now() + emptyWithinMs;
  for (;;) {
    const checks = await rest(stage, before);
    if (checks.every(({ isGood }) => isGood) || performance.now() > deadline) return checks;
    await pause(500);
  }
}

async function rest({ gateway }: Pick<Stage, 'gateway'>, before: ProbeReport): Promise<readonly Check[]> {
  const health = (await getJson(`${gateway.url}/health`)).body as unknown as Health;
  let calls = 0;
  for (const name of Object.keys(health.servers)) {
    const { body } = await getJson(`${gateway.url}/health/${name}`);
    calls += Number(body['inFlight'] ?? 0);
  }
  const after = await gateway.probe();
  const kinds = [...new Set([...Object.keys(before.resources), ...Object.keys(after.resources)])];
  return [
    { name: 'sessions', found: String(health.sessions), isGood: health.sessions === 0 },
    { name: 'calls in flight', found: String(calls), isGood: calls === 0 },
    ...kinds.map((kind) => compared(kind, before.resources[kind] ?? 0, after.resources[kind] ?? 0)),
    compared('descriptors', before.descriptors ?? 0, after.descriptors ?? 0),
    {
      name: 'heap',
      found: `${megabytes(before.heapUsed)} → ${megabytes(after.heapUsed)}`,
      isGood: after.heapUsed - before.heapUsed <= allowedHeapBytes,
    },
  ];
}

function compared(name: string, before: number, after: number): Check {
  return { name, found: `${before} → ${after}`, isGood: after - before <= allowedMore };
}

/** What is left once the gateway has ended. */
export async function checkLeft({
  gateway,
  place,
  servers,
}: Pick<Stage, 'gateway' | 'place'> & Partial<Pick<Stage, 'servers'>>): Promise<readonly Check[]> {
  const last = gateway.ends.at(-1);
  const unwanted = gateway.ends.filter(({ isWanted }) => !isWanted);
  await Promise.all(Object.values(servers ?? {}).map((server) => server.kill()));
  const left = hasProc ? await processesWith(place.marker) : [];
  const files = await readdir(place.dataDir);
  const odd = files.filter((file) => /\.tmp|\.corrupt|run\.json|\.lock/.test(file));
  const faults = (
    await Promise.all(files.filter((file) => file.endsWith('.json')).map((file) => faultIn(file)))
  ).filter((fault) => fault !== null);

  async function faultIn(file: string): Promise<string | null> {
    const text = await readFile(join(place.dataDir, file), 'utf8');
    try {
      const document = JSON.parse(text) as { readonly children?: readonly unknown[] };
      if (file === 'registry.json') parseDocument(text, file, currentFormat);
      return file === 'children.json' && document.children?.length !== 0 ? `${file} names children` : null;
    } catch (error) {
      return `${file}: ${String(error)}`;
    }
  }

  return [
    {
      name: 'last end of the gateway',
      found: String(last?.status ?? last?.signal),
      isGood: last?.status === 0,
    },
    { name: 'ends nobody wanted', found: JSON.stringify(unwanted), isGood: unwanted.length === 0 },
    {
      name: 'its own mistakes',
      found: gateway.mistakes.join(' / ') || 'none',
      isGood: gateway.mistakes.length === 0,
    },
    {
      name: 'processes left',
      found: left.map(({ pid, command }) => `${pid} ${command}`).join(' / ') || 'none',
      isGood: left.length === 0,
    },
    { name: 'files left', found: odd.join(', ') || 'none', isGood: odd.length === 0 },
    {
      name: 'files in order',
      found: faults.join(' / ') || `all of ${files.length}`,
      isGood: faults.length === 0,
    },
  ];
}
