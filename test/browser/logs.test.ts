// The section of logs: all sources or one, search, level, failures, copy and export.
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { expectAccessible } from '../support/axe.ts';
import { readyServer } from '../support/sample-servers.ts';
import { stickingOut } from '../support/sticking-out.ts';
import { useScenes } from './scenes.ts';

const open = useScenes();
const servers = [readyServer('files'), readyServer('github')];

function lines(count: number) {
  return Array.from({ length: count }, (_, index) => {
    const isError = index % 200 === 150;
    return {
      source: index % 2 === 0 ? 'files' : 'github',
      text: isError ? `Error ${index}: no such file` : `request ${index} was answered`,
      level: isError ? ('error' as const) : index % 50 === 7 ? ('warn' as const) : ('info' as const),
    };
  });
}

const log = (page: Page) => page.getByRole('log');
const current = (page: Page) => log(page).locator('[data-current=true]');

describe('the logs', () => {
  test('show all sources or one, with search that marks, counts, goes from place to place and leaves out', async () => {
    const { page, backend } = await open({ servers, hash: '#/logs' });
    backend.log(...lines(1000));
    await log(page).getByText('request 999 was answered').waitFor();
    expect(await log(page).innerText()).toMatch(/info\s+github\s+request 999/);

    const field = page.getByRole('searchbox', { name: 'Search' });
    await page.keyboard.press('Control+f');
    await page.keyboard.type('REQUEST 50');
    await page.getByText('11 lines', { exact: true }).waitFor();
    await field.press('Enter');
    await page.getByText('1 of 11', { exact: true }).waitFor();
    await current(page).getByText('request 50 was answered').waitFor();
    expect(await current(page).locator('mark').allInnerTexts()).toEqual(['request 50']);
    await field.press('Shift+Enter');
    await current(page).getByText('request 509 was answered').waitFor();
    await page.getByRole('button', { name: 'Only these' }).click();
    await page.getByText('11 lines', { exact: true }).first().waitFor();
    await expect.poll(() => log(page).locator('time').count()).toBe(11);
    await expectAccessible(page);
    await field.press('Escape');
    await page.getByText('1,000 lines').waitFor();

    await page.getByRole('combobox', { name: 'Level' }).selectOption('From warn');
    await page.getByText('25 lines').waitFor();
    await page.getByRole('combobox', { name: 'Source' }).selectOption('github');
    await expect.poll(() => page.url()).toContain('#/logs/github');
    await page.getByText('500 lines').waitFor();
    expect(await log(page).innerText()).not.toContain('github');
  });

  test('go from failure to failure, and to the moment that an address names', async () => {
    const { page, backend } = await open({ servers, hash: '#/logs' });
    backend.log(...lines(1000));
    await page.getByText('5 errors').waitFor();
    await page.getByRole('button', { name: 'Previous failure' }).click();
    await current(page).getByText('Error 950').waitFor();
    expect(await page.getByRole('button', { name: 'Follow' }).getAttribute('aria-pressed')).toBe('false');
    await page.getByRole('button', { name: 'Previous failure' }).click();
    await current(page).getByText('Error 750').waitFor();
    await page.getByRole('button', { name: 'Next failure' }).click();
    await current(page).getByText('Error 950').waitFor();

    const time = await current(page).locator('time').getAttribute('datetime');
    await page.evaluate(
      (moment) => location.assign(`#/logs/files/at/${moment}`),
      Date.parse(time ?? '') - 1000,
    );
    await current(page).getByText('Error 150').waitFor();
    expect(await page.getByRole('combobox', { name: 'Source' }).inputValue()).toBe('files');
  });

  test('hold still, copy what is shown, and save it as a file', async () => {
    const { page, backend, clipboard } = await open({ servers, hash: '#/logs/files' });
    backend.log(...lines(400));
    await page.getByText('200 lines').waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    backend.log({ source: 'files', text: 'later' });
    await page.getByRole('button', { name: 'Resume, 1 new line' }).waitFor();
    await page.getByRole('combobox', { name: 'Level' }).selectOption('Errors only');
    await page.getByText('2 lines').waitFor();
    await page.getByRole('button', { name: 'Copy the lines shown' }).click();
    await expect
      .poll(clipboard)
      .toMatch(/^\S+Z error files: Error 150: no such file\n\S+Z error files: Error 350: no such file\n$/);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save the lines shown as a file' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(/^files-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.log$/);
    expect(await readFile(await file.path(), 'utf8')).toBe(await clipboard());
  });

  test.each(['en-US', 'ru-RU'])('fit, and say when nothing fits the search (%s)', async (locale) => {
    const { page, backend } = await open({
      servers,
      hash: '#/logs',
      locale,
      width: 800,
      colorScheme: 'dark',
    });
    backend.log({ source: 'x'.repeat(64), text: 'word '.repeat(300) });
    await log(page).getByText('word word').waitFor();
    expect(await stickingOut(page)).toEqual([]);
    await page.getByRole('searchbox').fill('nothing of the kind');
    await page.getByRole('button', { name: /Only these|Только найденные/ }).click();
    await log(page)
      .getByText(/No line fits|Нет строк/)
      .waitFor();
    await expectAccessible(page);
  });
});
