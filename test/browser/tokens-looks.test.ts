import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { mixedTokens, sampleToken } from '../support/sample-tokens.ts';
import { useTokenScenes } from './token-scenes.ts';

const open = useTokenScenes();
const pictures = fileURLToPath(new URL('../../test-results/page', import.meta.url));

describe.each([800, 1280])('tokens in a window of %i pixels', (width) => {
  test('fit, light and dark, however long names are, and so do the dialogs', async () => {
    const long = sampleToken('n'.repeat(80), {
      scopes: ['execute:mcp', ...Array.from({ length: 40 }, (_, index) => `server:some-server-${index}`)],
    });
    const { page } = await open([...mixedTokens(), long], { width });
    await page.getByRole('listitem', { name: 'cursor' }).waitFor();
    await mkdir(pictures, { recursive: true });
    const look = async (name: string): Promise<void> => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        const theme = page.locator('html');
        await expect.poll(() => theme.getAttribute('data-mantine-color-scheme')).toBe(colorScheme);
        await page.screenshot({ path: join(pictures, `tokens-${name}-${width}-${colorScheme}.png`) });
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      const pane = page.getByRole('dialog').or(page.getByRole('alertdialog')).or(page.locator('main'));
      const sticksOut = (element: HTMLElement | SVGElement) => element.scrollWidth > element.clientWidth;
      expect(await pane.first().evaluate(sticksOut)).toBe(false);
    };
    await look('list');
    await page.getByRole('button', { name: 'Revoke cursor' }).click();
    await look('revoke');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Rotate the secret' }).click();
    await look('rotate');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'New token' }).click();
    await page.getByRole('button', { name: 'Create token' }).click();
    await page.getByRole('radio', { name: 'Only some servers' }).check();
    await look('form');
    await page.getByRole('radio', { name: 'All servers' }).check();
    await page.getByRole('textbox', { name: 'Name' }).fill('x'.repeat(80));
    await page.getByRole('button', { name: 'Create token' }).click();
    await page.getByRole('dialog', { name: /^Token for/ }).waitFor();
    await look('made');
  });
});
