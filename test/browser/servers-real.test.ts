// The servers' page against the product itself: a real command is added with a yes, asked, ruled, reviewed, removed and put
// back, and real programs register themselves.
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startSdkServer } from '../fixtures/sdk-http-server.ts';
import { builtPage } from '../support/built-page.ts';
import type { BuiltPage } from '../support/built-page.ts';
import { launchChromium } from '../support/chromium.ts';
import { openPage } from '../support/open-page.ts';
import { startPatchbay } from '../support/patchbay.ts';
import type { ConfigInput, RunningPatchbay } from '../support/patchbay.ts';
import { announce } from '../support/registrations.ts';
import { tempFolder } from '../support/temp-folder.ts';

const script = resolve(import.meta.dirname, '../fixtures/changing-server.mjs');

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
  config: ConfigInput,
  hash: string,
): Promise<{ readonly patchbay: RunningPatchbay; readonly page: Page }> {
  const patchbay = await startPatchbay(config, { console: { port: 0, pageDir: built.folder } });
  const opened = await openPage(browser, { link: () => patchbay.core.consoleLink() ?? '' }, { hash });
  onTestFinished(async () => {
    const complaints = [...opened.complaints];
    await opened.close();
    if (complaints.length > 0) throw new Error(`The page complained: ${complaints.join('\n')}`);
  });
  return { patchbay, page: opened.page };
}

test('a server is added, asked, ruled, reviewed, removed and put back', async () => {
  const { patchbay, page } = await open({ pinTools: true }, '#/servers');
  const tools = join(await tempFolder(), 'tools.json');
  const offer = (description: string): Promise<void> =>
    writeFile(
      tools,
      JSON.stringify([
        { name: 'read', description, inputSchema: { type: 'object' } },
        { name: 'write', inputSchema: { type: 'object' } },
      ]),
    );
  await offer('Reads.');
  const config = (): Promise<string> => readFile(join(patchbay.dataDir, 'config.json'), 'utf8');

  await page.getByRole('button', { name: 'Add server' }).click();
  const form = page.getByRole('dialog', { name: 'Add a server' });
  await form.getByRole('textbox', { name: 'Name' }).fill('notes');
  await form.getByRole('textbox', { name: 'Command' }).fill('no-such-program');
  await form.getByText(/^Not found in \d+ folders? of PATH/).waitFor();
  await form.getByRole('textbox', { name: 'Command' }).fill(process.execPath);
  await form.getByRole('textbox', { name: 'Arguments' }).fill(`${script}\n${tools}`);
  await form.getByText(`Found: ${process.execPath}`).waitFor();
  const next = form.getByRole('button', { name: 'Continue' });
  await expect.poll(() => next.getAttribute('aria-disabled')).toBe('false');
  await next.click();
  await page.getByRole('alertdialog').getByText(script, { exact: true }).waitFor();
  expect(await config()).not.toContain('notes');
  await page.getByRole('button', { name: 'Yes, add and allow it to run' }).click();
  await page.getByRole('heading', { name: 'notes', level: 2 }).waitFor();

  await page.getByRole('link', { name: 'Tools' }).click();
  await page.getByRole('button', { name: 'Start and ask' }).click();
  await page.getByText('2 of 2 tools offered').waitFor();
  await page.getByRole('switch', { name: 'Offer write' }).locator('..').click();
  await page.getByText('1 of 2 tools offered').waitFor();
  await page.getByRole('button', { name: 'Rename read' }).click();
  await page.getByRole('textbox', { name: 'New name of read' }).fill('look');
  await page.keyboard.press('Enter');
  await page.getByText('the server’s own name: read').waitFor();
  expect((await patchbay.core.commands.listTools({ server: 'notes' })).map(({ name }) => name)).toEqual([
    'look',
  ]);

  await offer('Reads, and tells everybody.');
  await page.getByRole('button', { name: 'Restart notes' }).last().click();
  await page.getByRole('button', { name: 'Look at the changes' }).click();
  const review = page.getByRole('dialog', { name: 'Changed tools of notes' });
  await review.getByRole('deletion').getByText('Reads.').waitFor();
  await review.getByRole('insertion').getByText('Reads, and tells everybody.').waitFor();
  await review.getByRole('button', { name: 'Accept 1 tool' }).click();
  await page.getByText('1 of 2 tools offered').waitFor();

  const before = await config();
  await page.getByRole('button', { name: 'Remove notes' }).click();
  await page.getByText('notes was removed from config.json.').waitFor();
  expect(await config()).not.toContain('notes');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('heading', { name: 'notes', level: 2 }).waitFor();
  expect(await config()).toBe(before);
});

test('programs that register are shown with lease and copies, let in, and looked at', async () => {
  const { patchbay, page } = await open({ registration: { approval: 'manual' } }, '#/registrations');
  const server = await startSdkServer({ name: 'weather' });
  onTestFinished(() => server.stop());
  await announce(patchbay.url, 'weather', server.url);
  await announce(patchbay.url, 'weather', new URL('/', server.url).href);
  const first = page.getByRole('listitem', { name: 'weather_1' });
  await first.getByText('Waits for approval').waitFor();
  await first.getByText('1 (2 in all)').waitFor();
  await page.getByRole('button', { name: 'Approve weather_1' }).click();
  await first.getByText('Healthy').waitFor();
  await first.getByText(/^\d+ s$/).waitFor();
  await first.getByRole('link', { name: 'weather_1' }).click();
  await page.getByRole('heading', { name: 'weather_1', level: 2 }).waitFor();
  expect(await page.getByRole('button', { name: 'Edit weather_1' }).count()).toBe(0);
  await page.getByRole('link', { name: 'Tools' }).click();
  await page.getByText('Tools of registered and built-in servers are offered as they are.').waitFor();
});
