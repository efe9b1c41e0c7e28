import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { readyServer } from '../support/sample-servers.ts';
import type { Backend } from '../support/contract-server.ts';
import { useScenes } from './scenes.ts';

const open = useScenes();
const servers = [readyServer('files'), readyServer('other')];
const hash = '#/servers/files';

function numbered(from: number, count: number) {
  return Array.from({ length: count }, (_, index) => ({ source: 'files', text: `line ${from + index}.` }));
}

function logOf(page: Page) {
  return page.getByRole('log', { name: 'Log of files' });
}

/** Logs so many lines, in batches that a stream takes, each once the one before is counted. */
async function flood(backend: Backend, page: Page, from: number, count: number): Promise<void> {
  for (let sent = 0; sent < count; sent += 1500) {
    const size = Math.min(1500, count - sent);
    backend.log(...numbered(from + sent, size));
    const last = `line ${from + sent + size - 1}.`;
    await logOf(page).getByText(last, { exact: true }).waitFor();
  }
}

/** How far the log is scrolled from its end, in pixels. */
function distanceFromEnd(page: Page): Promise<number> {
  return logOf(page).evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight);
}

/** Waits until the log has not moved for ten frames: a turn of the wheel is a movement of many. */
function standstill(page: Page): Promise<void> {
  return logOf(page).evaluate(async (log) => {
    for (let still = 0, last = -1; still < 10;) {
      await new Promise(requestAnimationFrame);
      still = log.scrollTop === last ? still + 1 : 0;
      last = log.scrollTop;
    }
  });
}

describe('a server’s log', () => {
  test('shows what was there, then each new line, with time and level, and nobody else’s', async () => {
    const { page, backend, row } = await open({ servers });
    backend.log({ source: 'files', text: 'from before' }, { source: 'other', text: 'not mine' });
    await row('files')
      .getByRole('button', { name: /ready, 13 tools/ })
      .click();
    await logOf(page).getByText('from before').waitFor();
    backend.log(
      { source: 'other', text: 'not mine either' },
      { source: 'files', text: 'it broke', level: 'error' },
      { source: 'files', text: 'it is odd', level: 'warn' },
    );
    await logOf(page).getByText('it is odd').waitFor();
    const text = await logOf(page).innerText();
    expect(text).toMatch(/\d\d:\d\d:\d\d\.\d{3}\s+error\s+it broke/);
    expect(text).toMatch(/warn\s+it is odd/);
    expect(text).not.toContain('not mine');
  });

  test('follows its end, stays where a person scrolls to, and follows again from the end on', async () => {
    const { page, backend } = await open({ servers, hash });
    const follow = page.getByRole('button', { name: 'Follow' });
    await flood(backend, page, 0, 500);
    await expect.poll(() => distanceFromEnd(page)).toBe(0);

    await logOf(page).hover();
    await page.mouse.wheel(0, -2000);
    await expect.poll(() => follow.getAttribute('aria-pressed')).toBe('false');
    await expect.poll(() => distanceFromEnd(page)).toBeGreaterThan(1000);
    await standstill(page);
    const top = await logOf(page).evaluate((element) => element.scrollTop);
    backend.log(...numbered(500, 100));
    await page.getByText('600 lines').waitFor();
    expect(await logOf(page).evaluate((element) => element.scrollTop)).toBe(top);

    await logOf(page).press('End');
    await expect.poll(() => follow.getAttribute('aria-pressed')).toBe('true');
    backend.log(...numbered(600, 100));
    await logOf(page).getByText('line 699.').waitFor();
    await expect.poll(() => distanceFromEnd(page)).toBe(0);
  });

  test('goes to its end when following is switched on', async () => {
    const { page, backend } = await open({ servers, hash });
    await flood(backend, page, 0, 300);
    await logOf(page).press('Home');
    await logOf(page).getByText('line 0.', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Follow' }).click();
    await logOf(page).getByText('line 299.').waitFor();
    await expect.poll(() => distanceFromEnd(page)).toBe(0);
  });

  test('holds still while paused, counts what comes, and shows it afterwards', async () => {
    const { page, backend } = await open({ servers, hash });
    backend.log(...numbered(0, 3));
    await logOf(page).getByText('line 2.').waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    backend.log(...numbered(3, 20));
    await page.getByRole('button', { name: 'Resume, 20 new lines' }).waitFor();
    expect(await logOf(page).innerText()).not.toContain('line 3.');
    await page.getByRole('button', { name: 'Resume, 20 new lines' }).click();
    await logOf(page).getByText('line 22.').waitFor();
  });

  test('marks where lines are missing', async () => {
    const { page, backend } = await open({ servers, hash });
    backend.log(...numbered(0, 1));
    await logOf(page).getByText('line 0.').waitFor();
    backend.loseLines(42);
    backend.log(...numbered(1, 1));
    await expect(logOf(page).getByText('up to 42 lines are missing here').waitFor()).resolves.toBeUndefined();
  });

  test('keeps the newest 20,000 lines, draws only those in view, and stays at the end of a flood', async () => {
    const { page, backend } = await open({ servers, hash });
    await flood(backend, page, 0, 21_000);
    await page.getByText('newest 20,000 lines').waitFor();
    await expect.poll(() => distanceFromEnd(page)).toBe(0);
    expect(await logOf(page).locator('time').count()).toBeLessThan(100);
    await logOf(page).press('Home');
    await logOf(page).getByText('line 1000.', { exact: true }).waitFor();
  });

  test('leaves the lines being read where they are while the oldest ones go', async () => {
    const { page, backend } = await open({ servers, hash });
    await flood(backend, page, 0, 20_000);
    await logOf(page).hover();
    await page.mouse.wheel(0, -40_000);
    const firstInView = () =>
      logOf(page).evaluate((log) => {
        const { top } = log.getBoundingClientRect();
        const lines = [...log.querySelectorAll('time')];
        return lines.find((line) => line.getBoundingClientRect().top >= top)?.parentElement?.innerText ?? '';
      });
    await expect.poll(() => distanceFromEnd(page)).toBeGreaterThan(30_000);
    await standstill(page);
    const before = await firstInView();
    backend.log(...numbered(20_000, 500));
    await page.getByText('newest 20,000 lines').waitFor();
    await standstill(page);
    expect(before).not.toBe('');
    expect(await firstInView()).toBe(before);
  });

  test('shows long lines on several lines, or on one by choice, and never more than fits a screen', async () => {
    const { page, backend } = await open({ servers, hash });
    backend.log({ source: 'files', text: `long ${'x'.repeat(100_000)}` });
    await logOf(page).getByText('… 96,005 more characters').waitFor();
    const height = () =>
      logOf(page)
        .locator('[data-index="0"]')
        .evaluate((line) => line.clientHeight);
    await expect.poll(height).toBeGreaterThan(100);
    await page.getByRole('button', { name: 'Wrap' }).click();
    await expect.poll(height).toBe(20);
  });

  test('stays at its end when lines are wrapped or not, and when the window changes', async () => {
    const { page, backend } = await open({ servers, hash });
    backend.log(...Array.from({ length: 200 }, () => ({ source: 'files', text: 'word '.repeat(120) })));
    await page.getByText('200 lines').waitFor();
    await expect.poll(() => distanceFromEnd(page)).toBe(0);
    await page.getByRole('button', { name: 'Wrap' }).click();
    await expect.poll(() => distanceFromEnd(page)).toBe(0);
    await page.getByRole('button', { name: 'Wrap' }).click();
    await expect.poll(() => distanceFromEnd(page)).toBe(0);
    await page.setViewportSize({ width: 1000, height: 600 });
    await expect.poll(() => distanceFromEnd(page)).toBe(0);
    backend.log(...numbered(0, 30));
    await logOf(page).getByText('line 29.').waitFor();
    await expect.poll(() => distanceFromEnd(page)).toBe(0);
  });

  test('says when there is nothing yet', async () => {
    const { page } = await open({ servers, hash });
    await expect(logOf(page).getByText('Nothing has been logged yet.').waitFor()).resolves.toBeUndefined();
  });
});
