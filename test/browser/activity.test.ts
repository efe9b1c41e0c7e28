// The section of recorded calls: live, filtered, one opened, called again, switched off.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { expectAccessible } from '../support/axe.ts';
import { callsScript, mixedCalls, sampleCall } from '../support/sample-calls.ts';
import type { RecordedCalls } from '../support/sample-calls.ts';
import { readyServer } from '../support/sample-servers.ts';
import { stickingOut } from '../support/sticking-out.ts';
import { useScenes } from './scenes.ts';
import type { SceneOptions } from './scenes.ts';

const open = useScenes();
const pictures = fileURLToPath(new URL('../../test-results/page', import.meta.url));
const servers = [readyServer('files'), readyServer('github')];

async function show(calls: RecordedCalls['calls'], options: SceneOptions = {}) {
  const recorded: RecordedCalls = { calls, isOn: true, generation: 1 };
  const scene = await open({ servers, ...options });
  scene.backend.script = callsScript(recorded);
  await scene.page.evaluate((hash) => location.assign(hash), options.hash ?? '#/activity');
  await scene.page.getByRole('listbox', { name: 'Calls' }).or(scene.page.getByRole('listbox')).waitFor();
  return { ...scene, recorded };
}

const list = (page: Page) => page.getByRole('listbox');
const row = (page: Page, text: string | RegExp) => list(page).getByRole('option', { name: text });

describe('recorded calls', () => {
  test('show up as they come and change, with who, where, what, how long, how large and how', async () => {
    const { page, recorded } = await show([sampleCall(1)]);
    await row(page, /answered claude-code files tools\/call read_file 12 ms 120 B → 3.4 kB/).waitFor();
    const slow = sampleCall(2, { subject: 'slow_one', outcome: 'running', ms: null, answerBytes: 0 });
    recorded.calls = [...recorded.calls, slow];
    await row(page, /running .* slow_one/).waitFor();
    const failed = { outcome: 'tool-failed', problem: 'disk full', ms: 2300, revision: 3 } as const;
    recorded.calls = [sampleCall(1), { ...slow, ...failed }];
    await row(page, /tool error .* slow_one disk full 2.3 s/).waitFor();
    expect(await list(page).getByRole('option').count()).toBe(2);
    await expectAccessible(page);
  });

  test('follow their end among thousands, draw those in view alone, and can be filtered', async () => {
    const { page, recorded } = await show(mixedCalls(3000));
    await page.getByText('3,000 calls').waitFor();
    await row(page, /running/).waitFor();
    expect(await list(page).getByRole('option').count()).toBeLessThan(80);
    recorded.calls = [...recorded.calls, sampleCall(3001, { subject: 'newest' })];
    await row(page, /newest/).waitFor();
    await page.getByRole('combobox', { name: 'Outcome' }).selectOption('Failed');
    await page.getByRole('combobox', { name: 'Server' }).selectOption('github');
    await page.getByRole('searchbox', { name: 'Filter' }).fill('unknown tool');
    await page.getByText(/^\d+ calls of 3,001$/).waitFor();
    const shown = await list(page).getByRole('option').allInnerTexts();
    expect(shown.length).toBeGreaterThan(3);
    for (const text of shown) expect(text).toMatch(/failed[^]*github[^]*Unknown tool/);
    await page.getByRole('searchbox', { name: 'Filter' }).fill('nothing of the kind');
    await list(page).getByText('No call fits the filter.').waitFor();
  });

  test('are opened by mouse, keys or address, with request, answer and what came before it', async () => {
    const { page } = await show(mixedCalls(60), { hash: '#/activity/21' });
    const detail = (id: number) => page.getByRole('region', { name: `Call ${id}`, exact: true });
    await detail(21).getByRole('group', { name: 'Request' }).waitFor();
    await row(page, /./).and(page.locator('[aria-selected=true]')).waitFor();
    expect(await detail(21).getByRole('group', { name: 'Request' }).innerText()).toContain(
      '"arguments": {\n      "path": "/home/anna/notes",\n      "token": "[redacted]"',
    );
    await detail(21).getByText('The beginning of 10.6 kB').waitFor();
    await detail(21).getByText('Before the answer: 2 messages').click();
    await detail(21).getByText('after 66 ms').waitFor();
    await expectAccessible(page);
    const log = detail(21).getByRole('link', { name: 'Log at this moment' });
    expect(await log.getAttribute('href')).toBe(`#/logs/${'a'.repeat(64)}/at/${sampleCall(21).at}`);

    await list(page).focus();
    await page.keyboard.press('ArrowDown');
    await detail(22).waitFor();
    expect(await list(page).getAttribute('aria-activedescendant')).toBe('call-22');
    await page.keyboard.press('End');
    await detail(60).getByText('Waiting for the answer.').waitFor();
    await page.keyboard.press('Escape');
    await detail(60).waitFor({ state: 'detached' });
    await row(page, /running/).click();
    await detail(60).getByRole('button', { name: 'Close' }).click();
    expect(new URL(page.url()).hash).toBe('#/activity');
  });

  test('can be called again, and say when that cannot be', async () => {
    const { page, recorded, backend } = await show([sampleCall(1), sampleCall(2, { method: 'initialize' })]);
    backend.script.repeatCall = ({ id }) => {
      recorded.calls = [...recorded.calls, sampleCall(3, { subject: `again ${id}`, door: 'own' })];
      return { id: 3 };
    };
    await row(page, /read_file/)
      .first()
      .click();
    await page.getByRole('button', { name: 'Call again' }).click();
    await page.getByRole('region', { name: 'Call 3' }).getByText('Patchbay itself').waitFor();
    await row(page, /initialize/).click();
    const again = page.getByRole('region', { name: 'Call 2' }).getByRole('button', { name: 'Call again' });
    expect(await again.getAttribute('aria-disabled')).toBe('true');
    expect(await again.getAttribute('title')).toContain('belongs to its session');
  });

  test('can be forgotten, and switched off', async () => {
    const { page, recorded, backend } = await show(mixedCalls(10));
    backend.script.clearCalls = () => {
      recorded.calls = [];
      recorded.generation = 2;
      return { cleared: 10 };
    };
    backend.script.changeSettings = ({ changes }) => {
      recorded.isOn = changes[0]?.value === true;
      return { settings: {}, defaults: {}, faults: [] } as never;
    };
    await page.evaluate(() => location.assign('#/activity/999'));
    await page.getByText('This call is not kept any more.').waitFor();
    await page.getByRole('button', { name: 'Clear' }).click();
    await list(page).getByText('No calls yet.').waitFor();
    await page.getByRole('switch', { name: 'Record calls' }).click();
    await list(page).getByText('Calls are not recorded.').waitFor();
    const changes = [{ key: 'logging.calls', value: false }];
    expect(backend.called.find(({ name }) => name === 'changeSettings')?.input).toEqual({ changes });
    await expectAccessible(page);
  });

  test.each([
    [800, 'dark', 'en-US'],
    [1280, 'light', 'ru-RU'],
    [1600, 'dark', 'en-US'],
  ] as const)('fit into %i pixels, %s, %s', async (width, colorScheme, locale) => {
    const options = { hash: '#/activity/29', width, colorScheme, locale };
    const { page } = await show(mixedCalls(200), options);
    await page.getByRole('group', { name: /Request|Запрос/ }).waitFor();
    expect(await stickingOut(page)).toEqual([]);
    await mkdir(pictures, { recursive: true });
    await page.screenshot({ path: join(pictures, `activity-${width}.png`) });
  });
});
