// Every section of the page of a real gateway as axe judges it, in both themes, empty and full.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { showTheme, themes, violationsOf } from '../support/axe.ts';
import { call, openSession, post } from '../support/raw-mcp.ts';
import { mockServer } from '../support/test-servers.ts';
import { useRealScenes } from './real-scenes.ts';

const open = useRealScenes();
const within = ['#/settings/general', '#/settings/configuration', '#/settings/tokens'];

/** What axe objects to, by place. */
async function objections(
  page: Page,
  more: readonly string[] = [],
): Promise<Readonly<Record<string, readonly string[]>>> {
  const all: Record<string, readonly string[]> = {};
  const sections = page.getByRole('navigation', { name: 'Sections' }).getByRole('link');
  await sections.first().waitFor();
  const hashes = await sections.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
  expect(hashes).toHaveLength(8);
  for (const hash of [...hashes.slice(0, -1), ...within, ...more]) {
    await page.evaluate((to) => {
      window.location.hash = to;
    }, hash);
    await page.getByRole('main').getByRole('heading').first().waitFor();
    const found = await violationsOf(page);
    if (found.length > 0) all[hash] = found;
  }
  return all;
}

test('axe finds nothing to object to in any section while nothing is there', async () => {
  const { page } = await open({}, '#/');
  for (const theme of themes) {
    await showTheme(page, theme);
    expect([theme, await objections(page)]).toEqual([theme, {}]);
  }
});

test.each(themes)('axe finds nothing to object to in any section in use, %s', async (theme) => {
  const missing = { command: 'no-such-command-anywhere', start: 'eager' as const, maxRestarts: 0 };
  const mcpServers = { mock: mockServer(), missing, off: { ...missing, enabled: false } };
  const { patchbay, page } = await open({ registration: { approval: 'manual' }, mcpServers }, '#/');
  await showTheme(page, theme);
  const headers = await openSession(patchbay.endpoint('mock'));
  await post(patchbay.endpoint('mock'), call(1, 'echo', { text: 'hello' }), headers);
  await post(patchbay.endpoint('mock'), call(2, 'no-such-tool'), headers);
  await post(`${patchbay.url}/register`, { server_id: 'stranger', server_url: 'http://127.0.0.1:9/mcp' });
  await writeFile(join(patchbay.dataDir, 'config.json'), '{ "gateway": { "requestTimeoutSeconds": -5 } }');
  await page.getByRole('listitem', { name: 'The configuration file has 1 fault' }).waitFor();
  expect(await objections(page, ['#/servers/mock', '#/servers/missing', '#/servers/gone'])).toEqual({});
});
