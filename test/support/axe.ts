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

/** Fails with each violation in the light and in the dark theme. `where`: a selector; absent: the whole page. */
export async function expectAccessible(page: Page, where = 'html'): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(await source());
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const theme = page.locator('html');
    await expect.poll(() => theme.getAttribute('data-mantine-color-scheme')).toBe(colorScheme);
    const results = await page.evaluate(
      async ({ where, options }) => {
        // Colours that are still on their way from the other theme are not what people read.
        await Promise.all(document.getAnimations().map(async (one) => one.finished.catch(() => {})));
        // Chromium counts inherited colours anew only for the next frame.
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        return (window as unknown as { readonly axe: Axe }).axe.run(where, options);
      },
      { where, options },
    );
    for (const { id, help, nodes } of results.violations)
      for (const { target, failureSummary } of nodes)
        found.push(`${colorScheme}: ${id}, ${help}: ${target.join(' ')}: ${failureSummary ?? ''}`);
  }
  expect(found).toEqual([]);
}

let read: Promise<string> | null = null;

function source(): Promise<string> {
  read ??= readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  return read;
}
