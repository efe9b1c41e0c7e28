// How the page looks: pictures of each situation for people to look at, and what can be told without looking.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { ServerView } from '../../src/shared/state.ts';
import { watchShifts } from '../support/layout-shifts.ts';
import { callsScript, mixedCalls, type RecordedCalls } from '../support/sample-calls.ts';
import { playgroundScript, samplePlace } from '../support/sample-playground.ts';
import { longServers, manyServers, mixedServers, readyServer } from '../support/sample-servers.ts';
import { stickingOut } from '../support/sticking-out.ts';
import { useScenes } from './scenes.ts';

const open = useScenes();
const pictures = fileURLToPath(new URL('../../test-results/page', import.meta.url));

interface Situation {
  readonly name: string;
  readonly servers: readonly ServerView[];
  readonly hash?: string;
  readonly faulty?: boolean;
}

const situations: readonly Situation[] = [
  { name: 'empty', servers: [] },
  { name: 'mixed', servers: mixedServers(Date.now()), hash: '#/servers/files' },
  { name: 'failing', servers: mixedServers(Date.now()), hash: '#/servers/postgres', faulty: true },
  { name: 'many', servers: manyServers(200), hash: '#/servers/server-008' },
  { name: 'long', servers: longServers(), hash: `#/servers/${'x'.repeat(64)}` },
];
const fault = {
  message: 'requestTimeoutSeconds is -5.',
  key: 'gateway.requestTimeoutSeconds',
  line: 31,
  column: 17,
  expected: 'a number greater than 0, at most 86400',
};

describe.each(situations)('the page with $name servers', ({ name, servers, hash = '', faulty = false }) => {
  test.each([800, 1280, 1600])('fits into %i pixels, light and dark', async (width) => {
    const { page, backend } = await open({ servers, hash, width });
    if (faulty) backend.change({ config: { ...backend.state().config, faults: [fault] } });
    const source = servers.find((server) => hash.endsWith(server.name))?.name ?? 'patchbay';
    backend.log(
      { source, text: 'Server running on stdio' },
      { source, text: 'deprecated option --root', level: 'warn' },
      { source, text: `request ${JSON.stringify({ path: 'x'.repeat(400) })}`, level: 'debug' },
      { source, text: 'Error: ENOENT\n    at async open (node:internal/fs/promises:640:25)', level: 'error' },
    );
    await page.locator(':is(h1, h2):visible').first().waitFor();
    if (hash !== '') await page.getByRole('log').getByText('Server running on stdio').waitFor();
    await mkdir(pictures, { recursive: true });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await expect
        .poll(() => page.locator('html').getAttribute('data-mantine-color-scheme'))
        .toBe(colorScheme);
      await page.screenshot({ path: join(pictures, `${name}-${width}-${colorScheme}.png`) });
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    expect(await stickingOut(page)).toEqual([]);
  });
});

describe('the page', () => {
  test('moves nothing when states, numbers and logs change, when it is pointed at or when an action runs', async () => {
    const { page, backend, row } = await open({ servers: mixedServers(Date.now()), hash: '#/servers/files' });
    await page.getByRole('log').waitFor();
    const shiftsSoFar = await watchShifts(page);
    backend.changeServer('memory', { status: 'starting' });
    backend.changeServer('files', {
      sessions: 400,
      inFlight: 1000,
      tools: 1300,
    });
    backend.changeServer('everything', { enabled: false, status: 'stopped' });
    await page.getByRole('region', { name: 'Facts about files' }).getByText('1,000').waitFor();
    backend.log(...Array.from({ length: 50 }, (_, index) => ({ source: 'files', text: `line ${index}.` })));
    await page.getByRole('log').getByText('line 49.').waitFor();
    await row('remote').hover();
    await row('remote').getByRole('button', { name: 'Stop remote' }).click();
    await row('remote').getByRole('button', { name: 'Start remote', exact: true }).waitFor();
    expect(await shiftsSoFar()).toEqual([]);
  });

  test('moves nothing while calls, lines of the log and messages of a server come', async () => {
    const { page, backend } = await open({ servers: mixedServers(Date.now()), hash: '#/activity' });
    const calls = mixedCalls(60);
    const tape: RecordedCalls = { calls: calls.slice(0, 20), isOn: true, generation: 1 };
    backend.script = { ...callsScript(tape), ...playgroundScript(backend) };
    await page.reload();
    const rows = page.getByRole('listbox', { name: 'Calls' }).getByRole('option');
    await rows.first().waitFor();
    const moved: Record<string, readonly string[]> = {};
    let shiftsSoFar = await watchShifts(page);
    const told = page.getByText('60 calls', { exact: true });
    tape.calls = calls;
    await told.waitFor();
    moved['activity'] = await shiftsSoFar();

    const go = async (hash: string): Promise<void> => page.evaluate((to) => location.assign(to), hash);
    backend.log(...Array.from({ length: 50 }, (_, index) => ({ source: 'files', text: `early ${index}.` })));
    await go('#/logs');
    await page.getByRole('log').getByText('early 49.').waitFor();
    shiftsSoFar = await watchShifts(page);
    backend.log(...Array.from({ length: 50 }, (_, index) => ({ source: 'files', text: `late ${index}.` })));
    await page.getByRole('log').getByText('late 49.').waitFor();
    moved['logs'] = await shiftsSoFar();

    await go(samplePlace);
    await page.getByRole('textbox', { name: 'title' }).fill('Groceries');
    shiftsSoFar = await watchShifts(page);
    backend.changeServer('memory', { status: 'starting' });
    backend.changeServer('files', { tools: 1300, sessions: 400 });
    await page.getByRole('button', { name: 'Run', exact: true }).press('Enter');
    await page
      .getByRole('region', { name: 'Result' })
      .getByText(/^Run 1\./)
      .waitFor();
    moved['playground'] = await shiftsSoFar();
    expect(moved).toEqual({ activity: [], logs: [], playground: [] });
  });

  test('stands still for people who want that', async () => {
    const servers = [readyServer('files', { status: 'starting' })];
    const turning = (page: Page) =>
      page
        .getByRole('img', { name: 'Starting' })
        .first()
        .locator('path')
        .evaluate((mark) => mark.getAnimations().filter((one) => one.playState === 'running').length);
    const calm = await open({ servers, reducedMotion: 'reduce' });
    await calm.page.getByRole('img', { name: 'Starting' }).first().waitFor();
    await expect.poll(() => turning(calm.page)).toBe(0);
    const lively = await open({ servers, reducedMotion: 'no-preference' });
    await lively.page.getByRole('img', { name: 'Starting' }).first().waitFor();
    expect(await turning(lively.page)).toBe(1);
  });
});
