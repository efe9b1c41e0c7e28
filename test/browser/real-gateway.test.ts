// The page against the product itself: a real gateway, its console, a real MCP server.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { builtPage } from '../support/built-page.ts';
import type { BuiltPage } from '../support/built-page.ts';
import { launchChromium } from '../support/chromium.ts';
import { openPage, type OpenPageOptions } from '../support/open-page.ts';
import { startPatchbay } from '../support/patchbay.ts';
import type { ConfigInput, RunningPatchbay } from '../support/patchbay.ts';

const everything = fileURLToPath(
  new URL('../../node_modules/@modelcontextprotocol/server-everything/dist/index.js', import.meta.url),
);
const config = { mcpServers: { everything: { command: process.execPath, args: [everything] } } };

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

interface RealPage {
  readonly patchbay: RunningPatchbay;
  readonly page: Page;
  /** One more page of the same gateway, for somebody whose browser prefers Russian. */
  readonly inRussian: () => Promise<Page>;
}

/** A gateway and the page open on it; both end with the test, which fails when a page complained. */
async function open(content: ConfigInput, hash = '#/servers'): Promise<RealPage> {
  const patchbay = await startPatchbay(content, { console: { port: 0, pageDir: built.folder } });
  const link = (): string => {
    const fresh = patchbay.core.consoleLink();
    if (fresh === null) throw new Error('The gateway has no console.');
    return fresh;
  };
  const show = async (options: OpenPageOptions): Promise<Page> => {
    const opened = await openPage(browser, { link }, { hash, ...options });
    onTestFinished(async () => {
      const complaints = [...opened.complaints];
      await opened.close();
      if (complaints.length > 0) throw new Error(`The page complained: ${complaints.join('\n')}`);
    });
    return opened.page;
  };
  return { patchbay, page: await show({}), inRussian: () => show({ locale: 'ru-RU' }) };
}

describe('the page of a real gateway', () => {
  test('greets whoever has no server yet, with the real paths and addresses', async () => {
    const { patchbay, page } = await open({}, '#/');
    await page.getByRole('heading', { name: 'Patchbay is running' }).waitFor();
    const text = await page.getByRole('main').innerText();
    expect(text).toContain(join(patchbay.dataDir, 'config.json'));
    await page.getByRole('button', { name: 'Call list_servers' }).click();
    await page.getByRole('region', { name: 'The answer' }).getByText('patchbay').first().waitFor();
  });

  test('starts and stops a real server, and shows its state and log live', async () => {
    const { patchbay, page } = await open(config, '#/servers/everything');
    const details = page.getByRole('region', { name: 'everything', exact: true });
    await details.getByRole('button', { name: 'Start everything', exact: true }).click();
    await details.getByText(/^ready, \d+ tools/).waitFor();
    // More than once: which era it speaks is tried on a child of its own.
    await page.getByRole('log').getByText('Starting default (STDIO) server...').last().waitFor();
    await details.getByRole('button', { name: 'Stop everything' }).click();
    await details.getByText(/^idle/).waitFor();
    const server = patchbay.core.state.get().servers.find(({ name }) => name === 'everything');
    expect(server).toMatchObject({ status: 'stopped', pids: [] });
  });

  test('switches a server off', async () => {
    const { patchbay, page } = await open(config, '#/servers/everything');
    const details = page.getByRole('region', { name: 'everything', exact: true });
    await details.getByRole('switch', { name: 'everything enabled' }).click();
    await details.getByText('disabled', { exact: true }).waitFor();
    const server = patchbay.core.state.get().servers.find(({ name }) => name === 'everything');
    expect(server).toMatchObject({ enabled: false });
  });

  test('shows a broken configuration file with its place, in either language, changes nothing, and forgets it once mended', async () => {
    const { patchbay, page, inRussian } = await open(config);
    await page.getByRole('row').nth(1).waitFor();
    const broken = '{\n  "mcpServers": {\n    "everything": { "command": 5 }\n  }\n}\n';
    await writeFile(join(patchbay.dataDir, 'config.json'), broken);
    const banner = page.getByRole('alert', { name: /The configuration file has \d+ fault/ });
    await banner.waitFor();
    expect(await banner.innerText()).toMatch(/3:\d+\s+mcpServers\.everything/);
    expect(await page.getByRole('row').count()).toBe(2);
    const russian = await inRussian();
    const told = russian.getByRole('alert', { name: 'В файле конфигурации 1 ошибка' });
    await told.getByText('Значение другого типа. Ожидается: непустой текст в кавычках').waitFor();
    expect(await told.locator('[lang=en]').count()).toBe(0);
    await russian.getByRole('row').filter({ hasText: 'everything' }).getByText('не запущен').waitFor();
    await patchbay.configure(config);
    await banner.waitFor({ state: 'detached' });
    await told.waitFor({ state: 'detached' });
  });

  test('makes a token that opens the gateway, and shuts it at once by revoking the token', async () => {
    const { patchbay, page } = await open({ auth: { mode: 'token' } }, '#/settings/tokens');
    await page.getByText('Patchbay made this one itself').waitFor();
    await page.getByRole('button', { name: 'New token' }).click();
    const form = page.getByRole('dialog', { name: 'New token' });
    await form.getByRole('textbox', { name: 'Name' }).fill('laptop');
    await form.getByRole('radio', { name: 'Only some servers' }).check();
    await form.getByRole('checkbox', { name: 'patchbay' }).check();
    await form.getByRole('button', { name: 'Create token' }).click();
    const made = page.getByRole('dialog', { name: 'Token for laptop' });
    await made.getByRole('button', { name: 'Copy the client configuration' }).click();
    await made.getByRole('status').getByText('Copied').waitFor();
    const { mcpServers } = JSON.parse(await page.evaluate(() => navigator.clipboard.readText())) as {
      readonly mcpServers: { readonly patchbay: { readonly url: string; readonly headers: HeadersInit } };
    };
    const { url, headers } = mcpServers.patchbay;
    expect(url).toBe(`${patchbay.url}/mcp`);
    const statusWith = async (sent: HeadersInit): Promise<number> => {
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
      const all = { ...Object.fromEntries(new Headers(sent)), 'content-type': 'application/json' };
      const answer = await fetch(`${url}/patchbay`, { method: 'POST', headers: all, body });
      await answer.text();
      return answer.status;
    };
    expect(await statusWith({})).toBe(401);
    expect(await statusWith(headers)).toBe(200);
    await made.getByRole('button', { name: 'Done' }).click();
    const entry = page.getByRole('listitem', { name: 'laptop' });
    await entry.getByText('Only patchbay').waitFor();
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await entry.getByText('less than a minute ago').waitFor();
    await entry.getByRole('button', { name: 'Revoke laptop' }).click();
    const question = page.getByRole('alertdialog', { name: 'Revoke laptop?' });
    await question.getByRole('button', { name: 'Revoke token' }).click();
    await entry.waitFor({ state: 'detached' });
    expect(await statusWith(headers)).toBe(401);
  });

  test('rotates the secret, so that tokens of before are refused when there is no grace', async () => {
    const { patchbay, page } = await open({ auth: { mode: 'token' } }, '#/settings/tokens');
    const { token } = await patchbay.core.commands.createToken({ name: 'old', expires: '1d', scopes: [] });
    const metricsStatus = async (): Promise<number> => {
      const answer = await fetch(`${patchbay.url}/metrics`, {
        headers: { authorization: `Bearer ${token}` },
      });
      await answer.text();
      return answer.status;
    };
    expect(await metricsStatus()).toBe(200);
    await page.getByRole('button', { name: 'Rotate the secret' }).click();
    const question = page.getByRole('alertdialog', { name: 'Rotate the signing secret?' });
    await question.getByRole('combobox').selectOption('no longer, from now on');
    await question.getByRole('button', { name: 'Rotate secret' }).click();
    await page.getByRole('listitem', { name: 'old' }).getByText('Signed with an old secret').waitFor();
    expect(await metricsStatus()).toBe(401);
  });
});
