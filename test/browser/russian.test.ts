// The page in Russian: that it is Russian throughout, and that its longer words fit.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/main/core/config/load-config.ts';
import { AppError } from '../../src/shared/errors.ts';
import type { ErrorView } from '../../src/shared/errors.ts';
import { context } from '../core/config/context.ts';
import { sampleClients, sampleOffer } from '../support/sample-clients.ts';
import { sampleRegistration } from '../support/sample-registrations.ts';
import { mixedServers, readyServer } from '../support/sample-servers.ts';
import { mixedTokens } from '../support/sample-tokens.ts';
import { stickingOut } from '../support/sticking-out.ts';
import { useScenes } from './scenes.ts';

const open = useScenes();
const pictures = fileURLToPath(new URL('../../test-results/page', import.meta.url));

const places = [
  'overview',
  'servers',
  'servers/postgres',
  'registrations',
  'clients',
  'activity',
  'logs',
  'settings/tokens',
];

/** Heads of columns that do not show all of their words. */
async function cutHeads(page: Page): Promise<readonly string[]> {
  const heads = page.getByRole('region', { name: 'Вызовы' }).locator('[data-column]');
  await heads.first().waitFor();
  return heads.evaluateAll((all) =>
    all.filter((head) => head.scrollWidth > head.clientWidth).map((head) => head.textContent),
  );
}

describe('the page for somebody whose browser prefers Russian', () => {
  test('says what servers are and what is wrong with them in Russian, and leaves what they printed', async () => {
    const broken = readyServer('db', {
      status: 'backing-off',
      restarts: 2,
      retryAt: Date.now() + 60_000,
      problem: {
        code: 'SERVER_EXITED',
        message: '"db" ended with exit code 1; it last printed: no such table.',
        details: { server: 'db', reason: 'exited', exitCode: 1, signal: null, stderr: ['no such table'] },
      },
    });
    const { page, row, backend } = await open({
      servers: [readyServer('files'), broken],
      locale: 'ru-RU',
      hash: '#/servers/db',
      width: 800,
    });
    await page.getByText('«db» завершился с кодом 1; последний вывод: no such table.').first().waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('ru');
    await page.getByRole('button', { name: 'Остановить db' }).first().waitFor();
    await expect.poll(() => page.title()).toBe('(1) Серверы – Patchbay');
    await page.setViewportSize({ width: 1280, height: 800 });
    await row('files').getByText('готов, 13 инструментов, 4 сессии').waitFor();
    await expect(
      row('db')
        .getByText(/^аварийно завершился 3 раза: .*; перезапуск через \d+ с$/)
        .waitFor(),
    ).resolves.toBeUndefined();
    backend.changeServer('files', { tools: 1301, sessions: 21 });
    await expect(
      row('files').getByText('готов, 1\u00a0301 инструмент, 21 сессия').waitFor(),
    ).resolves.toBeUndefined();
  });

  test('says why something failed in Russian, with the sentence that it came with below', async () => {
    const { page, backend } = await open({
      servers: [readyServer('files')],
      locale: 'ru-RU',
      hash: '#/servers/files/tools',
      expected: /503/,
    });
    const fail = (): never => {
      throw new AppError('GATEWAY_STOPPING', 'Patchbay is stopping.', { expected: 'Start it again.' });
    };
    Object.assign(backend.script, { inspectServer: fail, readConfig: fail, readSettings: fail });
    for (const place of ['servers/files/tools', 'settings', 'settings/configuration']) {
      await page.evaluate((hash) => location.assign(hash), `#/${place}`);
      await page.reload();
      const alert = page.getByRole('alert').first();
      await alert.getByText('Patchbay останавливается.').waitFor();
      const own = alert.getByText('Patchbay is stopping. Start it again.', { exact: true });
      expect(await own.getAttribute('lang')).toBe('en');
      expect(await page.getByText('Читаем файл').count()).toBe(0);
      await page.screenshot({ path: join(pictures, `russian-failure-${place.replaceAll('/', '-')}.png`) });
    }
  });

  test('says in Russian what the core found, by its reason, with the English sentence only where it says more', async () => {
    const { page, backend } = await open({
      servers: [readyServer('files')],
      locale: 'ru-RU',
      hash: '#/servers',
    });
    const { faults } = loadConfig('{\n  "gateway": { "port": 70000 },\n  "gatway": {}\n}', context);
    const silence: ErrorView = { code: 'SERVER_TIMEOUT', message: 'No heartbeat came.' };
    const stale = sampleRegistration('notes', { state: 'stale', problem: silence.message, fault: silence });
    backend.change({
      config: { ...backend.state().config, faults },
      registrations: { servers: [stale], clients: [] },
    });
    const banner = page.getByRole('alert', { name: 'В файле конфигурации 2 ошибки' });
    await banner.getByText('Число 70000 слишком велико. Ожидается: целое число от 0 до 65535').waitFor();
    await banner.getByText('Раздела «gatway» нет; возможно, имелось в виду «gateway»?').waitFor();
    expect(await banner.locator('[lang=en]').count()).toBe(0);
    const go = async (hash: string): Promise<void> => page.evaluate((to) => location.assign(to), hash);
    await go('#/overview');
    await page.getByText(/gateway\.port\. Число 70000 слишком велико/).waitFor();
    Object.assign(backend.script, { checkConfig: () => ({ faults }) });
    await go('#/settings/configuration');
    const listed = page.getByRole('region', { name: '2 ошибки', exact: true });
    await listed.getByText('Число 70000 слишком велико.').waitFor();
    await go('#/registrations');
    const entry = page.getByRole('listitem', { name: 'notes_1' });
    await entry.getByText('Сервер не ответил вовремя.').waitFor();
    expect(await entry.locator('[lang=en]').textContent()).toBe('No heartbeat came.');
    backend.script = { listClients: sampleClients, readImport: () => sampleOffer };
    await go('#/clients');
    await page.getByRole('button', { name: 'Импортировать серверы из Claude Desktop' }).click();
    const choosing = page.getByRole('dialog');
    await choosing.getByText('Не переносится: envFile.').waitFor();
    await choosing.getByText('Импортировать нельзя: в "args" должен быть список.').waitFor();
  });

  test.each([800, 1280])('fits into %i pixels, whatever is open', async (width) => {
    const { page, backend } = await open({ servers: mixedServers(Date.now()), width, locale: 'ru-RU' });
    backend.script = { listTokens: () => mixedTokens() };
    await mkdir(pictures, { recursive: true });
    for (const place of places) {
      await page.evaluate((hash) => location.assign(hash), `#/${place}`);
      await page.locator('main :is(h1, h2):visible').first().waitFor();
      if (place === 'overview') await page.getByText('4 сервера готовы, 1 простаивает, 1 отключён').waitFor();
      const cut = place === 'activity' ? await cutHeads(page) : [];
      expect(cut).toEqual([]);
      await page.screenshot({ path: join(pictures, `russian-${place.replace('/', '-')}-${width}.png`) });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      expect(await stickingOut(page)).toEqual([]);
    }
  });
});
