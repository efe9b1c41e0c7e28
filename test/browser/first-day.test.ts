// The page of a real gateway on its first day, in a home folder where another program has a server: that is brought here,
// the program is connected, calls, and fails; its log is read; servers and clients register. And the start at login.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { electronLoginItem } from '../../src/main/shell/login-item.ts';
import { startSdkServer } from '../fixtures/sdk-http-server.ts';
import { call, post } from '../support/raw-mcp.ts';
import { announce, tell } from '../support/registrations.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { mockServer } from '../support/test-servers.ts';
import { useRealScenes } from './real-scenes.ts';

const open = useRealScenes();

interface CursorFile {
  readonly mcpServers: Readonly<
    Record<string, { readonly url: string; readonly headers: Record<string, string> }>
  >;
}

test('a fresh install is led to servers, a client and a call; then logs and registrations tell what happens', async () => {
  const homeDir = await tempFolder();
  const file = join(homeDir, '.cursor', 'mcp.json');
  const { command, args } = mockServer();
  await mkdir(join(homeDir, '.cursor'));
  await writeFile(file, JSON.stringify({ mcpServers: { mock: { command, args } } }));
  const { patchbay, page } = await open({ auth: { mode: 'token' } }, '#/', { homeDir });

  await page.getByRole('heading', { name: 'Patchbay is running' }).waitFor();
  await page.getByRole('button', { name: 'Import servers from Cursor' }).click();
  await page.getByRole('button', { name: 'Review' }).click();
  const review = page.getByRole('dialog');
  await review
    .getByText(args?.[0] ?? '')
    .first()
    .waitFor();
  await review.getByRole('button', { name: 'Add 1 server' }).click();
  await review.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('heading', { name: /^Bring your servers.*done$/ }).waitFor();
  await page.getByRole('button', { name: 'Connect Cursor' }).click();
  await page.getByRole('button', { name: 'Make this change' }).click();
  await page.getByRole('heading', { name: /^Connect a client.*done$/ }).waitFor();
  await page.getByRole('button', { name: 'Call list_servers' }).click();
  await page.getByRole('region', { name: 'The answer' }).getByText('"mock"').waitFor();
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();

  // As the program does with what its file holds now.
  const { mcpServers } = JSON.parse(await readFile(file, 'utf8')) as CursorFile;
  const { url = '', headers = {} } = mcpServers['patchbay'] ?? {};
  expect((await post(url, call(1, 'mock__echo', { text: 'hello' }))).status).toBe(401);
  const noise = await post(url, call(2, 'mock__noise', { lines: 300, characters: 8 }), headers);
  expect(noise.text).toContain('wrote 300 lines');
  await post(url, call(3, 'mock__crash', { code: 3 }), headers);

  await page.getByRole('link', { name: 'Logs', exact: true }).click();
  const log = page.getByRole('log');
  await log.getByText('mock server: crashing, as it was told', { exact: true }).waitFor();
  await page.getByRole('combobox', { name: 'Source' }).selectOption('mock');
  await page.getByRole('searchbox', { name: 'Search' }).fill('noise 29');
  await page.getByText('11 lines', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Only these' }).click();
  await expect.poll(() => log.locator('time').count()).toBe(11);
  await page.getByRole('searchbox', { name: 'Search' }).press('Escape');
  await page.getByRole('button', { name: 'Pause' }).click();
  await post(url, call(4, 'mock__noise', { lines: 7 }), headers);
  await page.getByRole('button', { name: /^Resume, \d+ new lines$/ }).click();
  await log.getByText(/^noise 7 x+$/).waitFor();

  const server = await startSdkServer({ name: 'weather' });
  onTestFinished(() => server.stop());
  await page.getByRole('link', { name: 'Registrations', exact: true }).click();
  await page.getByText('No server has registered itself.').waitFor();
  await announce(patchbay.url, 'weather', server.url);
  const weather = page.getByRole('listitem', { name: 'weather_1' });
  await weather.getByText('Healthy').waitFor();
  await tell(patchbay.url, '/register', { client_info: { name: 'editor', version: '2.1' } });
  const client = page.getByRole('main').getByRole('listitem').filter({ hasText: 'editor 2.1' });
  await client.getByText(/^last active \d+ s ago$/).waitFor();
  await tell(patchbay.url, '/proxy/heartbeat', { server_key: 'weather_1' });
  await weather
    .getByText(/^\d+ s ago$/)
    .first()
    .waitFor();
  await tell(patchbay.url, '/unregister', { server_key: 'weather_1' });
  await weather.waitFor({ state: 'detached' });
});

test('the start at login is switched in the page, as the system has it', async () => {
  const homeDir = await tempFolder();
  const system = { openAtLogin: false, asked: [] as unknown[] };
  const app = {
    isPackaged: true,
    getLoginItemSettings: () => ({
      openAtLogin: system.openAtLogin,
      wasOpenedAtLogin: false,
      status: 'not-registered' as const,
      executableWillLaunchAtLogin: system.openAtLogin,
      launchItems: [],
    }),
    setLoginItemSettings: (item: { readonly openAtLogin?: boolean }) => {
      system.asked.push(item);
      system.openAtLogin = item.openAtLogin === true;
    },
  };
  const execPath = String.raw`C:\Patchbay\Patchbay.exe`;
  const loginItem = electronLoginItem({ app, platform: 'win32', env: {}, homeDir, execPath, words: [] });
  const { page } = await open({}, '#/settings/general', { loginItem, expected: /409/ });
  const launch = page.getByRole('switch', { name: 'Start at login' });
  // What people see of it and click at.
  const track = launch.locator('xpath=following-sibling::*[1]');
  await expect.poll(() => launch.isEnabled()).toBe(true);
  expect(await launch.isChecked()).toBe(false);
  await track.click();
  await expect.poll(() => launch.isChecked()).toBe(true);
  expect(system.asked).toEqual([{ path: execPath, args: ['--hidden'], openAtLogin: true, enabled: true }]);

  // Switched off in the system's settings, which the page reads again when somebody comes back to it.
  system.openAtLogin = false;
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expect.poll(() => launch.isChecked()).toBe(false);
  app.setLoginItemSettings = () => {
    throw new Error('access is denied');
  };
  await track.click();
  await page
    .getByText(/could not be switched: access is denied\. Switch it in your system’s settings/)
    .waitFor();
  expect(await launch.isChecked()).toBe(false);
});
