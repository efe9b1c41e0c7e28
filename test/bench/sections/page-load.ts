// The row of the page: from the request for it until its heading is painted, in a browser that has never seen it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchChromium } from '../../support/chromium.ts';
import { startProgram } from '../kit/child.ts';
import type { Section } from '../kit/section.ts';
import { spread, spreadText } from '../kit/stats.ts';
import { echoEntry, program } from '../kit/targets.ts';

const servers = 200;

export async function measurePageLoad(rounds: number): Promise<Section> {
  const dataDir = mkdtempSync(join(tmpdir(), 'patchbay-bench-page-'));
  const entries = Array.from({ length: servers }, (_, index) => [`server-${index}`, echoEntry]);
  writeFileSync(join(dataDir, 'config.json'), JSON.stringify({ mcpServers: Object.fromEntries(entries) }));
  const times: number[] = [];
  const browser = await launchChromium();
  try {
    for (let round = 0; round < rounds; round++) {
      // A link opens one page, once.
      const patchbay = await startProgram({
        file: program,
        words: ['serve', '--data-dir', dataDir, '--port', '0', '--console-port', '0'],
        ready: /^Console: (http:\S+)/m,
      });
      const context = await browser.newContext();
      const page = await context.newPage();
      const begin = performance.now();
      await page.goto(patchbay.said);
      await page.getByRole('heading').first().waitFor();
      times.push(performance.now() - begin);
      await context.close();
      await patchbay.end();
    }
  } finally {
    await browser.close();
    rmSync(dataDir, { recursive: true });
  }
  return {
    title: `The page with ${servers} servers`,
    head: ['what', 'ms'],
    rows: [['from the request to its heading', spreadText(spread(times), 0)]],
    figures: { times },
    bars: [],
  };
}
