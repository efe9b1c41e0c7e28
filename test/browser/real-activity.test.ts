// Calls and logs against the product itself: real clients, a server that crashes, floods its log and recovers.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LogLine } from '../../src/shared/state.ts';
import { builtPage } from '../support/built-page.ts';
import type { BuiltPage } from '../support/built-page.ts';
import { launchChromium } from '../support/chromium.ts';
import { openPage } from '../support/open-page.ts';
import { startPatchbay } from '../support/patchbay.ts';
import { call, openSession, post } from '../support/raw-mcp.ts';
import { mockServer } from '../support/test-servers.ts';

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

test('calls show up live, with the failure of a crashing server, are called again, and lead to its log', async () => {
  const patchbay = await startPatchbay(
    { mcpServers: { mock: mockServer([], { env: { API_KEY: 'v3ry-secret-value' } }) } },
    { console: { port: 0, pageDir: built.folder } },
  );
  const link = (): string => patchbay.core.consoleLink() ?? '';
  const { page, complaints, close } = await openPage(browser, { link }, { hash: '#/activity' });
  const rows = page.getByRole('listbox', { name: 'Calls' });
  await rows.getByText('No calls yet.').waitFor();

  const url = patchbay.endpoint('mock');
  const headers = await openSession(url);
  await post(url, call(1, 'echo', { text: 'v3ry-secret-value' }), headers);
  await rows.getByRole('option', { name: /answered raw mock tools\/call echo/ }).click();
  const detail = page.getByRole('region', { name: /^Call \d+$/ });
  await detail.getByRole('group', { name: 'Answer' }).getByText('[redacted]').waitFor();
  expect(await detail.innerText()).not.toContain('v3ry');
  await detail.getByRole('button', { name: 'Call again' }).click();
  await rows.getByRole('option', { name: /answered patchbay mock tools\/call echo/ }).waitFor();
  await detail.getByText('Patchbay itself').waitFor();

  await post(url, call(2, 'noise', { lines: 1000 }), headers);
  // What a child prints comes by another way than its answers.
  const { readLogs } = patchbay.core.commands;
  const lastLines = (): Promise<readonly LogLine[]> => readLogs({ source: 'mock', after: -1, limit: 10 });
  await expect.poll(async () => (await lastLines()).map(({ text }) => text).join()).toContain('noise 1000');
  await post(url, call(3, 'crash', { code: 3 }), headers);
  const crashed = rows.getByRole('option', { name: /failed raw mock tools\/call crash .*mock/ });
  await crashed.click();
  await detail.getByRole('link', { name: 'Log at this moment' }).click();
  const log = page.getByRole('log', { name: 'Log of mock' });
  await log.getByText('mock server: crashing, as it was told').waitFor();
  await page.getByRole('searchbox', { name: 'Search' }).fill('noise 100');
  await page.getByText('2 lines', { exact: true }).waitFor();

  await post(url, call(4, 'echo', { text: 'recovered' }), headers);
  await page.goBack();
  await rows
    .getByRole('option', { name: /answered raw mock tools\/call echo/ })
    .nth(1)
    .waitFor();
  const settle = page.getByRole('switch', { name: 'Record calls' });
  await settle.click();
  await rows.getByText('Calls are not recorded.').waitFor();
  expect(await patchbay.core.commands.readCalls({ after: 0, limit: 10 })).toMatchObject({
    isOn: false,
    calls: [],
  });
  expect(complaints).toEqual([]);
  await close();
});
