// The settings of a real gateway: config.json in its editor, its versions, and the forms.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { connectionBook } from '../../src/main/core/clients/connection-book.ts';
import { systemClock } from '../../src/main/core/ports.ts';
import { expectAccessible } from '../support/axe.ts';
import { builtPage } from '../support/built-page.ts';
import type { BuiltPage } from '../support/built-page.ts';
import { launchChromium } from '../support/chromium.ts';
import { openPage } from '../support/open-page.ts';
import type { OpenPageOptions } from '../support/open-page.ts';
import { openPatchbay } from '../support/patchbay.ts';
import type { RunningPatchbay } from '../support/patchbay.ts';
import { freePort } from '../support/ports.ts';

const text = `// mine
{
  "gateway": { "port": 0 },
  "auth": { "mode": "none" },
  "mcpServers": {
    // far away
    "remote": { "url": "http://127.0.0.1:9/mcp" },
  },
}
`;
const pictures = fileURLToPath(new URL('../../test-results/page', import.meta.url));

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

interface Opened {
  readonly patchbay: RunningPatchbay;
  readonly page: Page;
  readonly file: string;
}

/** Fails when the page complained, its content policy included. */
async function open(options: OpenPageOptions): Promise<Opened> {
  const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-settings-'));
  const file = join(dataDir, 'config.json');
  const patchbay = await openPatchbay({}, { console: { port: 0, pageDir: built.folder }, dataDir });
  await writeFile(file, text);
  await expect.poll(() => patchbay.core.state.get().servers.map(({ name }) => name)).toContain('remote');
  const link = (): string => patchbay.core.consoleLink() ?? '';
  const opened = await openPage(browser, { link }, options);
  onTestFinished(async () => {
    await opened.close();
    await patchbay.stop();
    await rm(dataDir, { recursive: true, force: true });
    expect(opened.complaints).toEqual([]);
  });
  return { patchbay, page: opened.page, file };
}

async function look(page: Page, name: string): Promise<void> {
  await mkdir(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `settings-${name}.png`) });
  const sticksOut = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  expect(sticksOut).toBe(false);
}

describe('config.json in its editor', () => {
  test('is completed from the schema, checked as it is typed, reviewed with its commands, saved, and brought back', async () => {
    const { patchbay, page, file } = await open({ hash: '#/settings/configuration' });
    const editor = page.getByRole('textbox', { name: 'config.json' });
    await editor.getByText('// far away').click();

    // Completion: a key with what it is for, then its values.
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.type('"pinT');
    await page.getByRole('option', { name: /pinTools/ }).waitFor();
    await page.getByText('Whether tools that are new or have changed wait').waitFor();
    await look(page, 'completion');
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: 'true' }).click();

    // A fault where it stands, in the editor and below it.
    await editor.getByText('// far away').click();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.insertText(
      '"new": { "command": "sh", "args": ["-c", "exit 0"], "session": "sharde" },',
    );
    const fault = page.getByRole('button', { name: /mcpServers\.new\.session .*did you mean "shared"/ });
    await fault.waitFor();
    const review = page.getByRole('button', { name: 'Review and save' });
    expect(await review.isDisabled()).toBe(true);
    await look(page, 'fault');
    await fault.click();
    await page.keyboard.press('End');
    await page.keyboard.press('Shift+Home');
    await page.keyboard.insertText(
      '"new": { "command": "sh", "args": ["-c", "exit 0"], "session": "shared" },',
    );
    await fault.waitFor({ state: 'detached' });

    // What it changes and does; the command wants a yes.
    await page.keyboard.press('Control+s');
    const dialog = page.getByRole('dialog', { name: 'Save this configuration?' });
    await dialog.getByText('Added: new.').waitFor();
    await dialog.getByText('Settings that change: pinTools.').waitFor();
    await dialog.getByText('A shell (sh) runs what stands behind it').waitFor();
    await dialog.getByRole('group', { name: 'What changes in the file' }).getByText('"new"').waitFor();
    const save = dialog.getByRole('button', { name: 'Save', exact: true });
    expect(await save.isDisabled()).toBe(true);
    await look(page, 'review');
    await dialog.getByRole('checkbox', { name: 'I have read this command' }).check();
    await save.click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('As on disk').waitFor();
    const saved = await readFile(file, 'utf8');
    expect(saved).toContain('    // far away\n    "new": { "command": "sh"');
    expect(patchbay.core.state.get().servers.map(({ name }) => name)).toContain('new');

    // Back to what it was, by the same way.
    await page.getByRole('button', { name: 'Versions' }).click();
    const versions = page.getByRole('complementary', { name: 'Earlier versions' });
    await versions.getByText('mcpServers.new, pinTools').waitFor();
    await look(page, 'versions');
    await expectAccessible(page);
    await versions
      .getByRole('button', { name: /^Restore the version of/ })
      .first()
      .click();
    await dialog.getByText('Removed: new.').waitFor();
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  test('keeps what is typed while another program writes the file, and asks', async () => {
    const { page, file } = await open({ hash: '#/settings/configuration', width: 800, colorScheme: 'dark' });
    const editor = page.getByRole('textbox', { name: 'config.json' });
    await editor.getByText('// mine').click();
    await page.keyboard.press('End');
    await page.keyboard.type(', and here');
    await page.getByText('Changed here, not saved').waitFor();
    await writeFile(file, text.replace('far away', 'theirs'));
    const notice = page.getByRole('alert').filter({ hasText: 'Another program has changed the file' });
    await notice.waitFor();
    await look(page, 'changed-outside-dark');
    expect(await editor.innerText()).toContain('// mine, and here');
    await notice.getByRole('button', { name: 'Go on with mine' }).click();
    // Kept while somebody looks elsewhere in the page.
    await page.getByRole('link', { name: 'General' }).click();
    await page.getByRole('textbox', { name: 'Port' }).waitFor();
    await page.getByRole('link', { name: 'Configuration file' }).click();
    await page.getByRole('button', { name: 'Review and save' }).click();
    const dialog = page.getByRole('dialog', { name: 'Save this configuration?' });
    await dialog.getByText('Only comments and layout change').waitFor();
    await look(page, 'review-dark');
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('As on disk').waitFor();
    expect(await readFile(file, 'utf8')).toBe(text.replace('// mine', '// mine, and here'));
  });
});

describe('the forms', () => {
  test('change the file key by key, move the gateway with a word on who has to be told, and say who has not been', async () => {
    const { patchbay, page, file } = await open({ hash: '#/settings' });
    const clientFile = join(patchbay.dataDir, 'cursor.json');
    const after = JSON.stringify({ mcpServers: { patchbay: { url: `${patchbay.url}/mcp` } } });
    await writeFile(clientFile, after);
    const record = {
      client: 'cursor',
      path: clientFile,
      name: 'patchbay',
      before: null,
      after,
      tokenId: null,
    };
    await connectionBook(patchbay.dataDir, process.platform, systemClock()).put({ ...record, at: 1 });

    const port = page.getByRole('textbox', { name: 'Port' });
    await port.waitFor();
    expect(await page.getByRole('switch', { name: 'Start at login' }).isDisabled()).toBe(true);
    await page.getByText('Your system can start “patchbay serve” itself.').waitFor();
    await page.getByText(`${patchbay.url}/metrics`).waitFor();
    await look(page, 'general');
    await expectAccessible(page);

    await port.fill('70000');
    await page.getByText('Give a number from 0 to 65,535.').waitFor();
    const save = page.getByRole('button', { name: 'Save', exact: true });
    expect(await save.isDisabled()).toBe(true);
    const next = await freePort();
    await port.fill(String(next));
    await page.getByRole('combobox', { name: 'Approval' }).selectOption('All wait for approval');
    await page.getByText('2 changes not saved').first().waitFor();
    await save.click();
    const question = page.getByRole('alertdialog', { name: 'The gateway’s address changes' });
    await question.getByText(`From ${patchbay.url} to http://127.0.0.1:${next}`).waitFor();
    await question.getByText('Cursor holds the old address.').waitFor();
    await look(page, 'move');
    await question.getByRole('button', { name: 'Move the gateway' }).click();
    const stale = page.getByRole('region', { name: '1 client does not reach the gateway' });
    await stale.getByText('patchbay connect cursor').waitFor();
    await page.getByText('Nothing to save').waitFor();
    await look(page, 'stale');
    expect(await readFile(file, 'utf8')).toBe(
      text
        .replace('"port": 0', `"port": ${next}`)
        .replace('  },\n}', '  },\n  "registration": {\n    "approval": "manual"\n  },\n}'),
    );
    expect(patchbay.core.state.get().gateway.url).toBe(`http://127.0.0.1:${next}`);

    // The client is told, by whomever.
    await writeFile(clientFile, after.replace(patchbay.url, `http://127.0.0.1:${next}`));
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await stale.waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'Approval: back to the default' }).click();
    await page.getByText('Advanced').click();
    await page.getByRole('textbox', { name: 'Messages in one batch' }).fill('7');
    await page.getByRole('combobox', { name: 'Level' }).selectOption('Everything');
    await page.getByRole('combobox', { name: 'Encryption' }).selectOption('TLS');
    await save.click();
    // What the core alone can say is said, too.
    await page.getByText(/cert_file is missing/).waitFor();
    await look(page, 'refused');
    await page.getByRole('combobox', { name: 'Encryption' }).selectOption('Off');
    await save.click();
    await page.getByText('Nothing to save').waitFor();
    const { gateway, logging, registration } = (await patchbay.core.commands.readSettings({})).values;
    expect([gateway.limits.maxBatchLength, gateway.tls]).toEqual([7, null]);
    expect([logging.level, registration.approval]).toEqual(['debug', 'auto']);
  });
});
