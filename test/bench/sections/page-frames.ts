// The rows of the page: a log of 100,000 lines and a list of 100,000 calls with a thousand new ones a second, and 200 servers
// of which one changes with each frame, in Chromium. How long frames take meanwhile, and what memory it takes. The same page with nothing new,
// right before, is the floor: frames are late there too when the machine is busy with other things.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { CallView } from '../../../src/shared/activity.ts';
import { launchChromium } from '../../support/chromium.ts';
import { startBackend } from '../../support/contract-server.ts';
import { openPage } from '../../support/open-page.ts';
import { sampleCall } from '../../support/sample-calls.ts';
import { manyServers, readyServer } from '../../support/sample-servers.ts';
import { framesWhile, type Frames } from '../kit/frames.ts';
import type { Section } from '../kit/section.ts';

interface PageFigures {
  readonly row: string;
  /** While nothing new comes, right before. */
  readonly idle: Frames;
  readonly frames: Frames;
  /** Of the page's own heap after a collection, in MB. */
  readonly heapMb: number;
}

const most = 100_000;
const perSecond = 1000;
/** What came in one message; a second has so many. */
const batches = 20;
const measuredMs = 5000;
const idleMs = 3000;
const serverCount = 200;
const frameMs = 1000 / 60;

const pageDir = resolve(import.meta.dirname, '../../../out/renderer');

export async function measurePageFrames(): Promise<Section> {
  if (!existsSync(join(pageDir, 'index.html'))) throw new Error(`There is no built page in ${pageDir}.`);
  const browser = await launchChromium();
  try {
    const figures = [
      ...(await measureLogs(browser)),
      ...(await measureCalls(browser)),
      await measureServers(browser),
    ];
    return {
      title: 'The page, 1,000 new a second',
      head: ['what', 'median frame', 'p95', 'longest', 'frames/s', 'idle: p95', 'frames/s', 'heap'],
      rows: figures.map(
        ({ row: name, idle, frames: { medianMs, p95Ms, longestMs, perSecond: rate }, heapMb }) => [
          name,
          `${medianMs.toFixed(1)} ms`,
          `${p95Ms.toFixed(1)} ms`,
          `${longestMs.toFixed(0)} ms`,
          rate.toFixed(0),
          `${idle.p95Ms.toFixed(1)} ms`,
          idle.perSecond.toFixed(0),
          `${heapMb.toFixed(0)} MB`,
        ],
      ),
      figures,
      bars: [],
    };
  } finally {
    await browser.close();
  }
}

async function measureLogs(browser: Browser): Promise<readonly PageFigures[]> {
  const backend = await startBackend({ pageDir, servers: [readyServer('files')] });
  const opened = await openPage(browser, backend, { hash: '#/logs', reducedMotion: 'no-preference' });
  const { page } = opened;
  const figures: PageFigures[] = [];
  let count = 0;
  const add = (lines: number): void => {
    const drafts = Array.from({ length: lines }, () => ({
      source: 'files',
      text: `line ${++count}: the request for /notes/${count % 97}.md was answered in ${count % 13} ms`,
    }));
    backend.log(...drafts);
  };
  try {
    add(1);
    await page.getByText('1 line', { exact: true }).waitFor();
    figures.push(await row(page, 'log, 1 line', () => {}));
    // Batches that a stream takes.
    for (let sent = 0; sent < most; sent += 2000) {
      add(2000);
      await page.getByText(`line ${count}:`).waitFor();
    }
    backend.forgetLines();
    const flow = (): void => add(perSecond / batches);
    figures.push(await row(page, `log, ${thousands(most)} lines, following`, flow));
    await page.getByRole('searchbox', { name: 'Search' }).fill('notes/42.md');
    figures.push(await row(page, 'the same, with a search', flow));
    await page.getByRole('searchbox', { name: 'Search' }).fill('');
    await page.getByRole('log').hover();
    const wheel = (): void => {
      flow();
      void page.mouse.wheel(0, -600);
    };
    figures.push(await row(page, 'the same, scrolled back all the while', wheel));
  } finally {
    await opened.close();
    await backend.close();
  }
  return figures;
}

async function measureCalls(browser: Browser): Promise<readonly PageFigures[]> {
  const backend = await startBackend({ pageDir, servers: [readyServer('files')] });
  let calls: readonly CallView[] = [];
  let count = 0;
  const add = (amount: number): void => {
    const added = Array.from({ length: amount }, () =>
      sampleCall(++count, { subject: `tool_${count % 37}` }),
    );
    calls = [...calls, ...added].slice(-most);
  };
  add(most);
  backend.script = { readCalls: (query) => pageOf(calls, query) };
  const opened = await openPage(browser, backend, { hash: '#/activity', reducedMotion: 'no-preference' });
  const { page } = opened;
  const figures: PageFigures[] = [];
  try {
    await page.getByText(`${thousands(most)} calls`).waitFor({ timeout: 120_000 });
    const flow = (): void => add(perSecond / batches);
    figures.push(await row(page, `calls, ${thousands(most)}, following`, flow));
    await page.getByRole('searchbox', { name: 'Filter' }).fill('tool_9');
    figures.push(await row(page, 'the same, filtered', flow));
  } finally {
    await opened.close();
    await backend.close();
  }
  return figures;
}

async function measureServers(browser: Browser): Promise<PageFigures> {
  const servers = manyServers(serverCount);
  const backend = await startBackend({ pageDir, servers });
  const opened = await openPage(browser, backend, { hash: '#/servers', reducedMotion: 'no-preference' });
  const { page } = opened;
  let count = 0;
  const change = (): void => {
    const { name = '' } = servers[count % serverCount] ?? {};
    const isUp = Math.floor(count / serverCount) % 2 === 1;
    backend.changeServer(name, isUp ? { status: 'ready', tools: count } : { status: 'starting' });
    count += 1;
  };
  try {
    await page.getByRole('row').filter({ hasText: 'server-001' }).waitFor();
    return await row(page, `${serverCount} servers, one changing with each frame`, change, frameMs);
  } finally {
    await opened.close();
    await backend.close();
  }
}

/** As the core answers: revisions grow with the ids here. */
function pageOf(
  calls: readonly CallView[],
  {
    after,
    before,
    limit,
  }: { readonly after: number; readonly before?: number | undefined; readonly limit: number },
) {
  const first = calls[0]?.id ?? 1;
  const end = Math.min(calls.length, (before ?? Number.POSITIVE_INFINITY) - first);
  const start = Math.max(0, after + 1 - first);
  return {
    calls: calls.slice(Math.max(start, end - limit), end),
    revision: calls.at(-1)?.revision ?? 0,
    hasOlder: end - start > limit,
    isOn: true,
    capacity: most,
    generation: 1,
  };
}

/** Frames while `act` is called so often that a second has its share of news. */
async function row(
  page: Page,
  name: string,
  act: () => void,
  everyMs = 1000 / batches,
): Promise<PageFigures> {
  const idle = await framesWhile(page, { act: () => {}, everyMs: idleMs, forMs: idleMs });
  const frames = await framesWhile(page, { act, everyMs, forMs: measuredMs });
  return { row: name, idle, frames, heapMb: await heapOf(page) };
}

async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize / 1_000_000;
}

function thousands(value: number): string {
  return new Intl.NumberFormat('en').format(value);
}
