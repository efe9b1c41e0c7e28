// Whether what a page shows can be used by everybody, as far as axe can tell, in both themes.
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** What is used of axe, which puts itself into the window. */
interface Axe {
  readonly run: (where: string, options: unknown) => Promise<{ readonly violations: readonly Violation[] }>;
}

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[];
}

const options = {
  resultTypes: ['violations'],
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
};

export type Theme = 'light' | 'dark';
export const themes: readonly Theme[] = ['light', 'dark'];

/** A busy Chromium may still count with the colours of the other theme: it is looked at again, so often. */
const mostLooks = 4;

/** Fails with each violation in both themes. `where`: a selector; absent: the whole page. */
export async function expectAccessible(page: Page, where = 'html'): Promise<void> {
  for (const theme of themes) {
    await showTheme(page, theme);
    expect(await violationsOf(page, where)).toEqual([]);
  }
}

/** The page as who prefers this theme sees it. */
export async function showTheme(page: Page, colorScheme: Theme): Promise<void> {
  await page.emulateMedia({ colorScheme });
  const html = page.locator('html');
  await expect.poll(() => html.getAttribute('data-mantine-color-scheme')).toBe(colorScheme);
}

/** Each violation in the theme that is shown, as text. */
export async function violationsOf(page: Page, where = 'html'): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(await source());
  let found = await violations(page, where);
  for (let looks = 1; found.length > 0 && looks < mostLooks; looks += 1)
    found = await violations(page, where);
  return found;
}

async function violations(page: Page, where: string): Promise<readonly string[]> {
  const found = await page.evaluate(
    async ({ where, options }) => {
      await Promise.all(document.getAnimations().map(async (one) => one.finished.catch(() => {})));
      // Inherited colours are counted anew only for the next frame.
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      return (window as unknown as { readonly axe: Axe }).axe.run(where, options);
    },
    { where, options },
  );
  return found.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}, ${help}: ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
}

let read: Promise<string> | null = null;

function source(): Promise<string> {
  read ??= readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  return read;
}
