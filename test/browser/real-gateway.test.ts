// The page against the product itself: a real gateway, its console, a real MCP server.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { builtPage } from '../support/built-page.ts';
import type { BuiltPage } from '../support/built-page.ts';
import { launchChromium } from '../support/chromium.ts';
import { openPage } from '../support/open-page.ts';
import { startPatchbay } from '../support/patchbay.ts';
import type { ConfigInput, RunningPatchbay } from '../support/patchbay.ts';

const everything = fileURLToPath(
  new URL('../../node_modules/@modelcontextprotocol/server-everything/dist/index.js', import.meta.url),
);
const config = { mcpServers: { everything: { command: process.execPath, args: [everything] } } };

let built: BuiltPage;
let browser: Browser;

beforeAll(async () => {
  built = await builtPage();
  browser = await launchChromium();
});

afterAll(async () => {
  await browser.close();
  await built.remove();
});

/** A gateway and the page open on it; both end with the test, which fails when the page complained. */
async function open(
  content: ConfigInput,
  hash = '',
): Promise<{ readonly patchbay: RunningPatchbay; readonly page: Page }> {
  const patchbay = await startPatchbay(content, { console: { port: 0, pageDir: built.folder } });
  const link = (): string => {
    const fresh = patchbay.core.consoleLink();
    if (fresh === null) throw new Error('The gateway has no console.');
    return fresh;
  };
  const opened = await openPage(browser, { link }, { hash });
  onTestFinished(async () => {
    const complaints = [...opened.complaints];
    await opened.close();
    if (complaints.length > 0) throw new Error(`The page complained: ${complaints.join('\n')}`);
  });
  return { patchbay, page: opened.page };
}

describe('the page of a real gateway', () => {
  test('greets whoever has no server yet, with the real paths and addresses', async () => {
    const { patchbay, page } = await open({});
    await page.getByRole('heading', { name: 'Patchbay is running' }).waitFor();
    const text = await page.getByRole('main').innerText();
    expect(text).toContain(join(patchbay.dataDir, 'config.json'));
    expect(text).toContain(`claude mcp add --transport http patchbay ${patchbay.url}/mcp`);
  });

  test('starts and stops a real server, and shows its state and log live', async () => {
    const { patchbay, page } = await open(config, '#/servers/everything');
    const details = page.getByRole('region', { name: 'everything', exact: true });
    await details.getByRole('button', { name: 'Start everything', exact: true }).click();
    await details.getByText(/^ready, \d+ tools/).waitFor();
    // More than once: which era it speaks is tried on a child of its own.
    await page.getByRole('log').getByText('Starting default (STDIO) server...').last().waitFor();
    await details.getByRole('button', { name: 'Stop everything' }).click();
    await details.getByText(/^idle/).waitFor();
    const server = patchbay.core.state.get().servers.find(({ name }) => name === 'everything');
    expect(server).toMatchObject({ status: 'stopped', pids: [] });
  });

  test('switches a server off', async () => {
    const { patchbay, page } = await open(config, '#/servers/everything');
    const details = page.getByRole('region', { name: 'everything', exact: true });
    await details.getByRole('switch', { name: 'everything enabled' }).click();
    await details.getByText('disabled', { exact: true }).waitFor();
    const server = patchbay.core.state.get().servers.find(({ name }) => name === 'everything');
    expect(server).toMatchObject({ enabled: false });
  });

  test('shows a broken configuration file with its place, changes nothing, and forgets it once mended', async () => {
    const { patchbay, page } = await open(config);
    await page.getByRole('row').nth(1).waitFor();
    const broken = '{\n  "mcpServers": {\n    "everything": { "command": 5 }\n  }\n}\n';
    await writeFile(join(patchbay.dataDir, 'config.json'), broken);
    const banner = page.getByRole('alert', { name: /The configuration file has \d+ fault/ });
    await banner.waitFor();
    expect(await banner.innerText()).toMatch(/3:\d+\s+mcpServers\.everything/);
    expect(await page.getByRole('row').count()).toBe(2);
    await patchbay.configure(config);
    await banner.waitFor({ state: 'detached' });
  });
});
