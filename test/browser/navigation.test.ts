import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { pendingRegistration } from '../support/sample-registrations.ts';
import { mixedServers, readyServer } from '../support/sample-servers.ts';
import { useRealScenes } from './real-scenes.ts';
import { useScenes } from './scenes.ts';

const open = useScenes();
const openReal = useRealScenes();

/** The words of what has the focus. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.textContent ?? '');
}

describe('the navigation', () => {
  test('leads to each section, names it in the title and puts the focus on its heading', async () => {
    const { page } = await openReal({ mcpServers: { files: { command: 'files' } } }, '');
    const sections = page.getByRole('navigation', { name: 'Sections' });
    await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
    expect(await focused(page)).not.toBe('Overview');
    const names = await sections
      .getByRole('link')
      .evaluateAll((links) => links.map((link) => link.getAttribute('title') ?? ''));
    expect(names).toEqual([
      'Overview',
      'Servers',
      'Registrations',
      'Clients',
      'Activity',
      'Logs',
      'Playground',
      'Settings',
    ]);
    for (const name of [...names.slice(1), 'Overview']) {
      const link = sections.getByTitle(name, { exact: true });
      await link.click();
      await expect.poll(() => page.title()).toBe(`${name} – Patchbay`);
      expect(await link.getAttribute('aria-current')).toBe('page');
      expect(await sections.locator('[aria-current]').count()).toBe(1);
      const heading = page.getByRole('heading', { level: 1 });
      await expect.poll(() => heading.evaluate((element) => element === document.activeElement)).toBe(true);
    }
    await page.goBack();
    await expect.poll(() => page.title()).toBe('Settings – Patchbay');
    await page.reload();
    await expect.poll(() => page.title()).toBe('Settings – Patchbay');
  });

  test('is passed by with the first link of the page', async () => {
    const { page } = await open({ servers: [readyServer('files')], hash: '#/registrations' });
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('MAIN');
    expect(new URL(page.url()).hash).toBe('#/registrations');
  });

  test.each([800, 1280])('says what waits in each section, %i pixels wide', async (width) => {
    const { page, backend } = await open({ servers: mixedServers(Date.now()), hash: '', width });
    backend.change({ registrations: { servers: [pendingRegistration('stranger')], clients: [] } });
    const sections = page.getByRole('navigation', { name: 'Sections' });
    await sections.getByRole('link', { name: 'Servers 2 need attention' }).waitFor();
    await expect(
      sections.getByRole('link', { name: 'Registrations 1 waits for approval' }).waitFor(),
    ).resolves.toBeUndefined();
  });
});
